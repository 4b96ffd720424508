package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.python.PythonValue;
import org.caco.text.BoundedPattern;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Checks without a model that a problem tells what its program starts from and nothing that gives
 * it away.
 *
 * <p>Input: executed samples with a problem. Accepted: the same. Rejected, in this order, all but
 * the first unless switched off:
 *
 * <ul>
 *   <li>{@value #TOO_LONG}: more than 16,000 characters, of which no good problem has a third;
 *   <li>{@value #CODE}: a line or an expression of Python;
 *   <li>{@value #VARIABLE}: a name in snake case, formulas aside;
 *   <li>{@value #PROGRAM}: it speaks of Python, or of a program or its code. "A fitness program"
 *       and "the function f" do not;
 *   <li>{@value #ANSWER}: the program's output stands in it in digits. Not where the same number is
 *       in the program, in its input or in its code; and whole numbers up to {@value #SMALL} only
 *       where the text says that they are the answer;
 *   <li>{@value #MISSING_NUMBER}: it does not state a number of the input. Digits with or without
 *       separators, words, fractions, percents and LaTeX all do; 0 and 1 need not be stated, nor
 *       what everybody knows, such as the 7 days of a week, nor the middle of 1, 2, 3, 4, 5.
 * </ul>
 *
 * <p>A problem that passes may still lack a condition: two quantities with the same number count as
 * one. A retried bundle repeats nothing outside.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<Sample> checked = posed.apply(CheckProblem.create());
 * }</pre>
 */
public final class CheckProblem extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The problem is longer than any. */
  public static final String TOO_LONG = "problem_too_long";

  /** The problem holds code. */
  public static final String CODE = WriteProblem.CONTAINS_CODE;

  /** The problem names a variable. */
  public static final String VARIABLE = "problem_contains_variable";

  /** The problem speaks of a program. */
  public static final String PROGRAM = "problem_mentions_program";

  /** The problem states its answer. */
  public static final String ANSWER = "problem_states_answer";

  /** The problem does not state a number of the input. */
  public static final String MISSING_NUMBER = "problem_misses_number";

  /** All reasons that can be switched off. */
  public static final Set<String> ALL = Set.of(CODE, VARIABLE, PROGRAM, ANSWER, MISSING_NUMBER);

  /** Whole numbers up to here occur in texts for other reasons than being the answer. */
  private static final int SMALL = 12;

  private final Set<String> checks;

  private CheckProblem(Set<String> checks) {
    super("CheckProblem");
    this.checks = checks;
  }

  /** All checks. */
  public static CheckProblem create() {
    return new CheckProblem(new TreeSet<>(ALL));
  }

  /**
   * Only these checks.
   *
   * @param checks the reasons under which they reject
   * @throws IllegalArgumentException if one is not among {@link #ALL}
   */
  public CheckProblem withChecks(Set<String> checks) {
    if (!ALL.containsAll(checks)) {
      throw new IllegalArgumentException(
          "the checks of problems are "
              + String.join(", ", new TreeSet<>(ALL))
              + ", not "
              + String.join(", ", new TreeSet<>(checks)));
    }
    return new CheckProblem(new TreeSet<>(checks));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("checks", String.join(", ", checks)));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new CheckFn(getName(), checks), TypeDescriptor.of(Sample.class));
  }

  private static final class CheckFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;
    private static final Pattern PYTHON =
        BoundedPattern.of(
            "(?m)```|^[ \\t\\f]{0,80}(?:def \\w{1,80}\\(|class \\w{1,80}[:(]|import \\w{1,80}$"
                + "|from \\w{1,80} import |for \\w{1,80} in .{0,200}:$|if .{0,200}:$"
                + "|while .{0,200}:$|return \\w{1,80}$)"
                + "|\\*\\*input\\b|(?<!\\w)(?:print\\(|lambda \\w|range\\(|len\\()"
                + "|\\w\\[['\"]\\w|['\"]\\w{1,80}['\"]\\s{0,20}:\\s{0,20}[\\d\\[{'\"]"
                + "|[^=<>!\\\\]==[^=]|\\w\\s{0,20}[+*/-]=\\s{0,20}\\w");
    private static final Pattern SNAKE =
        BoundedPattern.of(
            "(?<![\\\\\\w])[a-z][a-z0-9]{1,80}_[a-z0-9]{2,80}"
                + "(?:_[a-z0-9]{2,80})?".repeat(8)
                + "\\b(?!\\{)|(?<!\\w)__\\w{1,80}__\\b");
    private static final Pattern MENTION =
        BoundedPattern.of(
            "(?i)(?<!\\w)(?:python\\b|(?:source|following|given|this|the|above|provided|python)"
                + " (?:source )?(?:code snippet|script|code"
                + " (?:above|below|computes|calculates|returns|prints))|source"
                + " code\\b|snippet\\b|(?:following|given|above|provided)"
                + " (?:program|code|function)\\b|(?:program|function|code)(?:'s)?"
                + " (?:output|returns?|computes?|prints?|takes)\\b|output of (?:the|this|a)"
                + " (?:program|code|function|script)\\b|input (?:dictionary|dict)\\b|write a"
                + " (?:program|function|script)\\b)");
    private static final com.google.re2j.Pattern NUMERAL =
        com.google.re2j.Pattern.compile("\\d+(?:\\.\\d+)?");
    private static final int CONTEXT = 40;

    /** A longer output is not looked for in the text. */
    private static final int MAX_OUTPUT = 1_000;

    private final Set<String> checks;

    CheckFn(String step, Set<String> checks) {
      super(step);
      this.checks = checks;
    }

    @Override
    protected Sample apply(Sample sample) {
      String text = sample.getProblem().getText();
      if (text.length() > StatedNumbers.MAX_LENGTH) {
        throw new RejectedException(
            TOO_LONG,
            String.format(
                Locale.ROOT,
                "%,d characters, at most %,d are read",
                text.length(),
                StatedNumbers.MAX_LENGTH));
      }
      find(CODE, PYTHON, text);
      find(VARIABLE, SNAKE, text);
      find(PROGRAM, MENTION, text);
      StatedNumbers stated = StatedNumbers.of(text);
      if (checks.contains(ANSWER)) {
        checkAnswer(sample, text, stated);
      }
      if (checks.contains(MISSING_NUMBER)) {
        checkInput(sample, stated);
      }
      return sample;
    }

    private void find(String reason, Pattern pattern, String text) {
      Matcher found = pattern.matcher(text);
      if (checks.contains(reason) && found.find()) {
        int end = Math.min(text.length(), found.end() + CONTEXT);
        throw new RejectedException(
            reason,
            String.format(
                Locale.ROOT,
                "at character %d: %s",
                found.start(),
                text.substring(found.start(), end).strip()));
      }
    }

    private static void checkAnswer(Sample sample, String text, StatedNumbers stated) {
      String output = sample.getExecution().getOutputText().strip();
      String code = sample.getProgram().getCode();
      Optional<BigDecimal> number =
          InputNumbers.number(PythonValue.parse(sample.getExecution().getOutput()));
      if (number.isEmpty()) {
        // A list, a fraction, a formula: told by how it is written. Words may be choices.
        boolean written =
            output.length() > 2 && output.length() <= MAX_OUTPUT && NUMERAL.matcher(output).find();
        if (written && stands(output, text) && !code.contains(output)) {
          throw new RejectedException(ANSWER, "it holds the output " + output);
        }
        return;
      }
      BigDecimal answer = number.get().abs();
      if (!stated.numerals().contains(answer) || numerals(code).contains(answer)) {
        return;
      }
      boolean small =
          answer.stripTrailingZeros().scale() <= 0
              && answer.compareTo(BigDecimal.valueOf(SMALL)) <= 0;
      if (!small || isSaidToBeTheAnswer(answer, text)) {
        throw new RejectedException(ANSWER, "it holds the output " + output);
      }
    }

    /** Whether {@code output} stands in the text, and not as a part of a word or number. */
    private static boolean stands(String output, String text) {
      for (int at = text.indexOf(output); at >= 0; at = text.indexOf(output, at + 1)) {
        if (at > 0 && (isWord(text.charAt(at - 1)) || text.charAt(at - 1) == '.')) {
          continue;
        }
        int end = at + output.length();
        boolean continued = false;
        while (end < text.length() && (isWord(text.charAt(end)) || text.charAt(end) == '.')) {
          continued |= isWord(text.charAt(end++));
        }
        if (!continued) {
          return true;
        }
      }
      return false;
    }

    private static boolean isWord(char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isSaidToBeTheAnswer(BigDecimal answer, String text) {
      String digits = answer.stripTrailingZeros().toPlainString();
      return BoundedPattern.of(
              "(?i)(?<!\\w)(?:answer|result|solution|output)\\b[^.?!\\n"
                  + "]{0,20}?(?:\\bis\\b|\\bequals?\\b|=|:)\\s{0,20}\\W?"
                  + digits.replace(".", "\\.")
                  + "(?:\\.0{1,40})?(?![\\d.]{0,40}\\d)")
          .matcher(text)
          .find();
    }

    /** The numbers in digits of a text. */
    private static Set<BigDecimal> numerals(String code) {
      // Ordered by value, so that 2.0 is 2.
      Set<BigDecimal> numerals = new TreeSet<>();
      com.google.re2j.Matcher found = NUMERAL.matcher(code.replace("_", ""));
      while (found.find()) {
        if (found.end() - found.start() <= StatedNumbers.MAX_DIGITS) {
          numerals.add(new BigDecimal(found.group()));
        }
      }
      return numerals;
    }

    private static void checkInput(Sample sample, StatedNumbers stated) {
      List<PythonValue.Entry> entries =
          PythonValue.Dict.of(sample.getExecution().getInput())
              .map(PythonValue.Dict::entries)
              .orElse(List.of());
      for (PythonValue.Entry entry : entries) {
        List<BigDecimal> unstated =
            InputNumbers.of(entry).stream().filter(number -> !stated.states(number)).toList();
        if (!unstated.isEmpty()) {
          throw new RejectedException(
              MISSING_NUMBER,
              String.format(
                  Locale.ROOT,
                  "input %s: %s; the problem has %s",
                  entry.name(),
                  text(unstated),
                  text(stated.numerals())));
        }
      }
    }

    private static String text(Iterable<BigDecimal> numbers) {
      StringBuilder text = new StringBuilder();
      numbers.forEach(n -> text.append(text.isEmpty() ? "" : ", ").append(n.toPlainString()));
      return text.toString();
    }
  }
}
