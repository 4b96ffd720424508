package org.caco.transforms.consistency;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caco.text.LowerCase;

/** Yes or no, however it is written. */
final class Flag {
  private static final Set<String> YES = Set.of("true", "yes", "y", "1", "✅", "✓", "✔", "☑");
  private static final Set<String> NO =
      Set.of("false", "no", "n", "0", "none", "not", "never", "nothing", "❌", "✗", "✘", "✖", "☒");

  /** What makes an answer less than a plain one. */
  private static final Set<String> HEDGES =
      Set.of(
          "or",
          "but",
          "however",
          "except",
          "unless",
          "if",
          "maybe",
          "partly",
          "partially",
          "mostly",
          "almost",
          "only",
          "although",
          "though",
          "unclear",
          "ambiguous",
          "unsure",
          "perhaps",
          "probably");

  /** An explanation may follow, which nobody would read further than this. */
  private static final int MAX_LENGTH = 1_000;

  private Flag() {}

  /** What {@code text} says: a yes or a no, which an explanation may follow; empty if neither. */
  static Optional<Boolean> of(String text) {
    String plain = LowerCase.of(text.substring(0, Math.min(text.length(), MAX_LENGTH)));
    int start = 0;
    while (start < plain.length() && " \t\r\n*_`\"'“”‘’[(".indexOf(plain.charAt(start)) >= 0) {
      start++;
    }
    int end = start;
    while (end < plain.length() && isOfWord(plain.charAt(end))) {
      end++;
    }
    String word = plain.substring(start, end).replace("\ufe0f", "");
    boolean yes = YES.contains(word);
    boolean answer = yes || NO.contains(word);
    return answer && isExplanation(plain.substring(end).strip(), yes)
        ? Optional.of(yes)
        : Optional.empty();
  }

  /** Whether what follows an answer leaves it as it is. */
  private static boolean isExplanation(String rest, boolean yes) {
    boolean fraction =
        rest.length() > 1 && rest.startsWith(".") && Character.isDigit(rest.charAt(1));
    if (fraction || rest.startsWith("?") || rest.startsWith("/")) {
      return false;
    }
    List<String> words = Words.in(rest);
    // "Yes, no quantity is missing" is a yes: a no behind it is none of the answer.
    Set<String> opposite = yes ? Set.of("false") : Set.of("true", "yes");
    boolean contradicts = !words.isEmpty() && opposite.contains(words.get(0));
    return !contradicts && words.stream().noneMatch(HEDGES::contains);
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c >= '\u2600';
  }
}
