package org.caco.transforms.evaluate;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.grader.AnswerGrader;
import org.caco.grader.GraderConfig;
import org.caco.grader.Rounding;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.solve.GradedSolution;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Compares the final answer of each solution with the known answer of its seed.
 *
 * <p>Input: samples with a seed and solutions. Accepted: all of them, each solution with its
 * answer, whether it agrees and why, and the number that agree. Answers are compared as {@link
 * org.caco.transforms.unify.CheckAnswer} compares them. No reason for rejection of its own.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}. A retried bundle repeats
 * nothing outside.
 */
public final class GradeSolutions extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "GradeSolutions";

  private final GraderConfig grader;

  private GradeSolutions(GraderConfig grader) {
    super(STEP);
    this.grader = grader;
  }

  /** Compares with this grader. */
  public static GradeSolutions with(GraderConfig grader) {
    return new GradeSolutions(grader);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("grader", grader.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new GradeFn(grader), TypeDescriptor.of(Sample.class));
  }

  private static final class GradeFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    private final GraderConfig config;
    private transient AnswerGrader grader;

    GradeFn(GraderConfig config) {
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
      Sample.Builder graded = sample.toBuilder().clearSolutions();
      int agreeing = 0;
      for (Solution solution : sample.getSolutionsList()) {
        Solution told =
            GradedSolution.of(
                solution, answer -> grader.compare(sample.getSeed().getAnswer(), answer));
        agreeing += told.getAgrees() ? 1 : 0;
        graded.addSolutions(told);
      }
      graded.getConsistencyBuilder().setAgreeing(agreeing);
      return graded.build();
    }
  }
}
