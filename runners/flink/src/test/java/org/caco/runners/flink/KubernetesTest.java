package org.caco.runners.flink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.YamlParserUtils;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.caco.pipelines.options.SynthesizeOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What runs on Kubernetes by {@code kubernetes/flinkdeployment.yaml}. */
class KubernetesTest {
  private static JsonNode spec;

  @BeforeAll
  static void read() throws Exception {
    spec =
        new ObjectMapper()
            .valueToTree(
                YamlParserUtils.loadYamlFile(
                    Path.of("kubernetes", "flinkdeployment.yaml").toFile()))
            .path("spec");
  }

  @Test
  void itsMemoryAddsUpAndSufficesForTheShuffles() {
    Configuration configuration = new Configuration();
    spec.path("flinkConfiguration")
        .properties()
        .forEach(entry -> configuration.setString(entry.getKey(), entry.getValue().asText()));
    configuration.set(
        TaskManagerOptions.TOTAL_PROCESS_MEMORY,
        MemorySize.parse(spec.at("/taskManager/resource/memory").asText()));

    // Flink refuses sizes that do not.
    TaskExecutorProcessSpec worker = TaskExecutorProcessUtils.processSpecFromConfig(configuration);

    assertThat(worker.getTaskHeapSize().getMebiBytes()).isGreaterThan(2_000);
    assertThat(configuration.get(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS))
        .isEqualTo(64);
    assertThat(worker.getNetworkMemSize().getMebiBytes())
        .isGreaterThanOrEqualTo(64 * worker.getNumSlots());
  }

  @Test
  void itsArgumentsAreOptions() {
    List<String> arguments = new ArrayList<>();
    spec.at("/job/args").forEach(argument -> arguments.add(argument.asText()));

    assertThat(arguments.remove(0)).isEqualTo("synthesize");
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
            .as(SynthesizeOptions.class)
            .as(FlinkPipelineOptions.class);
    assertThat(options.getParallelism()).isEqualTo(spec.at("/job/parallelism").asInt());
    assertThat(options.getExecutionModeForBatch()).isEqualTo("BATCH_FORCED");
  }

  @Test
  void itsClassIsThatOfTheJobJar() {
    assertThat(spec.at("/job/entryClass").asText()).isEqualTo(JobJar.class.getName());
  }
}
