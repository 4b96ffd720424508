package org.caco.transforms.rules;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.python.PythonValue;
import org.caco.python.PythonValue.Dict;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Facts;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Keeps programs that keep the rules of the unified form: those of the released Caco scripts, and
 * some more, on what the syntax tree says of the source and on the values of its run.
 *
 * <p>Input: executed samples. Accepted: the same. Rejected, by the first rule in this order that is
 * broken:
 *
 * <ul>
 *   <li>{@value #TOO_FEW_LINES}: fewer than {@link RulesConfig#minCodeLines};
 *   <li>{@value #NO_INPUT}: {@code input} is not a dict or is empty;
 *   <li>{@value #PRINTED_OUTPUT}: {@code output} is None or empty, and the source prints something
 *       else;
 *   <li>{@value #NO_OUTPUT}: {@code output} is None or empty;
 *   <li>{@value #INPUT_UNREAD}: the source never reads a key of {@code input}, which is named;
 *   <li>{@value #HARD_CODED_OUTPUT}: there is no way from {@code input} to {@code output};
 *   <li>{@value #OUTPUT_COPIED}: {@code output} is a value of {@code input}, and no operation lies
 *       between them;
 *   <li>{@value #NOTHING_COMPUTED}: fewer operations than {@link RulesConfig#minOperations} on the
 *       ways from {@code input} to {@code output};
 *   <li>{@value #UNUSED_FUNCTION}: nothing but itself refers to a function, which is named;
 *   <li>{@value #ANSWER_TOO_LONG}: the text of {@code output} is longer than {@link
 *       RulesConfig#maxAnswerLength};
 *   <li>{@value #VALUE_TOO_LARGE}: a number has more digits than {@link RulesConfig#maxDigits}.
 * </ul>
 *
 * <p>Ways and operations are seen where there may be some: a source that is hard to follow breaks
 * no rule. A retried bundle repeats nothing outside.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<Sample> kept = executed.apply(ApplyRules.with(RulesConfig.defaults()));
 * }</pre>
 */
public final class ApplyRules extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** Fewer lines than {@link RulesConfig#minCodeLines}. */
  public static final String TOO_FEW_LINES = "too_few_lines";

  /** {@code input} is not a dict, or is empty. */
  public static final String NO_INPUT = "no_input";

  /** {@code output} is None, or is empty. */
  public static final String NO_OUTPUT = "no_output";

  /** A key of {@code input} is never read. */
  public static final String INPUT_UNREAD = "input_unread";

  /** The program prints its result in place of setting {@code output}. */
  public static final String PRINTED_OUTPUT = "printed_output";

  /** {@code output} does not come from {@code input}. */
  public static final String HARD_CODED_OUTPUT = "hard_coded_output";

  /** {@code output} is a value of {@code input} as it was. */
  public static final String OUTPUT_COPIED = "output_copied";

  /** Too few operations lead to {@code output}. */
  public static final String NOTHING_COMPUTED = "nothing_computed";

  /** A function is never used. */
  public static final String UNUSED_FUNCTION = "unused_function";

  /** The text of {@code output} is too long for an answer. */
  public static final String ANSWER_TOO_LONG = "answer_too_long";

  /** A number has more digits than {@link RulesConfig#maxDigits}. */
  public static final String VALUE_TOO_LARGE = "value_too_large";

  /** The names of the rules, which are the reasons for rejection, in the order of their use. */
  public static final List<String> RULES =
      List.of(
          TOO_FEW_LINES,
          NO_INPUT,
          PRINTED_OUTPUT,
          NO_OUTPUT,
          INPUT_UNREAD,
          HARD_CODED_OUTPUT,
          OUTPUT_COPIED,
          NOTHING_COMPUTED,
          UNUSED_FUNCTION,
          ANSWER_TOO_LONG,
          VALUE_TOO_LARGE);

  private final RulesConfig config;

  private ApplyRules(String name, RulesConfig config) {
    super(name);
    this.config = config;
  }

  /** Applies the rules with the thresholds of {@code config}. */
  public static ApplyRules with(RulesConfig config) {
    return new ApplyRules("ApplyRules", config);
  }

  /** The same under another name, for a graph with two such steps. Default {@code ApplyRules}. */
  public ApplyRules named(String name) {
    return new ApplyRules(name, config);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("rules", config.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new RulesFn(getName(), config), TypeDescriptor.of(Sample.class));
  }

  private static final class RulesFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    /** Stands for all keys among those that a source reads. */
    private static final String WHOLE_DICT = "*";

    private final RulesConfig config;

    RulesFn(String step, RulesConfig config) {
      super(step);
      this.config = config;
    }

    @Override
    protected Sample apply(Sample sample) {
      Execution execution = sample.getExecution();
      Facts facts = execution.getFacts();
      Optional<Dict> input = Dict.of(execution.getInput());
      PythonValue output =
          execution.getOutput().isEmpty()
              ? new PythonValue.None()
              : PythonValue.parse(execution.getOutput());
      require(
          facts.getCodeLines() >= config.minCodeLines(),
          TOO_FEW_LINES,
          facts.getCodeLines() + " lines, at least " + config.minCodeLines() + " are needed");
      require(
          input.isPresent(),
          NO_INPUT,
          "input is "
              + (execution.getInput().isEmpty() ? "not set" : execution.getInput())
              + ", a dict with entries is needed");
      boolean none = output instanceof PythonValue.None || output.isEmpty();
      require(
          !none || facts.getPrints() == 0,
          PRINTED_OUTPUT,
          "output is " + execution.getOutput() + ", and something else is printed");
      require(!none, NO_OUTPUT, "output is " + execution.getOutput());
      Set<String> unread = unreadKeys(input, facts);
      require(unread.isEmpty(), INPUT_UNREAD, "never read: " + String.join(", ", unread));
      checkWay(execution, input, output);
      require(
          facts.getUnusedFunctionsCount() == 0,
          UNUSED_FUNCTION,
          "never used: " + String.join(", ", facts.getUnusedFunctionsList()));
      int length = execution.getOutputText().length();
      require(
          length <= config.maxAnswerLength(),
          ANSWER_TOO_LONG,
          length + " characters, at most " + config.maxAnswerLength() + " are allowed");
      int digits = Math.max(input.map(RulesFn::digits).orElse(0), digits(output));
      require(
          digits <= config.maxDigits(),
          VALUE_TOO_LARGE,
          "a number of " + digits + " digits, at most " + config.maxDigits() + " are allowed");
      return sample;
    }

    /** The rules on how the output comes about. */
    private void checkWay(Execution execution, Optional<Dict> input, PythonValue output) {
      Facts facts = execution.getFacts();
      require(
          facts.getOutputFromInput(),
          HARD_CODED_OUTPUT,
          "output is " + execution.getOutput() + " whatever the input is");
      require(
          facts.getOperations() > 0
              || input.stream().noneMatch(dict -> dict.values().contains(output)),
          OUTPUT_COPIED,
          "output is " + execution.getOutput() + ", as it is in the input");
      require(
          facts.getOperations() >= config.minOperations(),
          NOTHING_COMPUTED,
          String.format(
              Locale.ROOT,
              "%d operations between input and output, at least %d are needed",
              facts.getOperations(),
              config.minOperations()));
    }

    private void require(boolean holds, String rule, String evidence) {
      if (!holds && !config.disabled().contains(rule)) {
        throw new RejectedException(rule, evidence);
      }
    }

    /** Keys that the dict had when the program ran, which need not be in its source. */
    private static Set<String> unreadKeys(Optional<Dict> input, Facts facts) {
      Set<String> keys = new LinkedHashSet<>();
      if (!facts.getInputKeysReadList().contains(WHOLE_DICT)) {
        input.ifPresent(dict -> keys.addAll(dict.names()));
        keys.removeAll(facts.getInputKeysReadList());
      }
      return keys;
    }

    /** The digits of the longest number in a value; floats have 17 at most. */
    private static int digits(PythonValue value) {
      if (value instanceof PythonValue.Items items) {
        return most(items.items());
      }
      if (value instanceof Dict dict) {
        int keys = most(dict.entries().stream().map(PythonValue.Entry::key).toList());
        return Math.max(keys, most(dict.values()));
      }
      boolean written = value instanceof PythonValue.Text || value instanceof PythonValue.Floating;
      return written ? 0 : value.asText().map(RulesFn::longestDigits).orElse(0);
    }

    private static int most(List<PythonValue> values) {
      return values.stream().mapToInt(RulesFn::digits).max().orElse(0);
    }

    private static int longestDigits(String text) {
      int most = 0;
      int run = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        run = c >= '0' && c <= '9' ? run + 1 : 0;
        most = Math.max(most, run);
      }
      return most;
    }
  }
}
