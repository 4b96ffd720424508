package org.caco.transforms.decontaminate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.lines.ReadLines;
import org.caco.transforms.records.Location;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepResult;

/**
 * Reads benchmark problems from JSONL files on any Beam file system, plain or compressed. The
 * problem of a row is its field {@code question} (as in GSM8K), {@code problem} (MATH and plain
 * rows), {@code text} (MBPP) or {@code prompt} (HumanEval), the first that is there.
 *
 * <p>Rejected, besides what {@link ReadLines} rejects: {@value #INVALID_JSON}, {@value
 * #NOT_AN_OBJECT}, and {@value #NO_PROBLEM}, a row without such a field or with one that holds no
 * text. A benchmark row that cannot be read is one that nothing is compared with: {@link #check}
 * finds it before a job starts.
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

  /** The reason for a line that is not JSON. */
  public static final String INVALID_JSON = "invalid_json";

  /** The reason for a line that holds another JSON value than an object. */
  public static final String NOT_AN_OBJECT = "not_an_object";

  /** The reason for a row without a problem. */
  public static final String NO_PROBLEM = "no_problem";

  private static final List<String> FIELDS = List.of("question", "problem", "text", "prompt");
  private static final ObjectMapper JSON = new ObjectMapper();

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
    JsonNode row;
    try {
      row = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new RejectedException(INVALID_JSON, "no valid JSON: " + e.getOriginalMessage());
    }
    if (row == null || !row.isObject()) {
      throw new RejectedException(NOT_AN_OBJECT, "not a JSON object");
    }
    for (String field : FIELDS) {
      JsonNode text = row.path(field);
      if (text.isTextual() && !text.textValue().isBlank()) {
        return new BenchmarkProblem(location.getFile(), location.getLine(), text.textValue());
      }
      if (!text.isMissingNode()) {
        throw new RejectedException(NO_PROBLEM, "the field " + field + " holds no text: " + text);
      }
    }
    throw new RejectedException(NO_PROBLEM, "no problem in a field " + String.join(", ", FIELDS));
  }
}
