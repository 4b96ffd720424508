package org.caco.transforms.seeds;

import java.util.List;
import java.util.Optional;

/** The final answer of a LaTeX solution: what its last {@code \boxed} or {@code \fbox} holds. */
final class BoxedAnswer {
  private static final List<String> BOXES = List.of("\\boxed", "\\fbox");

  private BoxedAnswer() {}

  /** The content of the last box; empty if there is no box, or it is empty or never closed. */
  static Optional<String> last(String solution) {
    int start = lastBox(solution);
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

  /** Behind the name of the last box; -1 where there is none. */
  private static int lastBox(String text) {
    for (int at = text.lastIndexOf('\\'); at >= 0; at = text.lastIndexOf('\\', at - 1)) {
      for (String box : BOXES) {
        int end = at + box.length();
        if (text.startsWith(box, at) && (end == text.length() || !isLetter(text.charAt(end)))) {
          return end;
        }
      }
    }
    return -1;
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
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
