package org.caco.runners.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.caco.pipelines.command.Caco;
import org.caco.pipelines.graph.Synthesis;
import org.caco.pipelines.options.SynthesizeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobGraphTest {
  private static final int SEEDS = Integer.getInteger("caco.graph.seeds", 12);
  private static final int PROGRAMS = Integer.getInteger("caco.graph.programs", 30);

  @TempDir private Path folder;

  @Test
  void small() throws Exception {
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
    options.as(FlinkPipelineOptions.class).setParallelism(2);
    new FlinkAdapter().prepare(options);
    JobGraph graph = JobGraphs.of(Synthesis.synthesize(options).pipeline());
    if (Boolean.getBoolean("caco.graph.describe")) {
      System.out.println(JobGraphs.describe(graph));
    }
    System.out.printf(
        "%d vertices, %d edges, %d blocking, %d shuffles%n",
        graph.getNumberOfVertices(),
        JobGraphs.edges(graph).size(),
        JobGraphs.blocking(graph).size(),
        JobGraphs.shuffles(graph).size());
    if (Boolean.getBoolean("caco.graph.run")) {
      Map<String, Long> sent = JobGraphs.run(graph, 2);
      long rows = rows(folder.resolve("out"));
      sent.entrySet().stream()
          .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
          .limit(60)
          .forEach(entry -> System.out.println(entry.getValue() / rows + "  " + entry.getKey()));
      long all = sent.values().stream().mapToLong(Long::longValue).sum();
      long atOnce = sent.getOrDefault("", 0L);
      System.out.printf(
          "%d rows, %d bytes a row written, %d more sent%n",
          rows, (all - atOnce) / rows, atOnce / rows);
    }
    assertThat(graph.getNumberOfVertices()).isLessThan(1000);
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
