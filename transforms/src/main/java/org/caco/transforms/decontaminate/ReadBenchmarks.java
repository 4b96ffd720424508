package org.caco.transforms.decontaminate;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.lines.ReadLines;
import org.caco.transforms.records.Location;
import org.caco.transforms.seeds.ProblemText;
import org.caco.transforms.step.StepResult;

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

  private ReadBenchmarks(String globs) {
    super(STEP);
    this.globs = globs;
  }

  /**
   * Reads the files that {@code globs} match.
   *
   * @param globs file patterns separated by commas
   */
  public static ReadBenchmarks from(String globs) {
    return new ReadBenchmarks(globs);
  }

  /**
   * Reads all files now, before a job starts.
   *
   * @throws IllegalArgumentException with one sentence for a person, naming file, line and field,
   *     if a pattern matches no file or a row cannot be read
   */
  public static void check(String globs) {
    lines(globs).check();
  }

  @Override
  public StepResult<BenchmarkProblem> expand(PBegin begin) {
    StepResult<BenchmarkProblem> result = begin.apply("Read", lines(globs));
    result.accepted().setCoder(BenchmarkProblem.coder());
    return result;
  }

  private static ReadLines<BenchmarkProblem> lines(String globs) {
    return ReadLines.of(
        STEP, globs, ReadBenchmarks::parse, TypeDescriptor.of(BenchmarkProblem.class));
  }

  private static BenchmarkProblem parse(String line, Location location) {
    return new BenchmarkProblem(location.getFile(), location.getLine(), ProblemText.of(line));
  }
}
