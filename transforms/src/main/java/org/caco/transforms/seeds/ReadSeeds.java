package org.caco.transforms.seeds;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.lines.ReadLines;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.StepResult;

/**
 * Reads seeds from JSON lines on any Beam file system, plain or compressed ({@code .gz}, {@code
 * .zst}). Each row's shape is recognised by its fields:
 *
 * <ul>
 *   <li>GSM8K: {@code question}, {@code answer}; the known answer is what follows {@code ####}.
 *   <li>MATH: {@code problem}, {@code solution}; the known answer is the field {@code answer}, or
 *       the content of the solution's last {@code \boxed{}} or {@code \fbox{}}.
 *   <li>MBPP: {@code text} or {@code prompt}, {@code code}, {@code test_list}; the known answer is
 *       the right side of the first assert if it is one equation, else {@code True}.
 *   <li>Plain: {@code id} (optional), {@code problem}, {@code solution}, {@code answer}.
 * </ul>
 *
 * <p>A seed's id is a hash of its problem, solution, answer and tests, so it does not depend on the
 * shape, the file or the line.
 *
 * <p>Every line that is not blank is accepted or rejected with its file and line. Reasons: {@code
 * invalid_json}, {@code not_an_object}, {@code unknown_format}, {@code missing_answer}, {@code
 * missing_field}, {@code wrong_type}, {@code lone_surrogate} (text with half a character), and
 * those of {@link ReadLines}: {@code line_too_long}, {@code invalid_utf8}, {@code unreadable_file}.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <p>A file is read by one worker, again from its start when its bundle is retried: many files are
 * read faster than a large one.
 *
 * <pre>{@code
 * StepResult<Seed> seeds = pipeline.apply(ReadSeeds.from("seeds/*.jsonl.gz"));
 * }</pre>
 */
public final class ReadSeeds extends PTransform<PBegin, StepResult<Seed>> {
  private static final long serialVersionUID = 1L;

  /** The name of the step in reports and rejections. */
  public static final String STEP = "ReadSeeds";

  private final ReadLines<Seed> lines;

  private ReadSeeds(ReadLines<Seed> lines) {
    super(STEP);
    this.lines = lines;
  }

  /** Reads the files that the patterns match, which are separated by commas. */
  public static ReadSeeds from(String globs) {
    return new ReadSeeds(
        ReadLines.of(
            STEP,
            globs,
            (line, location) -> SeedRow.parse(line, location),
            TypeDescriptor.of(Seed.class)));
  }

  /** Rejects longer lines. The default is {@link ReadLines#DEFAULT_MAX_LINE_BYTES}, 1 MiB. */
  public ReadSeeds withMaxLineBytes(int max) {
    return new ReadSeeds(lines.withMaxLineBytes(max));
  }

  /**
   * Looks for the files now, before a job starts.
   *
   * @throws IllegalArgumentException with one sentence for a person if a pattern matches no file
   */
  public static void check(String globs) {
    FileGlobs.check(globs);
  }

  @Override
  public StepResult<Seed> expand(PBegin begin) {
    return begin.apply("Lines", lines);
  }
}
