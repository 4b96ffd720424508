package org.caco.pipelines.graph;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.graph.PipelineValidator;
import org.caco.pipelines.options.SynthesizeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph is one that every runner of Beam can read: it is described without any of them. */
class PortablePipelineTest {
  /** What a runner has to be able to do by itself; all else is made of these. */
  private static final Set<String> PRIMITIVES =
      Set.of(
          "beam:transform:impulse:v1",
          "beam:transform:pardo:v1",
          "beam:transform:group_by_key:v1",
          "beam:transform:flatten:v1",
          "beam:transform:window_into:v1");

  @TempDir private Path folder;

  @Test
  void isMadeOfStandardPrimitivesAndNamesNoRunner() throws IOException {
    RunnerApi.Pipeline pipeline = pipeline();

    // Throws where a part is missing or not well formed.
    PipelineValidator.validate(pipeline);
    Set<String> primitives = new TreeSet<>();
    for (PTransform transform : pipeline.getComponents().getTransformsMap().values()) {
      // One that gives what it is given does nothing, and runners leave it out.
      boolean passes =
          transform.getInputsMap().values().containsAll(transform.getOutputsMap().values());
      if (transform.getSubtransformsCount() == 0 && !passes) {
        primitives.add(transform.getSpec().getUrn());
      }
    }
    assertThat(primitives).contains("beam:transform:pardo:v1").isSubsetOf(PRIMITIVES);
    assertThat(pipeline.toByteString().toString(ISO_8859_1))
        .contains("org.caco.transforms")
        .doesNotContain("beam.runners", "beam/runners", "caco.runners", "caco/runners");
  }

  private RunnerApi.Pipeline pipeline() throws IOException {
    Path seeds =
        Files.writeString(
            folder.resolve("seeds.jsonl"),
            "{\"id\":\"1\",\"problem\":\"p\",\"solution\":\"s\",\"answer\":\"1\"}\n");
    SynthesizeOptions options =
        PipelineOptionsFactory.fromArgs(
                "--seeds=" + seeds,
                "--output=" + folder.resolve("output"),
                "--endpoint=embedded:",
                "--benchmarks=" + seeds)
            .as(SynthesizeOptions.class);
    // Neither this nor another is on the way from the graph to its description.
    options.setRunner(CrashingRunner.class);
    return PipelineTranslation.toProto(
        Synthesis.synthesize(options).pipeline(), SdkComponents.create(options));
  }
}
