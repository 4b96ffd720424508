package org.caco.transforms.select;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;

/**
 * Selects a fixed number of different seeds: those with the smallest ids. Ids are hashes, so this
 * is a fair sample, and the same one whatever the order, the files and the runner.
 *
 * <p>Copies of a selected seed are all passed on and count as one. Rejection reason: {@code
 * not_selected}; the rejection keeps only the seed's id, format, name and location, because most of
 * a large file may be rejected here.
 *
 * <p>Memory: one worker holds the selected ids, about 100 bytes each.
 *
 * <p>Metrics: those of {@link StepMetrics}.
 *
 * <p>A retried bundle repeats nothing outside. Not for samples of another distribution than the
 * seeds': copies apart, each has the same chance.
 *
 * <pre>{@code
 * StepResult<Seed> some = seeds.apply(SelectSeeds.atMost(1_000));
 * }</pre>
 */
public final class SelectSeeds extends PTransform<PCollection<Seed>, StepResult<Seed>> {
  private static final long serialVersionUID = 1L;

  /** The name of the step in reports and rejections. */
  public static final String STEP = "SelectSeeds";

  private final int max;

  private SelectSeeds(int max) {
    super(STEP);
    this.max = max;
  }

  /**
   * Selects at most {@code max} seeds.
   *
   * @throws IllegalArgumentException if {@code max} is less than 1
   */
  public static SelectSeeds atMost(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("the number of seeds must be at least 1, not " + max);
    }
    return new SelectSeeds(max);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("max", max));
  }

  @Override
  public StepResult<Seed> expand(PCollection<Seed> seeds) {
    return new Smallest<>(STEP, max, Seed::getId, SelectSeeds::withoutText).of(seeds);
  }

  private static Seed withoutText(Seed seed) {
    return seed.toBuilder()
        .clearProblem()
        .clearSolution()
        .clearAnswer()
        .clearTests()
        .clearSuite()
        .build();
  }
}
