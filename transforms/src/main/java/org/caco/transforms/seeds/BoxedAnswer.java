package org.caco.transforms.seeds;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;

/** The final answer of a LaTeX solution: what its last {@code \boxed} or {@code \fbox} holds. */
final class BoxedAnswer {
  private static final Pattern BOX = BoundedPattern.of("\\\\(?:boxed|fbox)(?![A-Za-z])");

  private BoxedAnswer() {}

  /** The content of the last box; empty if there is no box, or it is empty or never closed. */
  static Optional<String> last(String solution) {
    Matcher box = BOX.matcher(solution);
    int start = -1;
    while (box.find()) {
      start = box.end();
    }
    while (start >= 0
        && start < solution.length()
        && Character.isWhitespace(solution.charAt(start))) {
      start++;
    }
    if (start < 0 || start == solution.length()) {
      return Optional.empty();
    }
    String content =
        solution.charAt(start) == '{' ? braced(solution, start) : bare(solution, start);
    return Optional.of(content.strip()).filter(text -> !text.isEmpty());
  }

  private static String braced(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++; // \{ and \} are printed, they do not group.
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return text.substring(open + 1, i);
      }
    }
    return "";
  }

  /** Without braces, as in $\boxed 5$: up to the end of the formula, a blank or a full stop. */
  private static String bare(String text, int start) {
    int end = start;
    while (end < text.length() && !endsFormula(text, end)) {
      end++;
    }
    while (end > start + 1 && ".,;".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean endsFormula(String text, int at) {
    char c = text.charAt(at);
    return c == '$'
        || Character.isWhitespace(c)
        || text.startsWith("\\]", at)
        || text.startsWith("\\)", at);
  }
}
