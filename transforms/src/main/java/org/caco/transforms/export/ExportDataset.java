package org.caco.transforms.export;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Turns finished samples into rows of the dataset, one JSON text each, as {@link DatasetRow}
 * describes them.
 *
 * <p>Rejection reason: {@code no_agreeing_solution}. Metrics: those of {@link
 * org.caco.transforms.step.StepMetrics}.
 *
 * <p>A retried bundle repeats nothing outside.
 *
 * <pre>{@code
 * StepResult<String> rows = samples.apply(ExportDataset.create());
 * rows.accepted().apply(WriteJsonLines.to("out", "dataset"));
 * }</pre>
 */
public final class ExportDataset extends PTransform<PCollection<Sample>, StepResult<String>> {
  private static final long serialVersionUID = 1L;

  /** The name of the step in reports and rejections. */
  public static final String STEP = "ExportDataset";

  private final boolean reasoning;

  private ExportDataset(boolean reasoning) {
    super(STEP);
    this.reasoning = reasoning;
  }

  /** The transform, whose rows have no reasoning. */
  public static ExportDataset create() {
    return new ExportDataset(false);
  }

  /**
   * Whether rows have a column {@code reasoning}: what the model thought before it wrote the
   * output, empty where that is not known. Default: no.
   */
  public ExportDataset withReasoning(boolean reasoning) {
    return new ExportDataset(reasoning);
  }

  @Override
  public StepResult<String> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new RowFn(reasoning), TypeDescriptors.strings());
  }

  private static final class RowFn extends StepFn<Sample, String> {
    private static final long serialVersionUID = 1L;

    private final boolean reasoning;

    RowFn(boolean reasoning) {
      super(STEP);
      this.reasoning = reasoning;
    }

    @Override
    protected String apply(Sample sample) {
      return DatasetRow.toJson(sample, reasoning);
    }
  }
}
