package org.caco.runners.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.caco.pipelines.command.Caco;
import org.caco.pipelines.graph.Synthesis;
import org.caco.pipelines.options.SynthesizeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How large the graph is that Flink gets of {@code synthesize}. {@code -Dcaco.graph.programs=200}
 * runs it too, from {@code -Dcaco.graph.seeds=60} of the bundled seeds, and prints the bytes that
 * its operators write for each row of the dataset; {@code -Dcaco.graph.describe=true} prints the
 * graph.
 */
class JobGraphTest {
  private static final int PARALLELISM = 2;
  private static final int SEEDS = Integer.getInteger("caco.graph.seeds", 60);
  private static final int PROGRAMS = Integer.getInteger("caco.graph.programs", 0);

  @TempDir private Path folder;

  @Test
  void hasFewOperatorsAndTheNamesOfTheSteps() throws Exception {
    JobGraph graph = synthesize();
    System.out.printf(
        "%d operators, %d edges, %d of them blocking, %d shuffles%n",
        graph.getNumberOfVertices(),
        JobGraphs.edges(graph).size(),
        JobGraphs.blocking(graph).size(),
        JobGraphs.shuffles(graph).size());
    if (Boolean.getBoolean("caco.graph.describe")) {
      System.out.println(JobGraphs.describe(graph));
    }

    assertThat(graph.getNumberOfVertices()).isLessThanOrEqualTo(130);
    assertThat(JobGraphs.shuffles(graph)).hasSizeLessThanOrEqualTo(40);
    assertThat(graph.getVertices())
        .extracting(JobVertex::getName)
        .allSatisfy(
            name ->
                assertThat(name)
                    .hasSizeLessThan(400)
                    .doesNotContain("org.apache", "translateNode", "ParMultiDo"))
        .anySatisfy(name -> assertThat(name).contains("SolveProblem", "CheckConsistency"));
    if (PROGRAMS > 0) {
      measure(graph);
    }
  }

  private void measure(JobGraph graph) throws Exception {
    Map<String, Long> written = JobGraphs.run(graph, PARALLELISM);
    long rows = rows(folder.resolve("out"));
    written.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(30)
        .forEach(entry -> System.out.println(entry.getValue() / rows + "  " + entry.getKey()));
    long all = written.values().stream().mapToLong(Long::longValue).sum();
    long atOnce = written.getOrDefault("", 0L);
    System.out.printf(
        "%d programs, %d rows, %d bytes a row written, %d more sent, %d a program in all%n",
        PROGRAMS, rows, (all - atOnce) / rows, atOnce / rows, all / PROGRAMS);
  }

  private JobGraph synthesize() throws IOException {
    Path seeds = folder.resolve("seeds.jsonl");
    try (BufferedReader bundled =
        new BufferedReader(
            new InputStreamReader(
                Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl"), UTF_8))) {
      Files.write(seeds, bundled.lines().limit(SEEDS).toList());
    }
    SynthesizeOptions options =
        PipelineOptionsFactory.fromArgs(
                "--seeds=" + seeds,
                "--output=" + folder.resolve("out"),
                "--programs=" + PROGRAMS,
                "--model=embedded")
            .as(SynthesizeOptions.class);
    options.as(FlinkPipelineOptions.class).setParallelism(PARALLELISM);
    new FlinkAdapter().prepare(options);
    return JobGraphs.of(Synthesis.synthesize(options).pipeline());
  }

  private static long rows(Path output) throws IOException {
    long rows = 0;
    try (Stream<Path> files = Files.list(output.resolve("dataset"))) {
      for (Path file : files.toList()) {
        rows += Files.readAllLines(file).size();
      }
    }
    return rows;
  }
}
