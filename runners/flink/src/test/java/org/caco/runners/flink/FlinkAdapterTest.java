package org.caco.runners.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.configuration.GlobalConfiguration;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.options.UnifyOptions;
import org.caco.pipelines.run.Preflight;
import org.caco.pipelines.run.RunnerAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "--flinkMaster=flink:8081, --apiKeyEnv=MY_KEY, true",
    "--flinkMaster=flink:8081, --apiKeyFile=gs://bucket/key, false",
    "--flinkMaster=[local], --apiKeyEnv=MY_KEY, false"
  })
  void saysThatTheWorkersOfAClusterNeedTheKeyToo(String master, String key, boolean needed) {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                master, key, "--endpoint=https://models.example.org/v1", "--model=m", "--output=o")
            .as(UnifyOptions.class);

    Optional<String> note = Preflight.workersNeed(options, List.of(Role.UNIFY), new FlinkAdapter());

    assertThat(note.filter(text -> text.contains("MY_KEY")).isPresent()).isEqualTo(needed);
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
