package org.caco.transforms.reply;

import java.util.Set;
import org.caco.text.LowerCase;

/**
 * The text of a problem in a reply: without greeting, label and title before it, without notes,
 * offers and answers behind it, and without what it is wrapped in, such as a fence, tags, quotes or
 * JSON.
 */
public final class CleanProblem {
  private static final Set<String> LABELS =
      Set.of(
          "problem",
          "question",
          "q",
          "word problem",
          "math problem",
          "math word problem",
          "maths problem",
          "story problem",
          "problem statement",
          "problem text",
          "problem description",
          "the problem",
          "textbook problem",
          "task",
          "exercise",
          "instruction",
          "prompt",
          "challenge",
          "statement",
          "mathematical problem",
          "mathematics problem",
          "final problem",
          "new problem",
          "rewritten problem",
          "revised problem",
          "matching problem",
          "corresponding problem",
          "final version",
          "final answer",
          "answer",
          "output");

  /** What a greeting announces. */
  private static final Set<String> NOUNS =
      Set.of(
          "problem",
          "problems",
          "question",
          "exercise",
          "scenario",
          "version",
          "task",
          "puzzle",
          "statement");

  private static final Set<String> TAGS =
      Set.of("problem", "question", "instruction", "text", "task", "output", "answer", "exercise");

  private static final Set<String> FIELDS =
      Set.of("problem", "question", "text", "wordproblem", "problemtext", "problemstatement");

  private static final Set<String> PLAIN =
      Set.of("", "text", "txt", "markdown", "md", "plaintext", "plain", "latex", "tex", "problem");

  /** Labels of what does not belong to a problem. */
  private static final Set<String> ANSWERS =
      Set.of(
          "answer",
          "answers",
          "the answer",
          "final answer",
          "correct answer",
          "expected answer",
          "answer key",
          "ans",
          "solution",
          "solutions",
          "step-by-step solution",
          "step by step solution",
          "worked solution",
          "explanation",
          "expected output",
          "output",
          "result",
          "working");

  /** Labels of what is said about a problem, behind its last question. */
  private static final Set<String> ABOUT =
      Set.of(
          "difficulty",
          "difficulty level",
          "topic",
          "topics",
          "tags",
          "grade level",
          "concepts",
          "key concepts",
          "skills",
          "skills tested",
          "learning objective");

  /** More wrappings than any model puts around one text. */
  private static final int MAX_ROUNDS = 8;

  private CleanProblem() {}

  /** The problem in {@code reply}, or an empty text where nothing is left. */
  public static String of(String reply) {
    String text = reply.replace("\r\n", "\n").replace("\ufeff", "").strip();
    for (int i = 0; i < MAX_ROUNDS; i++) {
      String before = text;
      text = Wrapping.outOfJson(text, FIELDS);
      text = Wrapping.outOfTags(text, TAGS);
      text = Wrapping.outOfFence(text, PLAIN);
      text = Wrapping.outOfQuotes(text);
      text = Greeting.cut(text, NOUNS);
      text = Label.cut(text, LABELS);
      text = Label.cutTitle(text);
      text = withoutAnswer(text);
      text = Closing.cut(text);
      if (text.equals(before)) {
        break;
      }
    }
    return text;
  }

  /** The text up to the line that a label of an answer begins. */
  private static String withoutAnswer(String text) {
    int question = text.lastIndexOf('?');
    int at = text.indexOf('\n');
    while (at >= 0) {
      int next = text.indexOf('\n', at + 1);
      String line = text.substring(at + 1, next < 0 ? text.length() : next);
      boolean asked = question >= 0 && at > question;
      if (!line.isBlank() && (isAnswer(line) || (asked && Label.length(line, ABOUT) > 0))) {
        return text.substring(0, at).strip();
      }
      at = next;
    }
    return text;
  }

  private static boolean isAnswer(String line) {
    boolean bracketed = line.startsWith("(") && line.endsWith(")");
    String begin = line.substring(bracketed ? 1 : 0, Math.min(line.length(), 60));
    String bare = Label.bare(LowerCase.of(begin));
    if (bare.startsWith("the answer is ") || bare.startsWith("answer is ")) {
      return true;
    }
    return Label.length(begin, ANSWERS) > 0;
  }
}
