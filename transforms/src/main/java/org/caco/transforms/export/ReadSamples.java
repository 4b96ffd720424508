package org.caco.transforms.export;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.lines.ReadLines;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.StepResult;

/**
 * Reads the samples that another pipeline wrote as {@link SampleRow}, from any Beam file system,
 * plain or compressed.
 *
 * <p>Every line that is not blank is accepted or rejected with its file and line. Reasons: {@code
 * invalid_sample} (no JSON, or not of a sample), {@code missing_field} (a sample without id or
 * program), and those of {@link ReadLines}. To check the patterns before a job starts, use {@link
 * org.caco.transforms.lines.FileGlobs#check}.
 *
 * <p>A retried bundle reads its files again from the start.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<Sample> programs = pipeline.apply(ReadSamples.from("out/programs/*.jsonl"));
 * }</pre>
 */
public final class ReadSamples extends PTransform<PBegin, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  private static final String STEP = "ReadSamples";

  /** Values of programs may be long, and a sample holds several. */
  private static final int MAX_LINE_BYTES = 16 << 20;

  private final ReadLines<Sample> lines;

  private ReadSamples(ReadLines<Sample> lines) {
    super(STEP);
    this.lines = lines;
  }

  /** Reads the files that the patterns match, which are separated by commas. */
  public static ReadSamples from(String globs) {
    return new ReadSamples(
        ReadLines.of(
                STEP,
                globs,
                (line, location) -> SampleRow.parse(line),
                TypeDescriptor.of(Sample.class))
            .withMaxLineBytes(MAX_LINE_BYTES));
  }

  @Override
  public StepResult<Sample> expand(PBegin begin) {
    return begin.apply("Lines", lines);
  }
}
