package org.caco.transforms.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.TestSamples.given;
import static org.caco.transforms.step.TestSamples.posed;

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
import org.caco.transforms.records.Consistency;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPipelineExtension.class)
class SolveProblemTest {
  private static final String PROBLEM = "Six apples lie in each of 7 boxes. How many apples?";
  private static final String SOLUTION = "6 times 7 is 42.\n\\boxed{42}";

  private static StepResult<Sample> solve(
      TestPipeline pipeline, ScriptedServer server, int solutions, Sample... samples) {
    return given(pipeline, samples)
        .apply(
            SolveProblem.with(server.config("solve"), PromptTemplate.packaged("solve"))
                .withSolutions(solutions));
  }

  @Test
  void theReplyIsASolutionThatIsNotCheckedYet(TestPipeline pipeline) throws IOException {
    Sample sample = posed("x", PROBLEM);
    try (ScriptedServer server =
        new ScriptedServer(request -> says("<think>6 * 7</think>" + SOLUTION))) {
      assertAccepted(
          solve(pipeline, server, 1, sample),
          solved -> {
            Solution solution = solved.getSolutions(0);
            assertThat(solved.toBuilder().clearSolutions().clearConsistency().build())
                .isEqualTo(sample);
            assertThat(solution.toBuilder().clearCall().build())
                .isEqualTo(
                    Solution.newBuilder()
                        .setId(ContentHash.of("solution", SOLUTION))
                        .setText(SOLUTION)
                        .build());
            assertThat(solution.getCall().getRole()).isEqualTo("solve");
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void theModelSeesTheProblemAndNothingElse(TestPipeline pipeline) throws IOException {
    Sample sample = posed("x", PROBLEM);
    try (ScriptedServer server = new ScriptedServer(request -> says(SOLUTION))) {
      assertAccepted(solve(pipeline, server, 1, sample), solved -> null);
      pipeline.run();
      assertThat(server.requests().get(0).body())
          .contains(PROBLEM)
          .doesNotContain("def total", "apples * boxes", "42");
    }
  }

  @Test
  void severalSolutionsAreAskedForUnderSeedsOfTheirOwn(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(request -> says("\\boxed{" + request.json().get("seed") + "}"))) {
      assertAccepted(
          solve(pipeline, server, 4, posed("x", PROBLEM)),
          solved -> {
            assertThat(solved.getSolutionsList())
                .extracting(Solution::getText)
                .hasSize(4)
                .doesNotHaveDuplicates();
            assertThat(solved.getSolutionsList())
                .extracting(solution -> solution.getCall().getSampleIndex())
                .containsExactly(0, 1, 2, 3);
            return null;
          });
      pipeline.run();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepsWhatTheModelThoughtIfThatIsWanted(boolean keep, TestPipeline pipeline)
      throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(request -> says("<think>6 * 7</think>" + SOLUTION))) {
      assertAccepted(
          given(pipeline, posed("x", PROBLEM))
              .apply(
                  SolveProblem.with(server.config("solve"), PromptTemplate.packaged("solve"))
                      .withReasoning(keep)),
          solved -> {
            assertThat(solved.getSolutions(0).getReasoning()).isEqualTo(keep ? "6 * 7" : "");
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void solutionsThatAreNoneAreLeftOut(TestPipeline pipeline) throws IOException {
    Reply[] replies = {says("CANNOT: too hard"), says(SOLUTION), says("<think>"), status(400, "")};
    try (ScriptedServer server = ScriptedServer.inTurn(replies)) {
      assertAccepted(
          solve(pipeline, server, 4, posed("x", PROBLEM)),
          solved -> {
            assertThat(solved.getSolutionsList())
                .extracting(Solution::getText)
                .containsExactly(SOLUTION);
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void everySolutionThatWasAskedForIsAnAttempt(TestPipeline pipeline) throws IOException {
    Reply[] replies = {
      says(SOLUTION),
      says("Six times", "length"),
      says("Six times seven", "max_tokens"),
      says("I'm sorry, but I can't help with that."),
      says(""),
      status(400, "")
    };
    try (ScriptedServer server = ScriptedServer.inTurn(replies)) {
      assertAccepted(
          solve(pipeline, server, 6, posed("x", PROBLEM)),
          solved -> {
            assertThat(solved.getConsistency())
                .returns(6, Consistency::getAttempts)
                .returns(2, Consistency::getTruncated);
            assertThat(solved.getSolutionsList()).hasSize(1);
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void aProblemWithoutAnySolutionIsRejected(TestPipeline pipeline) throws IOException {
    Map<String, Reply> replies =
        Map.of(
            "solves", says(SOLUTION),
            "declines", says("CANNOT: too hard"),
            "thinks", says("<think>let me see"),
            "refused", status(403, "no"));
    Sample[] samples =
        replies.keySet().stream()
            .map(name -> posed(name, "What is #" + name + "#?"))
            .toArray(Sample[]::new);
    try (ScriptedServer server = ScriptedServer.byName(replies)) {
      assertOutcomes(
          solve(pipeline, server, 2, samples),
          Map.of(
              "solves", ACCEPTED,
              "declines", "declined",
              "thinks", "truncated",
              "refused", "http_403"));
      pipeline.run();
    }
  }

  @Test
  void aSampleThatComesTwiceIsSolvedTwice(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(SOLUTION))) {
      StepResult<Sample> result =
          solve(pipeline, server, 1, posed("x", PROBLEM), posed("x", PROBLEM));
      PAssert.thatSingleton(result.accepted().apply(Count.globally())).isEqualTo(2L);
      pipeline.run();
    }
  }

  @Test
  void noProblemsAskNothing(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(SOLUTION))) {
      assertNothing(solve(pipeline, server, 3));
      pipeline.run();
      assertThat(server.requests()).isEmpty();
    }
  }
}
