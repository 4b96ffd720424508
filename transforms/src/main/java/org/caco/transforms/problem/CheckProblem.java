package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.python.PythonValue;
import org.caco.transforms.problem.InputNumbers.Needed;
import org.caco.transforms.problem.InputNumbers.NeededText;
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
 *   <li>{@value #VARIABLE}: a name in snake case, formulas aside, or a name of the input as code
 *       has it;
 *   <li>{@value #PROGRAM}: it speaks of Python, of a program or its code, of what it was given, or
 *       of the user. "A fitness program", "the function takes its minimum" and the script of a play
 *       do not;
 *   <li>{@value #ANSWER}: the program's output stands in it. Not where the same number is in the
 *       program, in its input or in its code, be it in another form, as 20% is 0.2; and whole
 *       numbers up to 12 only where the text says that they are the answer;
 *   <li>{@value #MISSING_NUMBER}: it does not state a number of the input. Digits with or without
 *       separators, words, fractions, percents, amounts in another unit, times, dates and LaTeX all
 *       do; 0 and 1 need not be stated, nor the length of a list that is, nor the middle of 1, 2,
 *       3, 4, 5. What words imply, as "hexagon" does 6, counts for an input whose name speaks of
 *       it, such as {@code sides}, or says nothing, such as {@code n}. A number below 0 needs a
 *       minus or a word of loss, debt or direction;
 *   <li>{@value #MISSING_TEXT}: it does not have a text of the input: a name, a word, a date, a
 *       time. Dates and times may be written in any way. Inputs whose name says that their value is
 *       a choice, such as {@code mode} or {@code unit}, may be put in other words.
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

  /** The problem does not have a name, a word or a date of the input. */
  public static final String MISSING_TEXT = "problem_misses_text";

  /** All reasons that can be switched off. */
  public static final Set<String> ALL =
      Set.of(CODE, VARIABLE, PROGRAM, ANSWER, MISSING_NUMBER, MISSING_TEXT);

  /** Characters of evidence. */
  private static final int CONTEXT = 60;

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

  /** The reasons under which it rejects, but for a text that is too long. */
  public Set<String> checks() {
    return Set.copyOf(checks);
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

    private final Set<String> checks;

    CheckFn(String step, Set<String> checks) {
      super(step);
      this.checks = checks;
    }

    @Override
    protected Sample apply(Sample sample) {
      check(sample, checks);
      return sample;
    }
  }

  /**
   * Rejects a sample that does not pass these checks.
   *
   * @throws RejectedException with the reason
   */
  public static void check(Sample sample, Set<String> checks) {
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
    PythonValue.Dict input =
        PythonValue.Dict.of(sample.getExecution().getInput())
            .orElseGet(() -> new PythonValue.Dict(List.of()));
    Tokens tokens = Tokens.of(text);
    checkTalk(checks, text, tokens, input);
    List<InputNumbers> needed = input.entries().stream().map(InputNumbers::of).toList();
    ProblemText problem = ProblemText.of(text, tokens);
    if (checks.contains(ANSWER)
        && new GivenAway(text, tokens, problem.stated()).tells(sample, needed)) {
      throw new RejectedException(
          ANSWER, "it holds the output " + sample.getExecution().getOutputText().strip());
    }
    // How many items a list has need not be stated where they are.
    NavigableSet<BigDecimal> sizes = new TreeSet<>();
    needed.forEach(each -> each.sizes().forEach(size -> sizes.add(BigDecimal.valueOf(size))));
    for (int i = 0; i < needed.size(); i++) {
      checkInput(checks, input.name(i), sizes, needed.get(i), problem);
    }
  }

  private static void checkTalk(
      Set<String> checks, String text, Tokens tokens, PythonValue.Dict input) {
    CodeInText code = new CodeInText(text);
    if (checks.contains(CODE)) {
      refuse(CODE, code.code(), text);
    }
    if (checks.contains(VARIABLE)) {
      refuse(VARIABLE, code.variable(Set.copyOf(input.names())), text);
    }
    int talk = checks.contains(PROGRAM) ? ProgramTalk.find(tokens) : -1;
    refuse(PROGRAM, talk < 0 ? -1 : tokens.get(talk).start(), text);
  }

  private static void refuse(String reason, int at, String text) {
    if (at >= 0) {
      int end = Math.min(text.length(), at + CONTEXT);
      throw new RejectedException(
          reason,
          String.format(Locale.ROOT, "at character %d: %s", at, text.substring(at, end).strip()));
    }
  }

  private static void checkInput(
      Set<String> checks,
      String name,
      Set<BigDecimal> sizes,
      InputNumbers needed,
      ProblemText problem) {
    if (checks.contains(MISSING_NUMBER)) {
      List<BigDecimal> unstated =
          needed.numbers().stream()
              .filter(number -> !problem.states(number) && !sizes.contains(number.number()))
              .map(Needed::number)
              .toList();
      if (!unstated.isEmpty()) {
        throw new RejectedException(
            MISSING_NUMBER,
            String.format(
                Locale.ROOT,
                "input %s: %s; the problem has %s",
                name,
                text(unstated),
                text(problem.stated().numerals())));
      }
    }
    if (checks.contains(MISSING_TEXT)) {
      for (NeededText text : needed.texts()) {
        problem
            .lacks(text)
            .ifPresent(
                lacking -> {
                  throw new RejectedException(
                      MISSING_TEXT, String.format(Locale.ROOT, "input %s: %s", name, lacking));
                });
      }
    }
  }

  private static String text(Iterable<BigDecimal> numbers) {
    StringBuilder text = new StringBuilder();
    numbers.forEach(n -> text.append(text.isEmpty() ? "" : ", ").append(n.toPlainString()));
    return text.toString();
  }
}
