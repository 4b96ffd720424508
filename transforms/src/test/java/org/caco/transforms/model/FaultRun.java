package org.caco.transforms.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
 */
record FaultRun(Map<String, Long> ends, ServingStats server, Duration wall) {
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
      for (var restart : new TreeMap<>(restarts).entrySet()) {
        while (server.stats().served() < restart.getKey() && !ended.isDone()) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
        server.restart(restart.getValue());
      }
      ended.get();
      return new FaultRun(
          ends(result), server.stats(), Duration.ofNanos(System.nanoTime() - start));
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
