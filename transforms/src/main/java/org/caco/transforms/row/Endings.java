package org.caco.transforms.row;

import java.util.Optional;
import org.caco.text.LowerCase;

/** How a text ends. */
final class Endings {
  /** Marks that may follow the end of a sentence or formula. */
  private static final String MARKUP = " \t\r\n*_`\"'\u201d\u2019\u00bb~>|#";

  private static final String SENTENCE = ".?!\u2026\u3002\uff1f\uff01\u0964\u061f";
  private static final String FORMULA = "$)]}%\u00b0\u00b2\u00b3/\\";

  /** Words that nothing ends with. */
  private static final java.util.Set<String> OPEN =
      java.util.Set.of(
          "a", "an", "the", "and", "or", "of", "to", "in", "is", "are", "with", "for", "that",
          "than", "by", "from", "at", "as", "on", "if", "then", "so", "we", "this", "how", "which",
          "each", "per", "has", "have");

  /** The last line of an answer is no longer than this. */
  private static final int MAX_ANSWER = 120;

  private Endings() {}

  /** The end of the text, where it is not one. */
  static Optional<String> broken(String text) {
    int end = text.length();
    while (end > 0 && MARKUP.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    if (end == 0) {
      return Optional.of("nothing");
    }
    char last = text.charAt(end - 1);
    if (SENTENCE.indexOf(last) >= 0 || FORMULA.indexOf(last) >= 0 || Character.isDigit(last)) {
      return endsInOperator(text, end) ? Optional.of(Row.around(text, end)) : Optional.empty();
    }
    boolean other =
        !isWordOfLatin(last)
            && (Character.isLetter(last) || Character.getType(last) == Character.CURRENCY_SYMBOL);
    if (other || isAnswer(text, end)) {
      return Optional.empty();
    }
    return Optional.of(Row.around(text, end));
  }

  private static boolean endsInOperator(String text, int end) {
    return text.charAt(end - 1) == '\\' && !text.startsWith("\\\\", end - 2);
  }

  private static boolean isWordOfLatin(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Whether the last line is an answer with its unit, a choice, or an item of a list. */
  private static boolean isAnswer(String text, int end) {
    if (!Character.isLetter(text.charAt(end - 1))) {
      return false;
    }
    int start = text.lastIndexOf('\n', end - 1) + 1;
    String line = LowerCase.of(text.substring(start, end));
    if (line.length() > MAX_ANSWER) {
      return false;
    }
    String word = line.substring(line.lastIndexOf(' ') + 1);
    boolean digits = line.chars().anyMatch(c -> c >= '0' && c <= '9');
    boolean marked =
        line.contains("answer")
            || line.startsWith("####")
            || line.contains("\\boxed")
            || line.contains("=");
    boolean item =
        start > 0
            && (line.startsWith("(")
                || line.startsWith("- ")
                || line.startsWith("* ")
                || line.startsWith("|"));
    return !OPEN.contains(word) && ((marked && (digits || line.length() < 40)) || item);
  }
}
