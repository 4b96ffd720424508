package org.caco.runners.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.hash.ContentHash;
import org.caco.pipelines.command.Caco;
import org.caco.pipelines.graph.Synthesis;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.server.EmbeddedModelServer;
import org.caco.server.ServingConfig;
import org.caco.server.ServingStats;
import org.caco.transforms.journal.Journal;
import org.caco.transforms.publish.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same seeds and the same model give the same dataset wherever the graph runs. {@code
 * -Dcaco.killed.programs=2000} makes the trial of the lost worker one of that size, and it prints
 * how much was asked again; by default it is small.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class SameDatasetTest {
  private static final int SEEDS = 12;
  private static final int PROGRAMS = Integer.getInteger("caco.killed.programs", 30);
  private static final int IN_FLIGHT = 16;

  @TempDir private static Path folder;

  private static Path seeds;
  private static List<String> expected;
  private static Map<String, String> expectedTables;

  @BeforeAll
  static void runOnTheDirectRunner() throws IOException {
    seeds = folder.resolve("seeds.jsonl");
    try (BufferedReader bundled =
        new BufferedReader(
            new InputStreamReader(
                Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl"), UTF_8))) {
      Files.write(seeds, bundled.lines().limit(SEEDS).toList());
    }
    Path output = folder.resolve("direct");
    SynthesizeOptions options =
        PipelineOptionsFactory.fromArgs(options(output)).as(SynthesizeOptions.class);
    // As in somebody's own program: without an adapter.
    options.setRunner(DirectRunner.class);
    Synthesis.synthesize(options).pipeline().run().waitUntilFinish();
    expected = dataset(output);
    assertThat(expected).isNotEmpty();
    expectedTables = tables(output);
    // And the sample of the report.
    assertThat(expectedTables).hasSize(Table.values().length + 1);
  }

  @Test
  void onFlinkInThisProcess() throws IOException {
    Path output = folder.resolve("local");

    synthesize(output);

    assertThat(dataset(output)).isEqualTo(expected);
    assertThat(tables(output)).isEqualTo(expectedTables);
  }

  @Test
  void onFlinkWithoutTheFiltersThatCanBeSwitchedOff() throws IOException {
    Path output = folder.resolve("unfiltered");

    synthesize(
        output,
        "--nearDuplicateThreshold=1.0",
        "--behaviourVariants=0",
        "--problemChecks=none",
        "--sympy=false");

    // Other inputs make other texts, of which the model gets others wrong.
    assertThat(dataset(output)).isNotEmpty();
  }

  @Test
  void onAClusterThatIsSentTheJars(@TempDir Path home) throws Exception {
    Path output = folder.resolve("cluster");

    try (FlinkCluster cluster = FlinkCluster.start(home, 2)) {
      FlinkPipelineOptions options =
          PipelineOptionsFactory.fromArgs("--flinkMaster=" + cluster.master())
              .as(FlinkPipelineOptions.class);
      assertThat(new FlinkAdapter().workers(options)).isEqualTo(2);
      synthesize(
          output,
          "--flinkMaster=" + cluster.master(),
          "--parallelism=2",
          "--requestsPerMinute=1000000");
    }

    assertThat(dataset(output)).isEqualTo(expected);
    assertThat(tables(output)).isEqualTo(expectedTables);
  }

  @Test
  void onAClusterThatLosesAWorker(@TempDir Path home) throws Exception {
    Path output = folder.resolve("loses");
    ServingConfig slow =
        ServingConfig.PLAIN.withSlots(8, 0).withLatency(Duration.ofMillis(50), 0.8);

    try (EmbeddedModelServer server = EmbeddedModelServer.start(0, slow);
        FlinkCluster cluster = FlinkCluster.start(home, 2)) {
      CompletableFuture<Void> run =
          CompletableFuture.runAsync(
              () ->
                  synthesize(
                      output,
                      "--flinkMaster=" + cluster.master(),
                      "--parallelism=2",
                      "--executionModeForBatch=BATCH_FORCED",
                      "--maxInFlight=" + IN_FLIGHT,
                      "--endpoint=" + server.uri()));
      long lost = killAfter(server, 2 * PROGRAMS, cluster.taskManagers().get(0), output, run);
      run.get();

      ServingStats stats = server.stats();
      System.out.printf(
          "%d calls, %d asked again after a worker was killed%n",
          stats.served() - stats.repeated(), stats.repeated());
      // The other worker's share may start again too, and then without what it has in flight.
      assertThat(stats.repeated()).as("asked again").isLessThanOrEqualTo(lost + IN_FLIGHT);
    }

    assertThat(dataset(output)).isEqualTo(expected);
  }

  /** Kills a worker when so much is served; how much no worker had kept by then. */
  private static long killAfter(
      EmbeddedModelServer server, int served, ProcessHandle worker, Path output, Future<?> run)
      throws Exception {
    while (server.stats().served() < served) {
      assertThat(run.isDone()).as("the run is over before the worker is killed").isFalse();
      // The workers need the processor more than this loop does.
      TimeUnit.MILLISECONDS.sleep(5);
    }
    worker.destroyForcibly();
    worker.onExit().get();
    Journal journal = Journal.acquire(output.resolve("journal").toString()).get();
    journal.refresh();
    // What was under way may be answered to nobody yet, and count as served.
    return server.stats().requests() - journal.size();
  }

  private static String[] options(Path output) {
    return new String[] {
      "--seeds=" + seeds,
      "--output=" + output,
      "--programs=" + PROGRAMS,
      "--model=embedded",
      "--derive=tasks,preferences,steps",
      "--instances=2"
    };
  }

  private static void synthesize(Path output, String... more) {
    List<String> args = new ArrayList<>(List.of("synthesize", "--runner=flink"));
    args.addAll(List.of(options(output)));
    args.addAll(List.of(more));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Caco.run(
            args, new PrintStream(new ByteArrayOutputStream()), new PrintStream(err, true, UTF_8));
    assertThat(status).as(err.toString(UTF_8)).isZero();
  }

  /** The hashes of the tables in Parquet, by the names of their files. */
  private static Map<String, String> tables(Path output) throws IOException {
    Map<String, String> tables = new TreeMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(SameDatasetTest::isTheSame).toList()) {
        tables.put(
            output.relativize(file).toString(),
            ContentHash.of(HexFormat.of().formatHex(Files.readAllBytes(file))));
      }
    }
    return tables;
  }

  private static boolean isTheSame(Path file) {
    return file.toString().endsWith(".parquet") || file.endsWith("report/sample.json");
  }

  private static List<String> dataset(Path output) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(output.resolve("dataset"))) {
      for (Path file : files.toList()) {
        rows.addAll(Files.readAllLines(file));
      }
    }
    return rows.stream().sorted().toList();
  }
}
