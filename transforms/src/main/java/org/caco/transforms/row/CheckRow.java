package org.caco.transforms.row;

import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Looks a last time at the two texts of a row, the problem and the first solution that agrees, for
 * what belongs to a chat and not to a dataset.
 *
 * <p>Input: samples with an agreeing solution. Accepted: the same. Rejected, by the first rule in
 * this order that is broken, each of which can be switched off:
 *
 * <ul>
 *   <li>{@value #CONTROL_TOKEN}: a control character other than tabs and ends of lines, half a
 *       character, or a token of a chat such as {@code <|im_end|>};
 *   <li>{@value #REASONING_MARKUP}: a tag that models put around what they think;
 *   <li>{@value #MENTIONS_TASK}: it speaks of the program that it was made from, of who asked for
 *       it, or of being a model;
 *   <li>{@value #UNFINISHED}: it does not end as a sentence, a formula or an answer does;
 *   <li>{@value #UNBALANCED}: formulas, environments or braces that are not closed. A dollar sign
 *       that may be one of money is none of a formula;
 *   <li>{@value #OTHER_SCRIPT}: letters of another script than most, more than {@link
 *       RowConfig#otherLetters}, or problem and solution in different scripts;
 *   <li>{@value #TWO_LANGUAGES}: problem and solution are in different languages, of the six that
 *       are known by their small words;
 *   <li>{@value #REPEATS}: a run of {@link RowConfig#repeatWords} words comes more than {@link
 *       RowConfig#repeats} times;
 *   <li>{@value #TWO_ANSWERS}: the solution marks two different final answers.
 * </ul>
 *
 * <p>A retried bundle repeats nothing outside.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<Sample> clean = samples.apply(CheckRow.with(RowConfig.DEFAULT));
 * }</pre>
 */
public final class CheckRow extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "CheckRow";

  /** A control character or a token of a chat. */
  public static final String CONTROL_TOKEN = "row_control_token";

  /** A tag around what a model thinks. */
  public static final String REASONING_MARKUP = "row_reasoning_markup";

  /** It speaks of the program, of who asked, or of being a model. */
  public static final String MENTIONS_TASK = "row_mentions_task";

  /** It ends in the middle. */
  public static final String UNFINISHED = "row_unfinished";

  /** A formula or a brace is not closed. */
  public static final String UNBALANCED = "row_unbalanced";

  /** Letters of another script. */
  public static final String OTHER_SCRIPT = "row_other_script";

  /** Problem and solution are in different languages. */
  public static final String TWO_LANGUAGES = "row_two_languages";

  /** The same run of words comes again and again. */
  public static final String REPEATS = "row_repeats";

  /** The solution has two different final answers. */
  public static final String TWO_ANSWERS = "row_two_answers";

  /** The names of the rules, which are the reasons for rejection, in the order of their use. */
  public static final List<String> RULES =
      List.of(
          CONTROL_TOKEN,
          REASONING_MARKUP,
          MENTIONS_TASK,
          UNFINISHED,
          UNBALANCED,
          OTHER_SCRIPT,
          TWO_LANGUAGES,
          REPEATS,
          TWO_ANSWERS);

  private final RowConfig config;

  private CheckRow(RowConfig config) {
    super(STEP);
    this.config = config;
  }

  /** Applies the rules with the thresholds of {@code config}. */
  public static CheckRow with(RowConfig config) {
    return new CheckRow(config);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("rules", config.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new RowFn(config), TypeDescriptor.of(Sample.class));
  }

  private static final class RowFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    private final RowConfig config;

    RowFn(RowConfig config) {
      super(STEP);
      this.config = config;
    }

    @Override
    protected Sample apply(Sample sample) {
      Optional<Solution> solution =
          sample.getSolutionsList().stream().filter(Solution::getAgrees).findFirst();
      if (solution.isEmpty()) {
        // Its export will say so.
        return sample;
      }
      String problem = sample.getProblem().getText();
      Row row = new Row(problem, solution.get().getText(), sample.getProgram().getCode());
      for (String rule : RULES) {
        if (!config.disabled().contains(rule)) {
          row.broken(rule, config)
              .ifPresent(
                  evidence -> {
                    throw new RejectedException(rule, evidence);
                  });
        }
      }
      return sample;
    }
  }
}
