package org.caco.transforms.select;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;

/**
 * Selects a fixed number of the samples that are ready to be rows: those with the smallest ids. Ids
 * are hashes, so this is a fair sample, and the same one whatever the order and the runner.
 *
 * <p>Rejection reason: {@code not_selected}; the rejection keeps the whole sample, which is as good
 * as a row.
 *
 * <p>Memory: one worker holds the selected ids, about 100 bytes each.
 *
 * <p>Metrics: those of {@link StepMetrics}. A retried bundle repeats nothing outside.
 *
 * <pre>{@code
 * StepResult<Sample> rows = samples.apply(SelectRows.atMost(100_000));
 * }</pre>
 */
public final class SelectRows extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The name of the step in reports and rejections. */
  public static final String STEP = "SelectRows";

  private final int max;

  private SelectRows(int max) {
    super(STEP);
    this.max = max;
  }

  /**
   * Selects at most {@code max} samples.
   *
   * @throws IllegalArgumentException if {@code max} is less than 1
   */
  public static SelectRows atMost(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("the number of rows must be at least 1, not " + max);
    }
    return new SelectRows(max);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("max", max));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return new Smallest<Sample>(STEP, max, Sample::getId, sample -> sample).of(samples);
  }
}
