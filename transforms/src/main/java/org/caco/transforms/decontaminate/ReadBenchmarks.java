package org.caco.transforms.decontaminate;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.lines.ReadLines;
import org.caco.transforms.seeds.ProblemText;
import org.caco.transforms.seeds.SeedFields;
import org.caco.transforms.step.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * Reads benchmark problems from JSONL files on any Beam file system, plain or compressed. The
 * problem of a row is found by the names of its columns, whatever their case, as {@link
 * ProblemText} tells.
 *
 * <p>Rejected, besides what {@link ReadLines} and {@link ProblemText} reject: nothing. A benchmark
 * row that cannot be read is one that nothing is compared with: {@link #check} finds it before a
 * job starts.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<BenchmarkProblem> problems = pipeline.apply(ReadBenchmarks.from("benchmarks/*.jsonl"));
 * }</pre>
 */
public final class ReadBenchmarks extends PTransform<PBegin, StepResult<BenchmarkProblem>> {
  private static final long serialVersionUID = 1L;

  private static final String STEP = "ReadBenchmarks";

  private final String globs;
  private final @Nullable SeedFields fields;

  private ReadBenchmarks(String globs, @Nullable SeedFields fields) {
    super(STEP);
    this.globs = globs;
    this.fields = fields;
  }

  /**
   * Reads the files that {@code globs} match.
   *
   * @param globs file patterns separated by commas
   */
  public static ReadBenchmarks from(String globs) {
    return new ReadBenchmarks(globs, null);
  }

  /** Takes the problem from this field. Default: from the column that is recognised. */
  public ReadBenchmarks withFields(SeedFields named) {
    return new ReadBenchmarks(globs, named);
  }

  /**
   * Reads all files now, before a job starts.
   *
   * @throws IllegalArgumentException with one sentence for a person, naming file, line and field,
   *     if a pattern matches no file or a row cannot be read
   */
  public void check() {
    lines().check();
  }

  @Override
  public StepResult<BenchmarkProblem> expand(PBegin begin) {
    StepResult<BenchmarkProblem> result = begin.apply("Read", lines());
    result.accepted().setCoder(BenchmarkProblem.coder());
    return result;
  }

  private ReadLines<BenchmarkProblem> lines() {
    return ReadLines.of(STEP, globs, parser(fields), TypeDescriptor.of(BenchmarkProblem.class))
        .withSplit(ReadLines.ALL_SPLITS);
  }

  private static ReadLines.Parser<BenchmarkProblem> parser(@Nullable SeedFields fields) {
    return (line, location) ->
        new BenchmarkProblem(
            location.getFile(),
            location.getLine(),
            fields == null ? ProblemText.of(line) : ProblemText.of(line, fields));
  }
}
