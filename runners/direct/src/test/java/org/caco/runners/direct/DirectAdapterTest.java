package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.pipelines.run.RunnerAdapter;
import org.junit.jupiter.api.Test;

class DirectAdapterTest {
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
}
