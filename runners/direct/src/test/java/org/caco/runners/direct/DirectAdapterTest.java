package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.pipelines.RunnerAdapter;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DirectAdapterTest {
  private static final CountDownLatch SEEN = new CountDownLatch(1);

  @Test
  void isFoundByItsName() {
    assertThat(
            ServiceLoader.load(RunnerAdapter.class).stream().map(adapter -> adapter.get().name()))
        .containsExactly("direct");
  }

  @Test
  void leavesTheChecksOfTheRunnerOffUnlessTheyAreAskedFor() {
    DirectOptions options =
        PipelineOptionsFactory.fromArgs("--enforceImmutability=true").as(DirectOptions.class);
    new DirectAdapter().prepare(options);

    assertThat(options)
        .returns(true, DirectOptions::isEnforceImmutability)
        .returns(false, DirectOptions::isEnforceEncodability);
  }

  @Test
  void hasAThreadForEveryBundleThatMayWaitForItsCalls() {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    new DirectAdapter().prepare(options);
    DirectOptions given =
        PipelineOptionsFactory.fromArgs("--targetParallelism=5").as(DirectOptions.class);
    new DirectAdapter().prepare(given);

    assertThat(options.getTargetParallelism()).isGreaterThanOrEqualTo(16);
    assertThat(given.getTargetParallelism()).isEqualTo(5);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void countsWhileThePipelineRuns() throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    RunnerAdapter adapter = new DirectAdapter();
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
      SEEN.countDown();
      ended.get();
    } finally {
      SEEN.countDown();
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
        SEEN.await();
      }
      if (number % 2 == 0) {
        throw new RejectedException("even", "");
      }
      return number;
    }
  }
}
