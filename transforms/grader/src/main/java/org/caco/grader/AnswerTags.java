package org.caco.grader;

import java.util.List;
import java.util.Optional;
import org.caco.text.LowerCase;

/**
 * The answer between tags such as {@code <answer>12</answer>}, which models are taught to write.
 */
final class AnswerTags {
  private static final List<String> NAMES = List.of("answer", "final_answer", "final-answer");

  private AnswerTags() {}

  /** What the last of these tags holds, up to where it is closed or the text ends. */
  static Optional<String> last(String text) {
    if (text.indexOf('<') < 0) {
      return Optional.empty();
    }
    String lower = LowerCase.of(text);
    if (lower.length() != text.length()) {
      return Optional.empty();
    }
    int start = -1;
    String name = "";
    for (String each : NAMES) {
      int at = lower.lastIndexOf("<" + each + ">");
      if (at >= 0 && at + each.length() + 2 > start) {
        start = at + each.length() + 2;
        name = each;
      }
    }
    if (start < 0) {
      return Optional.empty();
    }
    int end = lower.indexOf("</" + name + ">", start);
    String content = text.substring(start, end < 0 ? text.length() : end).strip();
    return Optional.of(content).filter(found -> !found.isEmpty());
  }
}
