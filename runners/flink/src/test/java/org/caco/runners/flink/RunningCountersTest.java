package org.caco.runners.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.runners.direct.DirectAdapter;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters whose runners work in this process show the counts of a pipeline under way. */
class RunningCountersTest {
  private static CountDownLatch seen;

  static Stream<RunnerAdapter> adapters() {
    return Stream.of(new DirectAdapter(), new FlinkAdapter());
  }

  @ParameterizedTest
  @MethodSource("adapters")
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void countsWhileThePipelineRuns(RunnerAdapter adapter) throws Exception {
    seen = new CountDownLatch(1);
    PipelineOptions options = PipelineOptionsFactory.create();
    adapter.prepare(options);
    Pipeline pipeline = Pipeline.create(options);
    StepResult.of(
        pipeline.apply(Create.of(1, 2, 3, 4, 5)), new WaitAtFive(), TypeDescriptors.integers());

    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<Void> ended =
          CompletableFuture.runAsync(() -> adapter.run(pipeline).waitUntilFinish(), thread);
      Map<String, Long> before = adapter.counters();
      while (before.values().stream().mapToLong(Long::longValue).sum() < 1 && !ended.isDone()) {
        before = adapter.counters();
      }
      assertThat(ended).as("five waits until it is released").isNotDone();
      seen.countDown();
      ended.get();
    } finally {
      seen.countDown();
      thread.shutdown();
    }

    assertThat(adapter.counters())
        .containsEntry("wait.accepted", 3L)
        .containsEntry("wait.rejected", 2L);
  }

  /** Rejects even numbers, and is done with the five only after the test has seen a count. */
  private static final class WaitAtFive extends StepFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    WaitAtFive() {
      super("wait");
    }

    @Override
    protected Integer apply(Integer number) throws InterruptedException {
      if (number == 5) {
        seen.await();
      }
      if (number % 2 == 0) {
        throw new RejectedException("even", "");
      }
      return number;
    }
  }
}
