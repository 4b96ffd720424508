package org.caco.transforms.reply;

import java.util.Set;
import org.caco.grader.FinalAnswer;

/**
 * The text of a solution in a reply: without greeting and label before it, offers and wishes behind
 * it, and what it is wrapped in. What would change the final answer stays.
 */
public final class CleanSolution {
  private static final Set<String> LABELS =
      Set.of(
          "solution",
          "the solution",
          "worked solution",
          "response",
          "my solution",
          "detailed solution",
          "full solution",
          "complete solution",
          "step-by-step solution",
          "step by step solution",
          "step-by-step breakdown",
          "solution steps",
          "solution process",
          "sol");

  /** Labels of a line of their own, with more than a number below. */
  private static final Set<String> HEADINGS =
      Set.of(
          "answer",
          "explanation",
          "step-by-step explanation",
          "detailed explanation",
          "step-by-step walkthrough",
          "step-by-step",
          "step by step",
          "breakdown",
          "walkthrough",
          "calculation",
          "calculations",
          "reasoning",
          "steps");

  private static final Set<String> NOUNS =
      Set.of(
          "solution",
          "explanation",
          "answer",
          "reasoning",
          "solve",
          "steps",
          "breakdown",
          "walkthrough");
  private static final Set<String> TAGS =
      Set.of("solution", "response", "output", "explanation", "reply", "result");
  private static final Set<String> ANSWER_TAGS = Set.of("answer");

  /** What has fewer lines in tags of an answer is an answer. */
  private static final int MIN_LINES = 4;

  private static final Set<String> FIELDS = Set.of("solution", "response");
  private static final Set<String> ANSWER_FIELDS = Set.of("answer", "explanation");
  private static final Set<String> PLAIN =
      Set.of("text", "txt", "markdown", "md", "plaintext", "latex", "tex", "");
  private static final int MAX_ROUNDS = 8;

  private CleanSolution() {}

  /** The solution in {@code reply}. */
  public static String of(String reply) {
    String whole = reply.replace("\r\n", "\n").replace("\ufeff", "").strip();
    String text = whole;
    for (int i = 0; i < MAX_ROUNDS; i++) {
      String before = text;
      text = Wrapping.outOfJson(text, FIELDS);
      text = outOfAnswer(text);
      text = Wrapping.outOfTags(text, TAGS);
      text = Wrapping.outOfFence(text, PLAIN);
      text = Wrapping.outOfQuotation(text);
      if (text.lines().limit(MIN_LINES).count() == MIN_LINES) {
        text = Wrapping.outOfTags(text, ANSWER_TAGS);
        text = withoutHeading(text);
      }
      text = Greeting.cut(text, NOUNS);
      text = Label.cut(text, LABELS);
      text = Closing.cut(text);
      text = Foreign.cut(text);
      if (text.equals(before)) {
        break;
      }
    }
    return FinalAnswer.of(text).equals(FinalAnswer.of(whole)) ? text : whole;
  }

  /** What a field that mostly holds an answer has, where that is more than one line. */
  private static String outOfAnswer(String text) {
    String inner = Wrapping.outOfJson(text, ANSWER_FIELDS);
    return inner.indexOf('\n') > 0 ? inner : text;
  }

  private static String withoutHeading(String text) {
    int newline = text.indexOf('\n');
    int length = newline < 0 ? 0 : Label.length(text, HEADINGS);
    return length > 0 && length <= newline && text.substring(length, newline).isBlank()
        ? text.substring(newline).strip()
        : text;
  }
}
