package org.caco.grader;

import java.util.Optional;
import org.caco.sandbox.SandboxUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether two final answers are the same.
 *
 * <p>Both are parsed into typed answers, from LaTeX, infix notation, running text or Python, and
 * compared by type. Integers and fractions must match exactly. A decimal matches a value that it is
 * rounded from, given enough digits, unless {@link #withRounding} says otherwise, and binary
 * floating point matches what it approximates. Nothing is off by a factor of 100 unless a percent
 * sign says so. Brackets matter: (0, 25) is not [0, 25]. Order matters in tuples and lists, not in
 * sets and in answers that are listed without brackets. A unit that one side leaves out is ignored;
 * of two units, quantities are converted. Formulas are the same where they have the same value at
 * points taken from a hash of both, to about 32 digits.
 *
 * <p>Immutable and thread-safe. What cannot be decided within the work allowed for a pair goes to
 * the decider if there is one, and is {@code undecided} otherwise, and not equal. Never throws, but
 * for a decider's sandbox that cannot be opened. Symmetric: which side is the known answer makes no
 * difference.
 */
public final class AnswerGrader {
  private static final AnswerGrader STRICT = new AnswerGrader(false, Judging.ALONE);
  private static final AnswerGrader CACO = new AnswerGrader(true, Judging.ALONE);

  private final boolean lax;
  private final Judging judging;

  private AnswerGrader(boolean lax, Judging judging) {
    this.lax = lax;
    this.judging = judging;
  }

  /** The grader that the class describes. */
  public static AnswerGrader strict() {
    return STRICT;
  }

  /**
   * A grader that is as lax as the one released with Caco, for comparison only: it calls 2 and 200
   * equal, and [0, 25] and (0, 25), and 664 in base 7 and in base 8. Not symmetric: the letter of a
   * choice is looked for where the known answer is one.
   */
  public static AnswerGrader caco() {
    return CACO;
  }

  /**
   * This grader, with {@code decider} asked about formulas that are otherwise undecided. Default:
   * none.
   */
  public AnswerGrader withDecider(UndecidedDecider decider) {
    return new AnswerGrader(lax, new Judging(decider, judging.rounding()));
  }

  /**
   * This grader, by which a rounded decimal is the value that it was rounded from, or is not.
   * Default: {@link Rounding#ACCEPTED}.
   */
  public AnswerGrader withRounding(Rounding rounding) {
    return new AnswerGrader(lax, new Judging(judging.decider(), rounding));
  }

  /**
   * Compares two answers, each either an answer by itself or the text of a solution that marks or
   * ends in one.
   *
   * @return whether they are the same, and why
   */
  public Grade compare(String gold, String pred) {
    if (isBlank(gold) || isBlank(pred)) {
      return Grade.NO_ANSWER;
    }
    try {
      return compareBounded(gold, pred);
    } catch (SandboxUnavailableException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      return Grade.UNDECIDED;
    }
  }

  /** As {@link #compare}, but a fault of the grader itself comes out as it is. */
  Grade compareBounded(String gold, String pred) {
    Budget budget = new Budget();
    try {
      return lax ? compareLaxly(gold, pred, budget) : compareTexts(gold, pred, budget);
    } catch (UndecidableException | SyntaxException e) {
      return Grade.UNDECIDED;
    }
  }

  private static Grade compareLaxly(String gold, String pred, Budget budget) {
    return new CacoComparison(budget)
        .compare(
            FinalAnswer.marked(gold).orElse(gold),
            FinalAnswer.marked(pred)
                .or(() -> hasManyWords(pred) ? FinalAnswer.of(pred) : Optional.empty())
                .orElse(pred));
  }

  /**
   * Compares a program's output with an answer.
   *
   * @param outputJson the value of the program's {@code output}, in JSON as docs/output.md
   *     describes
   * @param outputText {@code str(output)}
   * @param answer an answer by itself, the text of a solution, or a literal of Python
   * @return whether they are the same, and why
   */
  public Grade compareOutput(String outputJson, String outputText, String answer) {
    if (isBlank(answer) || (isBlank(outputJson) && isBlank(outputText))) {
      return Grade.NO_ANSWER;
    }
    try {
      return lax
          ? compare(answer, outputText)
          : compareValue(outputJson, outputText, answer, new Budget());
    } catch (SandboxUnavailableException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      return Grade.UNDECIDED;
    }
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private Grade compareTexts(String gold, String pred, Budget budget) {
    String a = FinalAnswer.marked(gold).orElse(gold);
    String b = FinalAnswer.marked(pred).orElse(pred);
    Grade integers = smallIntegers(a, b);
    if (integers != null) {
      return integers;
    }
    if (Notation.strip(a).equals(Notation.strip(b))) {
      return Grade.equal("text");
    }
    Answer answerA = AnswerParser.parse(a, budget);
    Answer answerB = AnswerParser.parse(b, budget);
    Grade grade = new Comparison(budget, judging).compare(answerA, answerB);
    if (grade.equal()) {
      return grade;
    }
    return orOther(grade, otherReadings(a, answerA, b, answerB, budget));
  }

  /** What is undecided as it stands is not made different by another reading. */
  private static Grade orOther(Grade grade, @Nullable Grade other) {
    return other != null && (other.equal() || !grade.equals(Grade.UNDECIDED)) ? other : grade;
  }

  /** Plain integers, which most answers are, without parsing; null for all else. */
  private static @Nullable Grade smallIntegers(String a, String b) {
    String x = a.strip();
    String y = b.strip();
    return isSmallInteger(x) && isSmallInteger(y)
        ? Grade.of(Long.parseLong(x) == Long.parseLong(y), "integer")
        : null;
  }

  private static boolean isSmallInteger(String s) {
    int start = s.startsWith("-") ? 1 : 0;
    if (s.length() == start || s.length() > 18) {
      return false;
    }
    for (int i = start; i < s.length(); i++) {
      if (s.charAt(i) < '0' || s.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * Tries what else the texts may mean: 70,110 as two numbers where the other side is a list, and
   * the last number of a sentence where the other side is no sentence. Null where nothing applies.
   */
  private @Nullable Grade otherReadings(
      String a, Answer answerA, String b, Answer answerB, Budget budget) {
    Comparison comparison = new Comparison(budget, judging);
    if (isList(answerB) || isList(answerA)) {
      Answer splitA = isList(answerB) ? AnswerParser.parseSplitting(a, budget) : null;
      Answer splitB = isList(answerA) ? AnswerParser.parseSplitting(b, budget) : null;
      if (splitA != null || splitB != null) {
        return comparison.compare(
            splitA != null ? splitA : answerA, splitB != null ? splitB : answerB);
      }
    }
    boolean sentenceA = isSentence(a, answerA);
    boolean sentenceB = isSentence(b, answerB);
    if (sentenceA == sentenceB) {
      return null;
    }
    Optional<String> value = FinalAnswer.of(sentenceA ? a : b);
    if (value.isEmpty()) {
      return null;
    }
    Answer parsed = AnswerParser.parse(value.get(), budget);
    return sentenceA ? comparison.compare(parsed, answerB) : comparison.compare(answerA, parsed);
  }

  /** Several numbers without brackets of their own, or in those of a program's output. */
  private static boolean isList(Answer answer) {
    return answer instanceof Answer.Group group
        && switch (group.brackets()) {
          case NONE, PYTHON_LIST, PYTHON_TUPLE, PYTHON_SET -> true;
          default -> false;
        };
  }

  private static boolean isSentence(String text, Answer answer) {
    return answer instanceof Answer.Words && hasManyWords(text);
  }

  private static boolean hasManyWords(String text) {
    return FinalAnswer.hasMoreWords(text, 3);
  }

  private Grade compareValue(String outputJson, String outputText, String answer, Budget budget) {
    Answer output = isBlank(outputJson) ? null : OutputValue.parse(outputJson, budget);
    if (output == null) {
      return isBlank(outputText) ? Grade.NO_ANSWER : compareTexts(outputText, answer, budget);
    }
    Comparison comparison = new Comparison(budget, judging);
    String text = FinalAnswer.marked(answer).orElse(answer);
    Answer literal = PythonLiteral.parse(text, budget);
    if (literal != null) {
      Grade grade = comparison.compare(output, literal);
      if (grade.equal() || (literal instanceof Answer.Words && output instanceof Answer.Words)) {
        return grade;
      }
    }
    Answer parsed = AnswerParser.parse(text, budget);
    Grade grade = comparison.compare(output, parsed);
    if (grade.equal()) {
      return grade;
    }
    if (output instanceof Answer.Words words && words.quoted()) {
      return compareTexts(words.text().isBlank() ? "''" : words.text(), text, budget);
    }
    Grade other = orOther(grade, otherReadings("", output, text, parsed, budget));
    if (other.equal()) {
      return other;
    }
    // Python's own notation is not read in every place, but a copy of it is no other value.
    boolean copied = !isBlank(outputText) && outputText.strip().equals(text.strip());
    return copied ? Grade.equal("text") : other;
  }
}
