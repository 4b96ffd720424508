package org.caco.grader;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caco.text.LowerCase;

/**
 * Reads the answer out of the last sentence of a solution that marks none: what is printed bold in
 * it, yes or no at its beginning, and what the last "is" says.
 */
final class Closing {
  private static final int MAX_SENTENCE = 400;
  private static final int MAX_BOLD = 60;
  private static final int MAX_WORDS = 4;
  private static final Set<String> LEADS =
      Set.of("therefore", "thus", "so", "hence", "then", "consequently", "in", "conclusion");
  private static final List<String> VERBS = List.of(" is ", " are ", " was ", " be ");

  /** What sentences say of the work, not of the answer. */
  private static final Set<String> REMARKS =
      Set.of(
          "easy",
          "simple",
          "trivial",
          "obvious",
          "clear",
          "straightforward",
          "done",
          "complete",
          "finished",
          "given",
          "known",
          "correct",
          "right",
          "wrong",
          "fine",
          "enough",
          "needed",
          "possible",
          "impossible",
          "unclear",
          "unknown");

  private Closing() {}

  /** The answer, or empty where the sentence says none in one of these ways. */
  static Optional<String> answer(String text) {
    String sentence = lastSentence(text);
    Optional<String> bold = bold(sentence);
    if (bold.isPresent()) {
      return bold;
    }
    String lower = LowerCase.of(sentence.replace("*", "")).strip();
    for (String word : lower.split("[\\s,:;.!-]{1,5}", 4)) {
      if (word.equals("yes") || word.equals("no")) {
        boolean noun = word.equals("no") && lower.contains("no ");
        return noun ? Optional.empty() : Optional.of(word);
      }
      if (!LEADS.contains(word)) {
        break;
      }
    }
    return said(sentence, lower, text);
  }

  private static String lastSentence(String text) {
    String stripped = text.strip();
    int end = stripped.length();
    int from = Math.max(0, end - MAX_SENTENCE);
    int start = from;
    for (int i = end - 3; i >= from; i--) {
      char c = stripped.charAt(i);
      boolean stop = (c == '.' || c == '!' || c == '?') && isBlank(stripped.charAt(i + 1));
      if (c == '\n' || stop) {
        start = i + 1;
        break;
      }
    }
    return stripped.substring(start).strip();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t';
  }

  /** What stands between the last two pairs of asterisks. */
  private static Optional<String> bold(String sentence) {
    int close = sentence.lastIndexOf("**");
    int open = close < 2 ? -1 : sentence.lastIndexOf("**", close - 2);
    if (open < 0 || close - open > MAX_BOLD) {
      return Optional.empty();
    }
    String inside = sentence.substring(open + 2, close).strip();
    boolean whole =
        open == 0 && close + 3 >= sentence.length() && FinalAnswer.hasMoreWords(inside, 3);
    boolean label = inside.isEmpty() || inside.endsWith(":") || sentence.startsWith(":", close + 2);
    return label || whole ? Optional.empty() : Optional.of(inside);
  }

  /** Monday in "The day is Monday."; where there are figures, they are the likelier answer. */
  private static Optional<String> said(String sentence, String lower, String text) {
    String plain = sentence.replace("*", "").strip();
    int verb = -1;
    for (String each : VERBS) {
      int at = lower.lastIndexOf(each);
      verb = at < 0 ? verb : Math.max(verb, at + each.length());
    }
    if (verb < 0 || verb > plain.length()) {
      return Optional.empty();
    }
    String said = Notation.strip(plain.substring(verb));
    String word = LowerCase.of(said);
    boolean sure = Dates.isDayOfWeek(word) || word.equals("true") || word.equals("false");
    boolean figures = text.chars().anyMatch(c -> c >= '0' && c <= '9');
    return said.isEmpty()
            || REMARKS.contains(word)
            || (figures && !sure)
            || FinalAnswer.hasMoreWords(said, MAX_WORDS)
        ? Optional.empty()
        : Optional.of(said);
  }
}
