package org.caco.transforms.step;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;

/** Samples as far as the steps get with them, for tests of steps. */
public final class TestSamples {
  /** A program in the unified form whose output is 42. */
  public static final String CODE =
      """
      input = {"apples": 6, "boxes": 7}

      def total(apples, boxes):
          count = apples * boxes
          return count

      output = total(**input)
      print(output)
      """;

  private TestSamples() {}

  /** A program. */
  public static Program program(String code) {
    return Program.newBuilder().setId(ContentHash.of("program", code)).setCode(code).build();
  }

  /** A sample with a program and nothing else. */
  public static Sample sample(String id, String code) {
    return Sample.newBuilder().setId(id).setProgram(program(code)).build();
  }

  /** A sample with {@link #CODE} as if it had been run. */
  public static Sample executed(String id) {
    return sample(id, CODE).toBuilder()
        .setExecution(
            Execution.newBuilder()
                .setVerdict("ok")
                .setInput("{\"apples\":6,\"boxes\":7}")
                .setOutput("42")
                .setOutputText("42"))
        .build();
  }

  /** The same with this problem. */
  public static Sample posed(String id, String problem) {
    return executed(id).toBuilder()
        .setProblem(Problem.newBuilder().setId(ContentHash.of("problem", problem)).setText(problem))
        .build();
  }

  /** The same with solutions of these texts. */
  public static Sample solved(String id, String problem, String... solutions) {
    Sample.Builder sample = posed(id, problem).toBuilder();
    for (String text : solutions) {
      sample.addSolutions(
          Solution.newBuilder().setId(ContentHash.of("solution", text)).setText(text));
    }
    return sample.build();
  }

  /** Samples of these programs, by their ids. */
  public static PCollection<Sample> given(Pipeline pipeline, Map<String, String> programs) {
    return given(
        pipeline,
        Sample.class,
        programs.entrySet().stream()
            .map(program -> sample(program.getKey(), program.getValue()))
            .toList());
  }

  /** These samples. */
  public static PCollection<Sample> given(Pipeline pipeline, Sample... samples) {
    return given(pipeline, Sample.class, List.of(samples));
  }

  /** These records. */
  public static <T extends Message> PCollection<T> given(
      Pipeline pipeline, Class<T> type, List<T> records) {
    return pipeline.apply(Create.of(records).withCoder(ProtoCoder.of(type)));
  }
}
