package org.caco.runners.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.flink.configuration.GlobalConfiguration;
import org.caco.pipelines.RunnerAdapter;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FlinkAdapterTest {
  private static final CountDownLatch SEEN = new CountDownLatch(1);

  @Test
  void isFoundByItsName() {
    assertThat(
            ServiceLoader.load(RunnerAdapter.class).stream().map(adapter -> adapter.get().name()))
        .contains("flink");
  }

  @Test
  void runsInThisProcessWithAThreadACoreUnlessToldOtherwise() {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    new FlinkAdapter().prepare(options);

    assertThat(options)
        .returns("[local]", FlinkPipelineOptions::getFlinkMaster)
        .returns(Runtime.getRuntime().availableProcessors(), FlinkPipelineOptions::getParallelism);
  }

  @Test
  void leavesTheParallelismOfAClusterToTheCluster() {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs("--flinkMaster=host:8081").as(FlinkPipelineOptions.class);
    new FlinkAdapter().prepare(options);

    assertThat(options)
        .returns("host:8081", FlinkPipelineOptions::getFlinkMaster)
        .returns(-1, FlinkPipelineOptions::getParallelism);
  }

  @Test
  void keepsTheConfigurationThatItWasGiven(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("config.yaml"),
        "execution.job-listeners: [org.example.Theirs]\nheartbeat.interval: 7000\n");
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs("--flinkConfDir=" + folder).as(FlinkPipelineOptions.class);
    new FlinkAdapter().prepare(options);

    assertThat(GlobalConfiguration.loadConfiguration(options.getFlinkConfDir()).toMap())
        .isEqualTo(
            Map.of(
                "execution.job-listeners",
                "[org.example.Theirs, " + RunningJob.class.getName() + "]",
                "heartbeat.interval",
                "7000"));
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void countsWhileThePipelineRuns() throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    RunnerAdapter adapter = new FlinkAdapter();
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
