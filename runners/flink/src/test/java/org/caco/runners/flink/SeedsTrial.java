package org.caco.runners.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.caco.transforms.records.Seed;
import org.caco.transforms.seeds.ReadSeeds;
import org.caco.transforms.step.StepMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads a large file of seeds on a Flink cluster of two workers: what each of them read and when,
 * and how much memory it took meanwhile. Not part of the tests: {@code runners/seeds-trial} makes
 * the files and runs it, with {@code -Dcaco.benchmark.folder=DIR} for their folder and {@code
 * -Dcaco.benchmark.rows=N} for how many rows each has.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SeedsTrial {
  private static final int WORKERS = 2;
  private static final String FILES =
      System.getProperty("caco.benchmark.files", "seeds.jsonl,seeds.parquet");
  private static final String READ = "trial.read.";
  private static final String AT = "trial.at.";

  @TempDir Path home;

  @Test
  void readLargeFiles() throws Exception {
    Path folder = Path.of(System.getProperty("caco.benchmark.folder"));
    long rows = Long.getLong("caco.benchmark.rows", 1_000_000);
    System.out.printf(
        Locale.ROOT,
        "%d cores, Java %s, %s%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        System.getProperty("os.arch"));
    for (String name : FILES.split(",", -1)) {
      Path logs = Files.createDirectory(home.resolve(name));
      try (FlinkCluster cluster = FlinkCluster.start(logs, WORKERS)) {
        read(folder.resolve(name), rows, cluster);
      }
    }
  }

  private static void read(Path file, long rows, FlinkCluster cluster) throws Exception {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setFlinkMaster(cluster.master());
    options.setParallelism(WORKERS);
    FlinkAdapter adapter = new FlinkAdapter();
    adapter.prepare(options);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(ReadSeeds.from(file.toString()))
        .accepted()
        .apply("Note", ParDo.of(new NoteFn()));

    List<ProcessHandle> workers = cluster.taskManagers();
    Duration cpuBefore = cpu(workers);
    long start = System.nanoTime();
    CompletableFuture<PipelineResult> run =
        CompletableFuture.supplyAsync(
            () -> {
              PipelineResult result = adapter.run(pipeline);
              result.waitUntilFinish();
              return result;
            });
    List<long[]> memory = new ArrayList<>();
    while (!run.isDone()) {
      memory.add(workers.stream().mapToLong(SeedsTrial::residentMegabytes).toArray());
      TimeUnit.MILLISECONDS.sleep(200);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    print(file, rows, seconds, cpu(workers).minus(cpuBefore), memory, run.get());
  }

  private static void print(
      Path file,
      long rows,
      double seconds,
      Duration cpu,
      List<long[]> memory,
      PipelineResult result) {
    Map<String, Long> read = new TreeMap<>();
    Map<String, DistributionResult> at = new TreeMap<>();
    var metrics = result.metrics().queryMetrics(MetricsFilter.builder().build());
    for (MetricResult<Long> counter : metrics.getCounters()) {
      String name = counter.getName().getName();
      if (name.startsWith(READ)) {
        read.merge(name.substring(READ.length()), counter.getAttempted(), Long::sum);
      }
    }
    for (MetricResult<DistributionResult> times : metrics.getDistributions()) {
      String name = times.getName().getName();
      if (name.startsWith(AT)) {
        at.put(name.substring(AT.length()), times.getAttempted());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %,d rows in %.1f s, job and all; %.1f CPU-seconds of both workers%n",
        file.getFileName(),
        read.values().stream().mapToLong(Long::longValue).sum(),
        seconds,
        cpu.toMillis() / 1e3);
    long first = at.values().stream().mapToLong(DistributionResult::getMin).min().orElse(0);
    at.forEach(
        (worker, times) ->
            System.out.printf(
                Locale.ROOT,
                "  worker %s read %,d rows from second %.1f to %.1f%n",
                worker,
                read.getOrDefault(worker, 0L),
                (times.getMin() - first) / 1e3,
                (times.getMax() - first) / 1e3));
    for (int i = 0; i <= 4; i++) {
      long[] now = memory.get(Math.min(memory.size() - 1, memory.size() * i / 4));
      System.out.printf(
          Locale.ROOT, "  %3d%% of the time: %,d MB and %,d MB resident%n", 25 * i, now[0], now[1]);
    }
    System.out.printf(
        Locale.ROOT,
        "  most: %,d MB and %,d MB%n",
        memory.stream().mapToLong(now -> now[0]).max().orElse(0),
        memory.stream().mapToLong(now -> now[1]).max().orElse(0));
    assertThat(read.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(rows);
    assertThat(read).hasSize(WORKERS);
    long lastStart = at.values().stream().mapToLong(DistributionResult::getMin).max().orElse(0);
    long firstEnd = at.values().stream().mapToLong(DistributionResult::getMax).min().orElse(0);
    assertThat(lastStart).as("both read at once").isLessThan(firstEnd);
  }

  private static Duration cpu(List<ProcessHandle> processes) {
    return processes.stream()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static long residentMegabytes(ProcessHandle process) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }

  /** Counts what this worker reads, and notes when. */
  private static final class NoteFn extends DoFn<Seed, Void> {
    private static final long serialVersionUID = 1L;

    private final long[] worker = new long[1];

    @Setup
    public void setup() {
      worker[0] = ProcessHandle.current().pid();
    }

    @ProcessElement
    public void process(@Element Seed seed) {
      Counter read = Metrics.counter(StepMetrics.NAMESPACE, READ + worker[0]);
      Distribution at = Metrics.distribution(StepMetrics.NAMESPACE, AT + worker[0]);
      read.inc(seed.getProblem().isEmpty() ? 0 : 1);
      at.update(System.currentTimeMillis());
    }
  }
}
