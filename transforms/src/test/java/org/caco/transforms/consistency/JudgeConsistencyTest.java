package org.caco.transforms.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.CODE;
import static org.caco.transforms.step.TestSamples.given;
import static org.caco.transforms.step.TestSamples.solved;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.model.ScriptedServer;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TestPipelineExtension.class)
class JudgeConsistencyTest {
  private static final String GOOD = form(true, true, false, true);

  private static String form(boolean solvable, boolean complete, boolean leaks, boolean same) {
    return "{\"solvable\": %b, \"complete\": %b, \"leaks\": %b, \"same\": %b, \"reason\": \"so\"}"
        .formatted(solvable, complete, leaks, same);
  }

  /** A sample whose second solution agrees. */
  private static Sample sample(String id) {
    Sample.Builder sample =
        solved(id, "How many apples? #" + id + "#", "It is 13.", "It is 42.", "Also 42.")
            .toBuilder();
    sample.getSolutionsBuilder(1).setAgrees(true);
    sample.getSolutionsBuilder(2).setAgrees(true);
    return sample.build();
  }

  private static StepResult<Sample> judge(
      TestPipeline pipeline, ScriptedServer server, Sample... samples) {
    return given(pipeline, samples)
        .apply(JudgeConsistency.with(server.config("judge"), PromptTemplate.packaged("judge")));
  }

  @Test
  void aGoodVerdictIsAddedToTheSample(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(GOOD))) {
      assertAccepted(
          judge(pipeline, server, sample("x")),
          judged -> {
            Verdict verdict = judged.getVerdicts(0);
            assertThat(judged.toBuilder().clearVerdicts().build()).isEqualTo(sample("x"));
            assertThat(verdict)
                .returns("JudgeConsistency", Verdict::getStep)
                .returns("so", Verdict::getReason)
                .returns("judge", v -> v.getCall().getRole());
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void theJudgeSeesTheFirstSolutionThatAgrees(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(GOOD))) {
      assertAccepted(judge(pipeline, server, sample("x")), judged -> null);
      pipeline.run();
      assertThat(server.requests().get(0).question())
          .contains("How many apples?", "It is 42.", CODE, "# Output\n42")
          .doesNotContain("It is 13.", "Also 42.", "{{");
    }
  }

  @Test
  void everyOtherReplyHasAReason(TestPipeline pipeline) throws IOException {
    Map<String, Reply> replies = new HashMap<>();
    Map<String, String> outcomes = new HashMap<>();
    String unparsable = JudgeConsistency.UNPARSABLE_VERDICT;
    String[][] table = {
      {"good", GOOD, ACCEPTED},
      {"fenced", "```json\n" + GOOD + "\n```", ACCEPTED},
      {"fenced without name", "```\n" + GOOD + "\n```", ACCEPTED},
      {"after thinking", "<think>{\"same\": false}</think>" + GOOD, ACCEPTED},
      {"more fields", GOOD.replace("{", "{\"confidence\": 0.9, "), ACCEPTED},
      {"unsolvable", form(false, true, false, false), JudgeConsistency.UNSOLVABLE},
      {"incomplete", form(true, false, false, false), JudgeConsistency.INCOMPLETE},
      {"unsolvable but the same", form(false, true, false, true), JudgeConsistency.CONTRADICTORY},
      {"incomplete but the same", form(true, false, false, true), JudgeConsistency.CONTRADICTORY},
      {"leaking", form(true, true, true, true), JudgeConsistency.LEAKS},
      {"different", form(true, true, false, false), JudgeConsistency.DIFFERENT_COMPUTATION},
      {"all bad", form(false, false, true, false), JudgeConsistency.UNSOLVABLE},
      {"prose", "They are the same.", unparsable},
      {"number", "1", unparsable},
      {"list", "[" + GOOD + "]", ACCEPTED},
      {"two", GOOD + "\n" + GOOD, ACCEPTED},
      {"text around it", "Here you are: " + GOOD, ACCEPTED},
      {"cut off", GOOD.substring(0, 40), unparsable},
      {"a field is missing", GOOD.replace("\"leaks\"", "\"leak\""), unparsable},
      {"a field is text", GOOD.replace("\"same\": true", "\"same\": \"true\""), ACCEPTED},
      {"a field is a number", GOOD.replace("\"same\": true", "\"same\": 1"), ACCEPTED},
      {"a field comes twice", GOOD.replace("{", "{\"same\": false, "), unparsable},
      {"no reason", GOOD.replace(", \"reason\": \"so\"", ""), ACCEPTED},
      {"a reason that is no text", GOOD.replace("\"so\"", "7"), ACCEPTED},
      {"an empty fence", "```json\n```", unparsable},
      {"nested deeply", "[".repeat(5000), unparsable},
      {"declined", "CANNOT: it is not mine to judge", "declined"},
      {"empty", "<think>hm</think>", "empty_response"},
    };
    for (String[] row : table) {
      replies.put(row[0], says(row[1]));
      outcomes.put(row[0], row[2]);
    }
    Sample[] samples =
        replies.keySet().stream().map(JudgeConsistencyTest::sample).toArray(Sample[]::new);
    try (ScriptedServer server = ScriptedServer.byName(replies)) {
      assertOutcomes(judge(pipeline, server, samples), outcomes);
      pipeline.run();
    }
  }

  @Test
  void anUnreadableVerdictIsAskedForOnceMore(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                request.question().startsWith("Your reply cannot be used")
                    ? says(GOOD)
                    : says("It is hard to say."))) {
      assertAccepted(
          judge(pipeline, server, sample("x")),
          judged -> {
            assertThat(judged.getVerdicts(0).getCall().getRepairOf()).isNotEmpty();
            return null;
          });
      pipeline.run();
      assertThat(server.requests()).hasSize(2);
    }
  }

  /** Answers as the judge whose turn it is: the seeds tell two calls about one sample apart. */
  private static ScriptedServer judges(Reply first, Reply second) {
    Map<Long, Reply> bySeed = new ConcurrentHashMap<>();
    AtomicInteger turn = new AtomicInteger();
    return new ScriptedServer(
        request ->
            bySeed.computeIfAbsent(
                request.json().path("seed").asLong(),
                seed -> turn.getAndIncrement() == 0 ? first : second));
  }

  private static StepResult<Sample> judgeTwice(TestPipeline pipeline, ScriptedServer server) {
    return given(pipeline, sample("x"))
        .apply(
            JudgeConsistency.with(server.config("judge"), PromptTemplate.packaged("judge"))
                .withJudges(2));
  }

  @Test
  void twoJudgesWhoAgreeBothLeaveAVerdict(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = judges(says(GOOD), says(GOOD))) {
      assertAccepted(
          judgeTwice(pipeline, server),
          judged -> {
            assertThat(judged.getVerdictsList())
                .extracting(verdict -> verdict.getCall().getSampleIndex())
                .containsExactly(0, 1);
            return null;
          });
      pipeline.run();
      assertThat(server.requests())
          .extracting(request -> request.json().path("seed").asLong())
          .doesNotHaveDuplicates()
          .hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, judge_contradictory",
    "false, true, judge_contradictory",
    "false, false, judged_different",
  })
  void twoJudgesHaveToAgree(boolean first, boolean second, String reason, TestPipeline pipeline)
      throws IOException {
    try (ScriptedServer server =
        judges(says(form(true, true, false, first)), says(form(true, true, false, second)))) {
      assertOutcomes(judgeTwice(pipeline, server), Map.of("x", reason));
      pipeline.run();
    }
  }

  private static StepResult<Sample> twoModels(
      TestPipeline pipeline, ScriptedServer server, Sample... samples) {
    PromptTemplate prompt = PromptTemplate.packaged("judge");
    return given(pipeline, samples)
        .apply(
            JudgeConsistency.with(
                server.config("judge").toBuilder().setModel("first").build(), prompt))
        .accepted()
        .apply(
            "Second",
            JudgeConsistency.with(
                    server.config("judge").toBuilder().setModel("second").build(), prompt)
                .named("JudgeConsistency2"));
  }

  @Test
  void everyModelThatJudgesLeavesAVerdict(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(GOOD))) {
      assertAccepted(
          twoModels(pipeline, server, sample("x")),
          judged -> {
            assertThat(judged.getVerdictsList())
                .extracting(Verdict::getStep, verdict -> verdict.getCall().getModel())
                .containsExactly(
                    tuple("JudgeConsistency", "first"), tuple("JudgeConsistency2", "second"));
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void aModelThatJudgesOtherwiseRejectsWhatAnotherAccepted(TestPipeline pipeline)
      throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                says(
                    form(
                        true,
                        true,
                        false,
                        request.json().path("model").asText().equals("first"))))) {
      assertRejected(
          twoModels(pipeline, server, sample("x")),
          rejection -> {
            assertThat(rejection)
                .returns("JudgeConsistency2", Rejection::getStep)
                .returns(JudgeConsistency.DIFFERENT_COMPUTATION, Rejection::getReason)
                .returns("first", r -> r.getSample().getVerdicts(0).getCall().getModel())
                .returns("second", r -> r.getCalls(0).getModel());
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void aVerdictThatCannotBeReadOutweighsAGoodOne(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = judges(says(GOOD), says("Fine."))) {
      assertOutcomes(
          judgeTwice(pipeline, server), Map.of("x", JudgeConsistency.UNPARSABLE_VERDICT));
      pipeline.run();
    }
  }

  @Test
  void aJudgeWhoDoesNotAnswerIsMissed(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = judges(says(GOOD), status(400, "no"))) {
      assertOutcomes(judgeTwice(pipeline, server), Map.of("x", JudgeConsistency.MISSING_VERDICT));
      pipeline.run();
    }
  }

  @Test
  void aRejectionSaysWhatTheJudgeSaid(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(request -> says(form(true, true, false, false)))) {
      assertRejected(
          judge(pipeline, server, sample("x")),
          rejection -> {
            assertThat(rejection.getEvidence()).isEqualTo(form(true, true, false, false));
            assertThat(rejection.getSample()).isEqualTo(sample("x"));
            assertThat(rejection.getCallsList()).hasSize(1);
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void aSampleWithoutAgreeingSolutionIsNotJudged(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(GOOD))) {
      assertOutcomes(
          judge(pipeline, server, solved("x", "How many apples?", "It is 13.")),
          Map.of("x", CheckConsistency.ANSWER_DISAGREES));
      pipeline.run();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aSampleThatComesTwiceIsJudgedTwice(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(GOOD))) {
      StepResult<Sample> result = judge(pipeline, server, sample("x"), sample("x"));
      PAssert.thatSingleton(result.accepted().apply(Count.globally())).isEqualTo(2L);
      pipeline.run();
    }
  }

  @Test
  void nothingIsAskedAboutNothing(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(GOOD))) {
      assertNothing(judge(pipeline, server));
      pipeline.run();
      assertThat(server.requests()).isEmpty();
    }
  }
}
