package org.caco.runners.direct;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.apache.beam.runners.direct.DirectRunner.DirectPipelineResult;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ProcessFunction;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PausingExecutorTest {
  private static final CountDownLatch LOOKED = new CountDownLatch(1);

  @Test
  void letsTheDriverOfTheRunnerPauseWhileAllWait() throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    new DirectAdapter().prepare(options);
    Pipeline pipeline = Pipeline.create(options);
    ProcessFunction<Integer, Integer> wait = PausingExecutorTest::waitForIt;
    pipeline
        .apply(Create.of(1, 2, 3))
        .apply(Reshuffle.viaRandomKey())
        .apply(MapElements.into(TypeDescriptors.integers()).via(wait));

    DirectPipelineResult result = (DirectPipelineResult) pipeline.run();
    PausingExecutor executor = PausingExecutor.install(result);
    assertThat(executor).as("Beam has other fields now").isNotNull();
    while (executor.pauses() < 3) {
      Thread.onSpinWait();
    }
    LOOKED.countDown();

    assertThat(result.waitUntilFinish().isTerminal()).isTrue();
  }

  private static int waitForIt(int number) throws InterruptedException {
    assertThat(LOOKED.await(30, SECONDS)).isTrue();
    return number;
  }
}
