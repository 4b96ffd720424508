package org.caco.runners.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.pipelines.run.StepCounters;
import org.caco.runners.direct.DirectAdapter;
import org.caco.transforms.model.GenerateText;
import org.caco.transforms.model.Message;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.ModelMetrics;
import org.caco.transforms.model.Prompt;
import org.caco.transforms.step.StepMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How busy {@link GenerateText} keeps a server, and what that costs. The server is {@code
 * serve-model} in a process of its own, with so many slots and a log-normal latency of mean 1 s and
 * sigma 0.8. Not part of the tests:
 *
 * <pre>
 * mvn -q -B -pl runners/flink -am test -Dtest=ModelBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>The ideal is a server all of whose slots work all the time. Steady state begins after as many
 * calls of the same job as {@code -Dcaco.benchmark.warmup=50} seconds would take ideally, and ends
 * with 95% of those that {@code -Dcaco.benchmark.seconds=40} would take after them: before it, most
 * CPU time is that of the compilers in client and server, which a run of hours does not notice. An
 * earlier job would warm up nothing on Flink, which loads the classes of each job anew. CPU time is
 * of whole processes: on Flink, the two TaskManagers together. {@code
 * -Dcaco.benchmark.trials=direct-64,flink-64,direct-1024,flink-1024} sets which run.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ModelBenchmark {
  private static final int SECONDS = Integer.getInteger("caco.benchmark.seconds", 40);
  private static final int WARMUP = Integer.getInteger("caco.benchmark.warmup", 50);
  private static final String TRIALS =
      System.getProperty("caco.benchmark.trials", "direct-64,flink-64,direct-1024,flink-1024");
  private static final int WORKERS = 2;
  // More than slots, so that a request waits at the server whenever a slot gets free.
  private static final double IN_FLIGHT_PER_SLOT = 1.5;
  private static final String GUIDE = "Write a program as you were taught. ".repeat(30);

  private static final String REASON = "benchmark.reason.";

  @TempDir Path home;

  private record Sample(
      long nanos,
      long requests,
      long served,
      long workedMillis,
      Duration client,
      Duration server) {}

  @Test
  void compare() throws Exception {
    System.out.printf(
        Locale.ROOT,
        "%d cores, Java %s, %s%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        System.getProperty("os.arch"));
    for (String trial : TRIALS.split(",", -1)) {
      int slots = Integer.parseInt(trial.substring(trial.indexOf('-') + 1));
      if (trial.startsWith("direct")) {
        RunnerAdapter adapter = new DirectAdapter();
        run(
            trial,
            slots,
            1,
            adapter,
            PipelineOptionsFactory.create(),
            List.of(ProcessHandle.current()));
      } else {
        Path folder = Files.createDirectory(home.resolve(trial));
        try (FlinkCluster cluster = FlinkCluster.start(folder, WORKERS)) {
          FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
          options.setFlinkMaster(cluster.master());
          options.setParallelism(WORKERS);
          run(trial, slots, WORKERS, new FlinkAdapter(), options, cluster.taskManagers());
        }
      }
    }
  }

  private static void run(
      String name,
      int slots,
      int workers,
      RunnerAdapter adapter,
      PipelineOptions options,
      List<ProcessHandle> clients)
      throws Exception {
    int warmup = slots * WARMUP;
    int calls = slots * SECONDS;
    try (ModelServer server =
        ModelServer.start("--slots=" + slots, "--latency=1s", "--latencySigma=0.8")) {
      ModelConfig config =
          ModelConfig.of("code", server.address(), "embedded").toBuilder()
              .setMaxInFlight((int) Math.ceil(slots * IN_FLIGHT_PER_SLOT / workers))
              .build();
      adapter.prepare(options);
      Pipeline pipeline = pipeline(options, config, warmup + calls);
      ExecutorService thread = Executors.newSingleThreadExecutor();
      long start = System.nanoTime();
      CompletableFuture<PipelineResult> run =
          CompletableFuture.supplyAsync(
              () -> {
                PipelineResult result = adapter.run(pipeline);
                result.waitUntilFinish();
                return result;
              },
              thread);
      List<Sample> samples = new ArrayList<>();
      while (!run.isDone()) {
        samples.add(sample(server, clients));
        TimeUnit.MILLISECONDS.sleep(100);
      }
      samples.add(sample(server, clients));
      thread.shutdown();
      double wall = (System.nanoTime() - start) / 1e9;
      print(
          name,
          slots,
          warmup,
          calls,
          samples,
          wall,
          peak(clients),
          StepCounters.of(run.get().metrics()));
    }
  }

  private static Pipeline pipeline(PipelineOptions options, ModelConfig config, int calls) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(GenerateSequence.from(0).to(calls))
        .apply("Ask", ask(config))
        .rejected()
        .apply(
            "Count reasons",
            MapElements.into(TypeDescriptors.voids())
                .via(
                    rejection -> {
                      Metrics.counter(StepMetrics.NAMESPACE, REASON + rejection.getReason()).inc();
                      return null;
                    }));
    return pipeline;
  }

  private static GenerateText<Long, String> ask(ModelConfig config) {
    return GenerateText.of(
        "ask",
        config,
        TypeDescriptors.strings(),
        number ->
            new Prompt(List.of(new Message("system", GUIDE), new Message("user", "")), number),
        (number, completions) -> completions.get(0).text());
  }

  private static Sample sample(ModelServer server, List<ProcessHandle> clients) throws Exception {
    JsonNode stats = server.stats();
    return new Sample(
        System.nanoTime(),
        stats.get("requests").asLong(),
        stats.get("served").asLong(),
        stats.get("worked_millis").asLong(),
        cpu(clients),
        cpu(List.of(server.process())));
  }

  /** The most memory that they have had, added up, in bytes; 0 where the system does not tell. */
  private static long peak(List<ProcessHandle> processes) throws IOException {
    long peak = 0;
    for (ProcessHandle process : processes) {
      Path status = Path.of("/proc", Long.toString(process.pid()), "status");
      for (String line : Files.exists(status) ? Files.readAllLines(status) : List.<String>of()) {
        if (line.startsWith("VmHWM:")) {
          peak += Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
    }
    return peak;
  }

  private static Duration cpu(List<ProcessHandle> processes) {
    return processes.stream()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static void print(
      String name,
      int slots,
      int warmup,
      int calls,
      List<Sample> samples,
      double wall,
      long peak,
      Map<String, Long> counters) {
    Sample last = samples.get(samples.size() - 1);
    Sample from = at(samples, warmup);
    Sample to = at(samples, warmup + 0.95 * calls);
    double seconds = (to.nanos() - from.nanos()) / 1e9;
    double perTenThousand = 10_000.0 / (to.requests() - from.requests());
    System.out.printf(
        Locale.ROOT,
        "%-12s %6d calls, %d served: %5.1f%% of the ideal rate, %6.1f calls/s in steady state;"
            + " CPU s per 10,000 calls: client %.1f, server %.1f; p50 %d ms, p99 %d ms; whole job:"
            + " client %.1f CPU s, peak %d MiB, %.0f s, ideally %.0f s; rejected %s%n",
        name,
        warmup + calls,
        last.served(),
        (to.workedMillis() - from.workedMillis()) / 10.0 / slots / seconds,
        1 / (perTenThousand / 10_000) / seconds,
        to.client().minus(from.client()).toMillis() / 1e3 * perTenThousand,
        to.server().minus(from.server()).toMillis() / 1e3 * perTenThousand,
        ModelMetrics.percentile(counters, "ask", ModelMetrics.LATENCY_MILLIS, 0.5),
        ModelMetrics.percentile(counters, "ask", ModelMetrics.LATENCY_MILLIS, 0.99),
        last.client().minus(samples.get(0).client()).toMillis() / 1e3,
        peak >> 20,
        wall,
        last.workedMillis() / 1e3 / slots,
        counters.keySet().stream()
            .filter(counter -> counter.startsWith(REASON))
            .map(counter -> counter.substring(REASON.length()) + " " + counters.get(counter))
            .toList());
  }

  private static Sample at(List<Sample> samples, double requests) {
    return samples.stream().filter(s -> s.requests() >= requests).findFirst().orElseThrow();
  }
}
