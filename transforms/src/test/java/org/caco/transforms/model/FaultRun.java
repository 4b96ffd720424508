package org.caco.transforms.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.server.EmbeddedModelServer;
import org.caco.server.ServingConfig;
import org.caco.server.ServingStats;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.BundleOptions;
import org.caco.transforms.step.StepResult;

/**
 * Many calls of a server that fails in every way.
 *
 * @param ends records by how they ended: {@code accepted}, or the reason of their rejection
 * @param server what the server has counted
 * @param wall how long it took
 * @param busy the share of the server's slots that worked between a tenth and nine tenths of the
 *     replies
 */
record FaultRun(Map<String, Long> ends, ServingStats server, Duration wall, double busy) {
  private static final String NAMESPACE = "faultrun";

  /**
   * Asks a server of its own.
   *
   * @param restarts when to restart the server, by the replies it has served, and for how long it
   *     is down then
   */
  static FaultRun of(
      int calls,
      int maxInFlight,
      Duration timeout,
      ServingConfig serving,
      Map<Long, Duration> restarts)
      throws Exception {
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0, serving)) {
      ModelConfig config =
          ModelConfig.of("code", server.uri().toString(), "embedded:0").toBuilder()
              .setMaxInFlight(maxInFlight)
              .setTimeout(timeout)
              .build();
      DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
      options.setRunner(DirectRunner.class);
      options.setTargetParallelism(16);
      options.setBlockOnRun(false);
      options.as(BundleOptions.class).setBundles(16);
      Pipeline pipeline = Pipeline.create(options);
      StepResult<String> asked =
          pipeline.apply(GenerateSequence.from(0).to(calls)).apply("Ask", ask(config));
      asked
          .accepted()
          .apply(
              "Accepted", MapElements.into(TypeDescriptors.voids()).via(text -> count("accepted")));
      asked
          .rejected()
          .apply(
              "Rejected",
              MapElements.into(TypeDescriptors.voids())
                  .via((Rejection rejection) -> count(rejection.getReason())));
      long start = System.nanoTime();
      PipelineResult result = pipeline.run();
      CompletableFuture<Void> ended = CompletableFuture.runAsync(result::waitUntilFinish);
      CompletableFuture<Double> busy =
          CompletableFuture.supplyAsync(() -> busy(server, calls, ended));
      for (var restart : new TreeMap<>(restarts).entrySet()) {
        while (server.stats().served() < restart.getKey() && !ended.isDone()) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
        server.restart(restart.getValue());
      }
      ended.get();
      return new FaultRun(
          ends(result), server.stats(), Duration.ofNanos(System.nanoTime() - start), busy.get());
    }
  }

  private static double busy(EmbeddedModelServer server, int calls, CompletableFuture<Void> ended) {
    await(server, calls / 10, ended);
    long start = System.nanoTime();
    long before = server.stats().workedMillis();
    await(server, calls / 10L * 9, ended);
    double millis = (System.nanoTime() - start) / 1e6;
    ServingStats stats = server.stats();
    return (stats.workedMillis() - before) / (millis * stats.mostInSlots());
  }

  private static void await(
      EmbeddedModelServer server, long served, CompletableFuture<Void> ended) {
    while (server.stats().served() < served && !ended.isDone()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static GenerateText<Long, String> ask(ModelConfig config) {
    return GenerateText.of(
        "ask",
        config,
        TypeDescriptor.of(String.class),
        number -> new Prompt(List.of(new Message("user", "")), number),
        (number, completions) -> completions.get(0).text());
  }

  private static Void count(String end) {
    Metrics.counter(NAMESPACE, end).inc();
    return null;
  }

  private static Map<String, Long> ends(PipelineResult result) {
    MetricsFilter filter =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(NAMESPACE)).build();
    Map<String, Long> ends = new TreeMap<>();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      ends.merge(counter.getName().getName(), counter.getCommitted(), Long::sum);
    }
    return ends;
  }
}
