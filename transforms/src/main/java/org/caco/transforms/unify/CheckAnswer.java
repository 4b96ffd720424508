package org.caco.transforms.unify;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.grader.AnswerGrader;
import org.caco.grader.Grade;
import org.caco.grader.GraderConfig;
import org.caco.grader.Rounding;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Keeps programs whose output equals the answer that is known of their seed.
 *
 * <p>Input: executed samples with a seed. Accepted: the sample with a verdict, without the text of
 * its seed. Rejected: {@value #WRONG_ANSWER}. A retried bundle repeats nothing outside but the work
 * of SymPy, where that is asked.
 *
 * <p>Known answers are often rounded, and programs work with floating point: the rounded value of
 * an output is its known answer.
 *
 * <p>Not for solutions in words: {@link org.caco.transforms.consistency.CheckConsistency} reads
 * their answers.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<Sample> verified = executed.apply(CheckAnswer.create());
 * }</pre>
 */
public final class CheckAnswer extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  private static final String STEP = "CheckAnswer";

  /** The output is not the known answer. */
  public static final String WRONG_ANSWER = "wrong_answer";

  private final GraderConfig grader;

  private CheckAnswer(GraderConfig grader) {
    super(STEP);
    this.grader = grader;
  }

  /** Compares with the strict grader. */
  public static CheckAnswer create() {
    return new CheckAnswer(GraderConfig.STRICT);
  }

  /** Compares with this grader. Default {@link GraderConfig#STRICT}. */
  public CheckAnswer withGrader(GraderConfig grader) {
    return new CheckAnswer(grader);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("grader", grader.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new CheckFn(grader), TypeDescriptor.of(Sample.class));
  }

  private static final class CheckFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    private final GraderConfig config;
    private transient AnswerGrader grader;

    CheckFn(GraderConfig config) {
      super(STEP);
      this.config = config;
    }

    @Setup
    public void setup() {
      grader =
          config.grader(sandbox -> use(Sandboxes.acquire(sandbox))).withRounding(Rounding.ACCEPTED);
    }

    @Override
    protected Sample apply(Sample sample) {
      Execution execution = sample.getExecution();
      String answer = sample.getSeed().getAnswer();
      Grade grade = grader.compareOutput(execution.getOutput(), execution.getOutputText(), answer);
      if (!grade.equal()) {
        throw new RejectedException(
            WRONG_ANSWER,
            grade.reason() + ": output " + execution.getOutputText() + ", known answer " + answer);
      }
      return sample.toBuilder()
          .clearSeed()
          .addVerdicts(Verdict.newBuilder().setStep(STEP).setReason(grade.reason()))
          .build();
    }
  }
}
