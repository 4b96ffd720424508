package org.caco.transforms.unify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.CODE;
import static org.caco.transforms.step.TestSamples.given;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.caco.hash.ContentHash;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.model.ScriptedServer;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.caco.transforms.records.Origin;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class UnifySeedsTest {
  private static final Seed SEED =
      Seed.newBuilder()
          .setId("s1")
          .setFormat("gsm8k")
          .setProblem("Six apples lie in each of 7 boxes. How many apples?")
          .setSolution("There are 6 * 7 = 42 apples.")
          .setAnswer("42")
          .build();

  private static StepResult<Sample> unify(TestPipeline pipeline, ModelConfig model, Seed... seeds) {
    return given(pipeline, Seed.class, List.of(seeds))
        .apply(UnifySeeds.with(model, PromptTemplate.packaged("unify")));
  }

  @Test
  void asksForAProgramFromTheProblemAloneWhereThereIsNoSolution() {
    UnifySeeds step =
        UnifySeeds.with(
            ModelConfig.of("unify", "http://127.0.0.1:1", "m"), PromptTemplate.packaged("unify"));
    String asked =
        step.prompt(SEED.toBuilder().clearSolution().build()).messages().get(1).content();

    assertThat(asked)
        .contains("# Problem\nSix apples")
        .endsWith("# Wanted\nThe program.")
        .doesNotContain("# Solution", "42");
  }

  @Test
  void theProgramKeepsWhereItsSeedComesFrom(TestPipeline pipeline) throws IOException {
    Origin origin = Origin.newBuilder().setDataSet("apples").setSolveRate(0.5).build();
    try (ScriptedServer server =
        new ScriptedServer(request -> says("Here:\n```python\n" + CODE + "```"))) {
      assertAccepted(
          unify(pipeline, server.config("unify"), SEED.toBuilder().setOrigin(origin).build()),
          sample -> {
            assertThat(sample.getProgram().getOriginsList()).containsExactly(origin);
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void aProgramIsTakenFromTheReply(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(request -> says("Here:\n```python\n" + CODE + "```"))) {
      assertAccepted(
          unify(pipeline, server.config("unify"), SEED),
          sample -> {
            Program program = sample.getProgram();
            assertThat(sample).returns(SEED, Sample::getSeed).returns(false, Sample::hasExecution);
            assertThat(program)
                .returns(CODE, Program::getCode)
                .returns(ContentHash.of("program", CODE), Program::getId)
                .returns(List.of("s1"), p -> List.copyOf(p.getSeedIdsList()));
            assertThat(program.getCall().getRole()).isEqualTo("unify");
            assertThat(program.getCall().getPromptHash()).isNotEmpty();
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void theModelSeesProblemAndSolution(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      assertAccepted(unify(pipeline, server.config("unify"), SEED), sample -> null);
      pipeline.run();
      assertThat(server.requests().get(0).question())
          .contains(SEED.getProblem(), SEED.getSolution())
          .doesNotContain("# Check", "{{");
    }
  }

  @Test
  void theModelSeesTheFirstAssertOfAProgrammingTask(TestPipeline pipeline) throws IOException {
    Seed task =
        SEED.toBuilder().addTests("assert f(6, 7) == 42").addTests("assert f(1, 1) == 1").build();
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      assertAccepted(unify(pipeline, server.config("unify"), task), sample -> null);
      pipeline.run();
      assertThat(server.requests().get(0).question())
          .contains("# Check\nassert f(6, 7) == 42")
          .doesNotContain("f(1, 1)");
    }
  }

  @Test
  void theModelIsToldHowAProgramIsCalledWhereNoAssertShowsIt() {
    UnifySeeds step =
        UnifySeeds.with(
            ModelConfig.of("unify", "http://127.0.0.1:1", "m"), PromptTemplate.packaged("unify"));
    Seed.Builder prints = SEED.toBuilder();
    prints.getSuiteBuilder().addPairsBuilder().setInput("1 \"2\"\n3").setOutput("6");
    Seed loops = SEED.toBuilder().addTests("for i in x:\n  assert f(i)").clearAnswer().build();

    assertThat(step.prompt(prints.build()).messages().get(1).content())
        .endsWith(
            "# Check\n`input` is one text, {\"text\": \"1 \\\"2\\\"\\n3\"}, and `output` the text"
                + " that it asks for, \"6\".");
    assertThat(step.prompt(loops).messages().get(1).content())
        .endsWith("  assert f(i)\n\n`input` holds the arguments of such a call, in their order.");
  }

  @Test
  void aReplyWithoutProgramIsAskedForOnceMore(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                request.question().startsWith("Your reply cannot be used")
                    ? says(CODE)
                    : says("What a lovely problem!"))) {
      assertAccepted(
          unify(pipeline, server.config("unify"), SEED),
          unified -> {
            assertThat(unified.getProgram().getCall().getRepairOf()).isNotEmpty();
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void aReplyWithoutProgramRejectsItsSeed(TestPipeline pipeline) throws IOException {
    Map<String, Reply> replies =
        Map.of(
            "program", says(CODE),
            "declines", says("CANNOT: it is a proof"),
            "chats", says("What a lovely problem!"),
            "thinks", says("<think>let me see"),
            "silent", says(""),
            "page", status(200, "<html>busy</html>"),
            "refused", status(400, "no"),
            "broken", status(500, "oops"));
    Seed[] seeds =
        replies.keySet().stream()
            .map(name -> SEED.toBuilder().setId(name).setProblem("#" + name + "#").build())
            .toArray(Seed[]::new);
    try (ScriptedServer server = ScriptedServer.byName(replies)) {
      assertOutcomes(
          unify(pipeline, server.config("unify"), seeds),
          Map.of(
              "program", ACCEPTED,
              "declines", "declined",
              "chats", "no_program",
              "thinks", "truncated",
              "silent", "empty_response",
              "page", "bad_response",
              "refused", "http_400",
              "broken", "http_500"));
      pipeline.run();
    }
  }

  @Test
  void aRejectionHoldsTheSeedAndTheCall(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("CANNOT: a proof"))) {
      assertRejected(
          unify(pipeline, server.config("unify"), SEED),
          rejection -> {
            assertThat(rejection.getSeed()).isEqualTo(SEED);
            assertThat(rejection.getEvidence()).isEqualTo("a proof");
            assertThat(rejection.getCallsList()).hasSize(1);
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void aDeadEndpointLosesNoSeed(TestPipeline pipeline) throws IOException {
    ModelConfig dead;
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      dead = server.config("unify");
    }
    Seed other = SEED.toBuilder().setId("s2").build();
    assertOutcomes(
        unify(pipeline, dead, SEED, other),
        Map.of("s1", "endpoint_unreachable", "s2", "endpoint_unreachable"));
    pipeline.run();
  }

  @Test
  void aSeedThatComesTwiceIsUnifiedTwice(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      StepResult<Sample> result = unify(pipeline, server.config("unify"), SEED, SEED);
      PAssert.thatSingleton(result.accepted().apply(Count.globally())).isEqualTo(2L);
      PAssert.that(result.rejected()).empty();
      pipeline.run();
    }
  }

  @Test
  void noSeedsAskNothing(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      assertNothing(unify(pipeline, server.config("unify")));
      pipeline.run();
      assertThat(server.requests()).isEmpty();
    }
  }
}
