package org.caco.transforms.decontaminate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestPipelineExtension.class)
class DecontaminateTest {
  private static final String ROBE =
      "A robe takes 2 bolts of blue fiber and half that much white fiber. How many bolts in total"
          + " does it take?";
  private static final DecontaminateConfig WORDS_ONLY = DecontaminateConfig.DEFAULT.withCosine(1);

  @TempDir Path folder;

  private static Sample sample(String id, String problem) {
    return Sample.newBuilder().setId(id).setProblem(Problem.newBuilder().setText(problem)).build();
  }

  private StepResult<BenchmarkProblem> read(TestPipeline pipeline) {
    return pipeline.apply("Benchmarks", ReadBenchmarks.from(folder + "/*"));
  }

  private StepResult<Sample> check(
      TestPipeline pipeline, DecontaminateConfig config, Sample... samples) {
    return pipeline
        .apply(Create.of(List.of(samples)).withCoder(ProtoCoder.of(Sample.class)))
        .apply(Decontaminate.samples(Benchmarks.of(read(pipeline).accepted(), config)));
  }

  private void write(String file, String... lines) throws IOException {
    Files.writeString(folder.resolve(file), String.join("\n", lines));
  }

  @Test
  void readsTheShapesOfTheBenchmarks(TestPipeline pipeline) throws IOException {
    write("gsm8k.jsonl", "{\"question\": \"Q?\", \"answer\": \"#### 1\"}");
    write("math.jsonl", "{\"problem\": \"P?\", \"solution\": \"S\"}", "", "{\"problem\": \"P2?\"}");
    write("mbpp.jsonl", "{\"text\": \"T?\", \"code\": \"C\"}");
    try (GZIPOutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("humaneval.jsonl.gz")))) {
      out.write("{\"task_id\": \"HumanEval/0\", \"prompt\": \"def f():\"}\n".getBytes(UTF_8));
    }
    StepResult<BenchmarkProblem> result = read(pipeline);

    PAssert.that(result.accepted())
        .containsInAnyOrder(
            new BenchmarkProblem(folder + "/gsm8k.jsonl", 1, "Q?"),
            new BenchmarkProblem(folder + "/math.jsonl", 1, "P?"),
            new BenchmarkProblem(folder + "/math.jsonl", 3, "P2?"),
            new BenchmarkProblem(folder + "/mbpp.jsonl", 1, "T?"),
            new BenchmarkProblem(folder + "/humaneval.jsonl.gz", 1, "def f():"));
    PAssert.that(result.rejected()).empty();
    pipeline.run();
  }

  @Test
  void rejectsRowsThatAreNoProblems(TestPipeline pipeline) throws IOException {
    write("b.jsonl", "{\"problem\": ", "[1]", "{\"answer\": \"1\"}", "{\"problem\": \" \"}");
    StepResult<BenchmarkProblem> result = read(pipeline);

    PAssert.that(result.accepted()).empty();
    PAssert.that(result.rejected())
        .satisfies(
            rejections -> {
              Map<Long, String> reasons = new TreeMap<>();
              rejections.forEach(r -> reasons.put(r.getLocation().getLine(), r.getReason()));
              assertThat(reasons)
                  .isEqualTo(
                      Map.of(
                          1L,
                          "invalid_json",
                          2L,
                          "not_an_object",
                          3L,
                          "no_problem",
                          4L,
                          "missing_field"));
              return null;
            });
    pipeline.run();
  }

  @Test
  void namesFileLineAndFieldOfABadRowBeforeAJobStarts() throws IOException {
    write("b.jsonl", "{\"problem\": \"P?\"}", "", "{\"problem\": 5}");

    assertThatThrownBy(() -> ReadBenchmarks.from(folder + "/*").check())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            folder + "/b.jsonl line 3: field problem: a JSON number where a string is expected.");
  }

  @Test
  void rejectsCopiesAndPassesTheRest(TestPipeline pipeline) throws IOException {
    write("b.jsonl", "{\"question\": \"" + ROBE + "\"}");
    Sample other = sample("other", "How many wheels do 4 cars have?");
    Sample exact = sample("exact", ROBE.toUpperCase(Locale.ROOT));
    StepResult<Sample> result =
        check(pipeline, WORDS_ONLY, other, exact, sample("ngram", ROBE.replace("blue", "red")));

    PAssert.that(result.accepted()).containsInAnyOrder(other);
    PAssert.that(result.rejected())
        .satisfies(
            rejections -> {
              Map<String, Rejection> byId = new TreeMap<>();
              rejections.forEach(r -> byId.put(r.getSample().getId(), r));
              assertThat(byId).hasSize(2);
              assertThat(byId.get("exact").getReason()).isEqualTo("contaminated_exact");
              assertThat(byId.get("exact").getSample()).isEqualTo(exact);
              assertThat(byId.get("ngram").getReason()).isEqualTo("contaminated_ngram");
              assertThat(byId.get("ngram").getEvidence()).contains("/b.jsonl:1, ");
              assertThat(Decontaminate.benchmarkOf(byId.get("ngram")))
                  .hasValueSatisfying(file -> assertThat(file).endsWith("/b.jsonl"));
              return null;
            });
    pipeline.run();
  }

  @Test
  void rejectsARetellingByItsEmbedding(TestPipeline pipeline) throws IOException {
    write("b.jsonl", "{\"question\": \"" + ROBE + "\"}");
    StepResult<Sample> result =
        check(
            pipeline,
            DecontaminateConfig.DEFAULT.withCosine(0.8),
            sample(
                "retold",
                "Two bolts of blue fiber go into a robe, plus half as much of white fiber. What is"
                    + " the total number of bolts?"));

    PAssert.that(result.accepted()).empty();
    PAssert.thatSingleton(result.rejected())
        .satisfies(
            rejection -> {
              assertThat(rejection.getReason()).isEqualTo("contaminated_embedding");
              return null;
            });
    pipeline.run();
  }

  @Test
  void rejectsEveryCopyOfACopy(TestPipeline pipeline) throws IOException {
    write("b.jsonl", "{\"question\": \"" + ROBE + "\"}", "{\"question\": \"" + ROBE + "\"}");
    StepResult<Sample> result = check(pipeline, WORDS_ONLY, sample("a", ROBE), sample("a", ROBE));

    PAssert.that(result.accepted()).empty();
    PAssert.that(result.rejected())
        .satisfies(
            rejections -> {
              assertThat(rejections).hasSize(2).allMatch(r -> r.getEvidence().contains(":1, "));
              return null;
            });
    pipeline.run();
  }

  @Test
  void passesAllWhereThereIsNoBenchmark(TestPipeline pipeline) throws IOException {
    write("b.jsonl", "");
    Sample sample = sample("a", ROBE);
    StepResult<Sample> result = check(pipeline, WORDS_ONLY, sample, sample("b", ""));

    PAssert.that(result.accepted()).containsInAnyOrder(sample, sample("b", ""));
    PAssert.that(result.rejected()).empty();
    pipeline.run();
  }

  @Test
  void checksSeeds(TestPipeline pipeline) throws IOException {
    write("b.jsonl", "{\"question\": \"" + ROBE + "\"}");
    Seed copy = Seed.newBuilder().setId("copy").setProblem(ROBE).build();
    Seed other = Seed.newBuilder().setId("other").setProblem("What is 1 + 1?").build();
    StepResult<Seed> result =
        pipeline
            .apply(Create.of(copy, other).withCoder(ProtoCoder.of(Seed.class)))
            .apply(Decontaminate.seeds(Benchmarks.of(read(pipeline).accepted(), WORDS_ONLY)));

    PAssert.that(result.accepted()).containsInAnyOrder(other);
    PAssert.thatSingleton(result.rejected())
        .satisfies(
            rejection -> {
              assertThat(rejection.getStep()).isEqualTo("DecontaminateSeeds");
              assertThat(rejection.getSeed()).isEqualTo(copy);
              return null;
            });
    pipeline.run();
  }
}
