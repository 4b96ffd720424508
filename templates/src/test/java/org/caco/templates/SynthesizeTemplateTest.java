package org.caco.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SynthesizeTemplateTest {
  @Test
  void runsSynthesizeOnDataflowWithTheWorkersOfTheLauncherImage() {
    assertThat(
            SynthesizeTemplate.command(
                List.of("--runner=DataflowRunner", "--seeds=gs://b/s"), "workers:1", "a.jar,b.jar"))
        .containsExactly(
            "synthesize",
            "--runner=dataflow",
            "--sdkContainerImage=workers:1",
            "--filesToStage=a.jar,b.jar",
            "--seeds=gs://b/s");
  }

  @Test
  void leavesAnImageThatAParameterNames() {
    assertThat(
            SynthesizeTemplate.command(
                List.of("--sdkContainerImage=mine"), "workers:1", "a.jar,b.jar"))
        .containsExactly("synthesize", "--runner=dataflow", "--sdkContainerImage=mine");
  }
}
