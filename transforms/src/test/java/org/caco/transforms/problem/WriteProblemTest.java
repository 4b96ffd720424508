package org.caco.transforms.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.TestSamples.CODE;
import static org.caco.transforms.step.TestSamples.executed;
import static org.caco.transforms.step.TestSamples.given;
import static org.caco.transforms.step.TestSamples.program;

import java.io.IOException;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.caco.hash.ContentHash;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.model.ScriptedServer;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class WriteProblemTest {
  private static final String TEXT =
      "Six apples lie in each of 7 boxes. How many apples are there?";

  private static StepResult<Sample> write(
      TestPipeline pipeline, ScriptedServer server, Sample... samples) {
    return given(pipeline, samples)
        .apply(WriteProblem.with(server.config("problem"), PromptTemplate.packaged("problem")));
  }

  @Test
  void theReplyIsTheProblem(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(request -> says("<think>apples...</think>\n" + TEXT + "\n"))) {
      assertAccepted(
          write(pipeline, server, executed("x")),
          sample -> {
            Problem problem = sample.getProblem();
            assertThat(sample.toBuilder().clearProblem().build()).isEqualTo(executed("x"));
            assertThat(problem)
                .returns(TEXT, Problem::getText)
                .returns(ContentHash.of("problem", TEXT), Problem::getId)
                .returns("problem", p -> p.getCall().getRole());
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void theModelSeesProgramInputAndOutput(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(TEXT))) {
      assertAccepted(write(pipeline, server, executed("x")), sample -> null);
      pipeline.run();
      assertThat(server.requests().get(0).question())
          .contains(CODE, "# Input\n{\"apples\":6,\"boxes\":7}", "# Output\n42")
          .doesNotContain("{{");
    }
  }

  @Test
  void aReplyThatIsNoProblemRejectsItsSample(TestPipeline pipeline) throws IOException {
    Map<String, Reply> replies =
        Map.of(
            "problem", says(TEXT),
            "shows code", says("What does this give?\n```python\nprint(6 * 7)\n```"),
            "declines", says("CANNOT: it solves no sensible problem"),
            "thinks", says("<think>hm</think>  "));
    Sample[] samples =
        replies.keySet().stream()
            .map(
                name ->
                    executed(name).toBuilder().setProgram(program("# #" + name + "#\n")).build())
            .toArray(Sample[]::new);
    try (ScriptedServer server = ScriptedServer.byName(replies)) {
      assertOutcomes(
          write(pipeline, server, samples),
          Map.of(
              "problem",
              ACCEPTED,
              "shows code",
              WriteProblem.CONTAINS_CODE,
              "declines",
              "declined",
              "thinks",
              "empty_response"));
      pipeline.run();
    }
  }

  @Test
  void samplesOfOneProgramAskTheSame(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(TEXT))) {
      StepResult<Sample> result = write(pipeline, server, executed("x"), executed("y"));
      PAssert.thatSingleton(result.accepted().apply(Count.globally())).isEqualTo(2L);
      pipeline.run();
      assertThat(server.requests().stream().map(ScriptedServer.Request::body).distinct())
          .hasSize(1);
    }
  }

  @Test
  void noSamplesAskNothing(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(TEXT))) {
      assertNothing(write(pipeline, server));
      pipeline.run();
      assertThat(server.requests()).isEmpty();
    }
  }
}
