package org.caco.transforms.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.TestSamples.given;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.model.ScriptedServer;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.caco.transforms.records.Instance;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class VerifyInstancesTest {
  /** A generator with three instances, the text of each of which says whose and which it is. */
  private static Sample generator(String id) {
    Sample.Builder generator = Sample.newBuilder().setId(id);
    generator.getProblemBuilder().setText("Ada has 12 plums.");
    for (int i = 1; i <= 3; i++) {
      generator.addInstances(
          Instance.newBuilder()
              .setId(id + i)
              .setText("Of " + id + ": Ada has " + i + " plums. How many?")
              .setOutput(Integer.toString(i))
              .setOutputText(Integer.toString(i)));
    }
    return generator.build();
  }

  /** What a server says that reads the texts, and of "wrong" the third one wrongly. */
  private static Reply answer(String body) {
    if (body.contains("Of none:")) {
      return says("I do not know.");
    }
    if (body.contains("Of broken:")) {
      return status(400, "no");
    }
    int number = body.contains("has 1 plums") ? 1 : body.contains("has 2 plums") ? 2 : 3;
    return says("\\\\boxed{" + (body.contains("Of wrong:") && number == 3 ? 33 : number) + "}");
  }

  private static StepResult<Sample> verify(
      TestPipeline pipeline, ScriptedServer server, int instances, Sample... generators) {
    return given(pipeline, generators)
        .apply(
            VerifyInstances.with(server.config("solve"), PromptTemplate.packaged("solve"))
                .withInstances(instances));
  }

  @Test
  void aGeneratorPassesWhoseInstancesAreAllAnsweredAsItsProgramDoes(TestPipeline pipeline)
      throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> answer(request.body()))) {
      assertOutcomes(
          verify(
              pipeline,
              server,
              3,
              generator("right"),
              generator("wrong"),
              generator("none"),
              generator("broken")),
          Map.of(
              "right",
              ACCEPTED,
              "wrong",
              VerifyInstances.DISAGREES,
              "none",
              VerifyInstances.UNANSWERED,
              "broken",
              "http_400"));
      pipeline.run();
    }
  }

  @Test
  void soManyAreAskedAndTheModelSeesTheirTextsAlone(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> answer(request.body()))) {
      assertOutcomes(verify(pipeline, server, 2, generator("wrong")), Map.of("wrong", ACCEPTED));
      pipeline.run();
      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests())
          .allMatch(request -> !request.body().contains("12 plums"))
          .noneMatch(request -> request.body().contains("has 3 plums"));
    }
  }

  @Test
  void nothingIsAskedOfNothing(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("7"))) {
      assertNothing(
          given(pipeline, Sample.class, List.of())
              .apply(
                  VerifyInstances.with(server.config("solve"), PromptTemplate.packaged("solve"))));
      pipeline.run();
    }
  }

  @Test
  void atLeastOneInstanceIsAsked() throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("7"))) {
      VerifyInstances step =
          VerifyInstances.with(server.config("solve"), PromptTemplate.packaged("solve"));
      assertThatThrownBy(() -> step.withInstances(0)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
