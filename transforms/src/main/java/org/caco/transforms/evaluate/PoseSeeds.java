package org.caco.transforms.evaluate;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Poses the problems of seeds as they were published, so that a model can be asked to solve them.
 *
 * <p>Input: seeds with distinct ids. Accepted: samples with the seed and its problem, and neither
 * program nor solution. Rejected: {@value #NO_ANSWER}, where there is none to compare with, as in
 * programming tasks.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}. A retried bundle repeats
 * nothing outside.
 */
public final class PoseSeeds extends PTransform<PCollection<Seed>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "PoseSeeds";

  /** It has no final answer to compare with. */
  public static final String NO_ANSWER = "no_answer";

  private PoseSeeds() {
    super(STEP);
  }

  /** The transform. */
  public static PoseSeeds create() {
    return new PoseSeeds();
  }

  @Override
  public StepResult<Sample> expand(PCollection<Seed> seeds) {
    return StepResult.of(seeds, new PoseFn(), TypeDescriptor.of(Sample.class));
  }

  private static final class PoseFn extends StepFn<Seed, Sample> {
    private static final long serialVersionUID = 1L;

    PoseFn() {
      super(STEP);
    }

    @Override
    protected Sample apply(Seed seed) {
      if (seed.getAnswer().isEmpty() || seed.getTestsCount() > 0) {
        throw new RejectedException(NO_ANSWER, "no final answer to compare with");
      }
      return Sample.newBuilder()
          .setId(seed.getId())
          .setSeed(seed)
          .setProblem(Problem.newBuilder().setId(seed.getId()).setText(seed.getProblem()))
          .build();
    }
  }
}
