package org.caco.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JobNameTest {
  @Test
  void saysCommandAndOutput() {
    assertThat(JobName.of("synthesize", "gs://bucket/runs/My_run.2/"))
        .isEqualTo("caco-synthesize-my-run-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "数据", "a-", "--", "C:\\data", "[x] {y}", "-a"})
  void isAlwaysOneThatDataflowTakes(String output) {
    assertThat(JobName.of("unify", output + "x".repeat(100)).length()).isLessThanOrEqualTo(63);
    assertThat(JobName.of("unify", output)).matches("[a-z]([-a-z0-9]*[a-z0-9])?");
  }

  @Test
  void leavesANameThatWasGiven() {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs("--jobName=mine").as(PipelineOptions.class);
    JobName.set(options, "unify");
    assertThat(options.getJobName()).isEqualTo("mine");
  }
}
