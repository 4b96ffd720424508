package org.caco.transforms.unify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.CODE;
import static org.caco.transforms.step.TestSamples.given;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.caco.hash.ContentHash;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.model.ScriptedServer;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Seed;
import org.caco.transforms.records.Solution;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPipelineExtension.class)
class SolveSeedsTest {
  private static final Seed UNSOLVED =
      Seed.newBuilder()
          .setId("s1")
          .setProblem("Six apples lie in each of 7 boxes. How many apples?")
          .setAnswer("42")
          .build();
  private static final String WRONG = "6 and 7 are 13.\n\\boxed{13}";
  private static final String RIGHT = "6 times 7 is 42.\n\\boxed{42}";
  private static final String ALSO_RIGHT = "7 rows of 6 make 42.\n\\boxed{42.0}";

  private static StepResult<Seed> solve(
      TestPipeline pipeline, ScriptedServer server, int solutions, Seed... seeds) {
    return given(pipeline, Seed.class, List.of(seeds))
        .apply(
            SolveSeeds.with(server.config("solve"), PromptTemplate.packaged("solve"))
                .withSolutions(solutions));
  }

  @Test
  void keepsASolutionThatEndsInTheKnownAnswerAndItsCall(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = ScriptedServer.inTurn(says(WRONG), says(RIGHT), says(WRONG))) {
      assertAccepted(
          solve(pipeline, server, 3, UNSOLVED),
          seed -> {
            assertThat(seed.toBuilder().clearSolutionCall().build())
                .isEqualTo(UNSOLVED.toBuilder().setSolution(RIGHT).build());
            assertThat(seed.getSolutionCall().getRole()).isEqualTo("solve");
            return null;
          });
      pipeline.run();
      assertThat(server.requests())
          .hasSize(3)
          .allSatisfy(
              request ->
                  assertThat(request.body()).contains("Six apples").doesNotContain("42", "s1"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void takesTheSameSolutionInWhateverOrderTheyCome(boolean turned, TestPipeline pipeline)
      throws IOException {
    String smaller =
        Stream.of(RIGHT, ALSO_RIGHT)
            .min(Comparator.comparing(text -> ContentHash.of("solution", text)))
            .orElseThrow();
    try (ScriptedServer server =
        ScriptedServer.inTurn(
            says(turned ? ALSO_RIGHT : RIGHT), says(turned ? RIGHT : ALSO_RIGHT))) {
      assertAccepted(
          solve(pipeline, server, 2, UNSOLVED),
          seed -> {
            assertThat(seed.getSolution()).isEqualTo(smaller);
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void rejectsASeedWithItsSolutionsWhereNoneAgrees(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        ScriptedServer.inTurn(says(WRONG), says("I do not know how many there are."))) {
      assertRejected(
          solve(pipeline, server, 2, UNSOLVED),
          rejection -> {
            assertThat(rejection)
                .returns(SolveSeeds.STEP, Rejection::getStep)
                .returns(SolveSeeds.NO_SOLUTION_AGREES, Rejection::getReason);
            assertThat(rejection.getEvidence()).contains("known answer 42", "13 (", "none (");
            assertThat(rejection.getSample().getSeed()).isEqualTo(UNSOLVED);
            assertThat(rejection.getSample().getSolutionsList())
                .hasSize(2)
                .noneMatch(Solution::getAgrees)
                .allMatch(Solution::hasCall);
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void asksNothingAboutSeedsWithASolutionAndProgrammingTasks(TestPipeline pipeline)
      throws IOException {
    Seed solved = UNSOLVED.toBuilder().setId("s2").setSolution("6 * 7 = 42").build();
    Seed task = UNSOLVED.toBuilder().setId("s3").addTests("assert f(6) == 42").build();
    try (ScriptedServer server = new ScriptedServer(request -> says(RIGHT))) {
      StepResult<Seed> result = solve(pipeline, server, 2, solved, task);
      PAssert.that(result.accepted()).containsInAnyOrder(solved, task);
      PAssert.that(result.rejected()).empty();
      pipeline.run();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void rejectsASeedThatNoCallAnswers(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> status(400, "no"))) {
      assertRejected(
          solve(pipeline, server, 2, UNSOLVED),
          rejection -> {
            assertThat(rejection).returns("http_400", Rejection::getReason);
            assertThat(rejection.getSeed()).isEqualTo(UNSOLVED);
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void hasNothingToSayOfNothing(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(RIGHT))) {
      assertNothing(solve(pipeline, server, 1));
      pipeline.run();
    }
  }

  @Test
  void theProgramIsUnifiedFromTheSolutionAndNamesItsCall(TestPipeline pipeline) throws IOException {
    ModelCall call = ModelCall.newBuilder().setRole("solve").setRequestHash("r").build();
    Seed solved = UNSOLVED.toBuilder().setSolution(RIGHT).setSolutionCall(call).build();
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      assertAccepted(
          given(pipeline, Seed.class, List.of(solved))
              .apply(UnifySeeds.with(server.config("unify"), PromptTemplate.packaged("unify"))),
          sample -> {
            assertThat(sample.getVerdictsList())
                .extracting(Verdict::getStep, Verdict::getCall)
                .containsExactly(tuple(SolveSeeds.STEP, call));
            return null;
          });
      pipeline.run();
      assertThat(server.requests().get(0).question()).contains("# Solution", "6 times 7 is 42.");
    }
  }
}
