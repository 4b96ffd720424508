package org.caco.transforms.program;

import java.util.List;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/** A model's word that it gives nothing. */
final class Refusal {
  private static final String CANNOT = "CANNOT";
  private static final String MARKUP = " \t\r\n*_`\"'#>";

  private static final List<String> APOLOGIES =
      List.of(
          "i'm sorry, but",
          "i am sorry, but",
          "i'm sorry, i can",
          "i am sorry, i can",
          "sorry, but i ",
          "sorry, i can",
          "i apologize, but",
          "i apologise, but",
          "i'm unable to",
          "i am unable to",
          "i'm not able to",
          "i am not able to",
          "unfortunately, i can",
          "unfortunately, i am",
          "unfortunately, i'm",
          "as an ai",
          "i must decline");

  private static final List<String> CANNOTS =
      List.of("i cannot ", "i can't ", "i can not ", "i won't ");

  /** What one who solves problems is asked for, and a person in a problem is not. */
  private static final List<String> TASKS =
      List.of(
          "assist",
          "write",
          "create",
          "provide",
          "generate",
          "help with",
          "produce",
          "fulfill",
          "fulfil",
          "comply",
          "complete this",
          "complete the",
          "answer this",
          "solve this",
          "do that");

  private Refusal() {}

  /** Whether {@code text} refuses in the way that the prompts ask for. */
  static boolean isAgreed(String text) {
    int start = afterMarkup(text);
    int end = start + CANNOT.length();
    return text.startsWith(CANNOT, start)
        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
  }

  /** Why the model gives nothing, in its words, or null where {@code text} is no refusal. */
  static @Nullable String in(String text) {
    int start = afterMarkup(text);
    if (isAgreed(text)) {
      return reason(text, start + CANNOT.length());
    }
    String begin =
        LowerCase.of(text.substring(start, Math.min(text.length(), start + 60))).replace('’', '\'');
    boolean apology = APOLOGIES.stream().anyMatch(begin::startsWith);
    boolean refusal =
        CANNOTS.stream()
            .filter(begin::startsWith)
            .anyMatch(
                cannot -> TASKS.stream().anyMatch(task -> begin.startsWith(task, cannot.length())));
    return apology || refusal ? text.substring(start) : null;
  }

  private static int afterMarkup(String text) {
    int start = 0;
    while (start < text.length() && start < 40 && MARKUP.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    return start;
  }

  private static String reason(String text, int from) {
    int start = from;
    while (start < text.length() && (MARKUP + ":-–—.").indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    int end = text.length();
    while (end > start && "`*_ \n".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }
}
