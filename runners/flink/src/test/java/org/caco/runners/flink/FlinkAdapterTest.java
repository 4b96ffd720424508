package org.caco.runners.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.configuration.GlobalConfiguration;
import org.caco.pipelines.run.RunnerAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkAdapterTest {
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
        .returns("[auto]", FlinkPipelineOptions::getFlinkMaster)
        .returns(Runtime.getRuntime().availableProcessors(), FlinkPipelineOptions::getParallelism);
  }

  @Test
  void takesTheParallelismOfAClusterFromItsConfigurationWhereThatHasOne(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("config.yaml"), "parallelism.default: 7\n");
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs("--flinkMaster=127.0.0.1:1", "--flinkConfDir=" + folder)
            .as(FlinkPipelineOptions.class);
    new FlinkAdapter().prepare(options);

    assertThat(options)
        .returns("127.0.0.1:1", FlinkPipelineOptions::getFlinkMaster)
        .returns(7, FlinkPipelineOptions::getParallelism);
  }

  @Test
  void saysWhichOptionIsWrongWhereNoClusterAnswers() {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs("--flinkMaster=127.0.0.1:1").as(FlinkPipelineOptions.class);

    assertThatThrownBy(() -> new FlinkAdapter().prepare(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--flinkMaster=127.0.0.1:1: the Flink cluster")
        .hasMessageContaining("--parallelism");
  }

  @Test
  void keepsTheConfigurationThatItWasGiven(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("config.yaml"),
        "execution.job-listeners: [org.example.Theirs]\nheartbeat.interval: 7000\n");
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--flinkMaster=127.0.0.1:1", "--parallelism=1", "--flinkConfDir=" + folder)
            .as(FlinkPipelineOptions.class);
    new FlinkAdapter().prepare(options);

    assertThat(GlobalConfiguration.loadConfiguration(options.getFlinkConfDir()).toMap())
        .isEqualTo(
            Map.of(
                "execution.job-listeners",
                "[org.example.Theirs, " + RunningJob.class.getName() + "]",
                "heartbeat.interval",
                "7000"));
  }
}
