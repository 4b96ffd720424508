package org.caco.transforms.reply;

import java.util.List;
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
          "scenario",
          "story",
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
      Set.of(
          "problem",
          "question",
          "instruction",
          "text",
          "task",
          "output",
          "answer",
          "exercise",
          "wordproblem",
          "mathproblem",
          "mathwordproblem",
          "storyproblem",
          "problemstatement",
          "problemtext",
          "blockquote");

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
          "key",
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
          "learning objective",
          "hint",
          "hints",
          "rationale",
          "breakdown",
          "mapping");

  /** What a label speaks of whose paragraph is about a problem, behind its last question. */
  private static final Set<String> TALK =
      Set.of("program", "code", "problem", "answer", "solution", "explanation", "works", "input");

  /** How a line begins that hides an answer or a remark. */
  private static final List<String> HIDING =
      List.of("<answer", "<solution", "<!--", "<details", "<explanation");

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
      text = Wrapping.outOfHtml(text);
      text = Wrapping.outOfFence(text, PLAIN);
      text = Wrapping.outOfQuotes(text);
      text = Greeting.cut(text, NOUNS);
      text = Label.cut(text, LABELS);
      text = Label.cutTitle(text);
      text = withoutNumber(text);
      text = Foreign.cut(text);
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
      if (isAnswer(line) || (asked && isAbout(line))) {
        return text.substring(0, at).strip();
      }
      at = next;
    }
    return text;
  }

  /** Whether a line begins what is said about a problem that is over. */
  private static boolean isAbout(String line) {
    boolean number = line.startsWith("(") && line.strip().endsWith(")") && line.length() < 20;
    if (Label.length(line, ABOUT) > 0
        || line.startsWith("||")
        || (number && line.chars().noneMatch(Character::isLetter))) {
      return true;
    }
    boolean marked = line.startsWith("**") || line.startsWith("#");
    int end = line.indexOf(':');
    String label = marked && end > 0 ? LowerCase.of(line.substring(0, Math.min(end, 60))) : "";
    return List.of(label.split("[^a-z]+", -1)).stream().anyMatch(TALK::contains);
  }

  /** The text without the number of a list that has only this item. */
  private static String withoutNumber(String text) {
    int start = Label.skip(text, 0, "*");
    boolean numbered = text.startsWith("1.", start) || text.startsWith("1)", start);
    int end = Label.skip(text, start + 2, "*");
    return numbered
            && text.startsWith(" ", end)
            && text.indexOf("\n2") < 0
            && text.indexOf("\n**2") < 0
        ? text.substring(end).strip()
        : text;
  }

  private static boolean isAnswer(String line) {
    String plain = Label.bare(line);
    boolean bracketed = plain.startsWith("(") && line.indexOf(')') > 0;
    String begin =
        bracketed
            ? plain.substring(1, Math.min(plain.length(), 60))
            : line.substring(0, Math.min(line.length(), 60));
    String bare = Label.bare(LowerCase.of(begin));
    if (bare.startsWith("the answer is ")
        || bare.startsWith("answer is ")
        || HIDING.stream().anyMatch(line::startsWith)) {
      return true;
    }
    return Label.length(begin, ANSWERS) > 0;
  }
}
