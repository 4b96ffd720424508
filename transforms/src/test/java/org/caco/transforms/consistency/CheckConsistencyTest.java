package org.caco.transforms.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.given;
import static org.caco.transforms.step.TestSamples.solved;

import java.util.Arrays;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.caco.grader.GraderConfig;
import org.caco.transforms.execute.TestSandbox;
import org.caco.transforms.records.Consistency;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The program of every sample here gives 42. */
@ExtendWith(TestPipelineExtension.class)
class CheckConsistencyTest {
  private static final String PROBLEM = "How many apples?";
  private static final String RIGHT = "6 times 7 is 42.\n\\boxed{42}";
  private static final String WRONG = "6 plus 7 is 13.\n\\boxed{13}";
  private static final String SILENT = "I cannot say.";

  @Test
  void oneAgreeingSolutionIsEnough(TestPipeline pipeline) {
    assertAccepted(
        given(pipeline, solved("x", PROBLEM, WRONG, RIGHT, SILENT))
            .apply(CheckConsistency.create()),
        checked -> {
          assertThat(checked.getSolutionsList())
              .extracting(Solution::getText, Solution::getAnswer, Solution::getAgrees)
              .containsExactly(
                  tuple(WRONG, "13", false), tuple(RIGHT, "42", true), tuple(SILENT, "", false));
          assertThat(checked.getSolutionsList())
              .extracting(Solution::getReason)
              .containsExactly("different_integer", "equal_integer", "no_final_answer");
          assertThat(checked.getVerdictsList())
              .containsExactly(
                  Verdict.newBuilder()
                      .setStep("CheckConsistency")
                      .setReason("1 of 3 solutions agree")
                      .build());
          return null;
        });
    pipeline.run();
  }

  @Test
  void aSolutionThatEndsInASumIsGradedBySympyWhereThatIsAsked(TestPipeline pipeline) {
    TestSandbox.assumeAvailable();
    assertAccepted(
        given(pipeline, solved("x", PROBLEM, "\\boxed{\\sum_{i=1}^{6} 2i}"))
            .apply(
                CheckConsistency.create().withGrader(GraderConfig.withSympy(TestSandbox.CONFIG))),
        checked -> {
          assertThat(checked.getSolutions(0).getReason()).isEqualTo("equal_sympy");
          return null;
        });
    pipeline.run();
  }

  @Test
  void thePassRateCountsRepliesWithoutASolution(TestPipeline pipeline) {
    Sample.Builder sample = solved("x", PROBLEM, WRONG, RIGHT).toBuilder();
    sample.getConsistencyBuilder().setAttempts(4);
    assertAccepted(
        given(pipeline, sample.build()).apply(CheckConsistency.create()),
        checked -> {
          assertThat(checked.getConsistency())
              .isEqualTo(
                  Consistency.newBuilder()
                      .setAttempts(4)
                      .setAgreeing(1)
                      .setMajorityAnswer("42")
                      .setMajorityAgrees(true)
                      .build());
          return null;
        });
    pipeline.run();
  }

  @Test
  void theMajorityIsOfEqualAnswersInAnyNotation(TestPipeline pipeline) {
    assertAccepted(
        given(pipeline, solved("x", PROBLEM, RIGHT, "\\boxed{0.5}", "\\boxed{13}", "\\boxed{1/2}"))
            .apply(CheckConsistency.create()),
        checked -> {
          assertThat(checked.getConsistency())
              .returns("0.5", Consistency::getMajorityAnswer)
              .returns(false, Consistency::getMajorityAgrees);
          return null;
        });
    pipeline.run();
  }

  @Test
  void aRoundedSolutionAgreesWithTheProgram(TestPipeline pipeline) {
    Sample.Builder sample = solved("x", PROBLEM, "\\boxed{3.14}", "\\boxed{3.15}").toBuilder();
    sample.getExecutionBuilder().setOutput("3.141592653589793").setOutputText("3.141592653589793");
    assertAccepted(
        given(pipeline, sample.build()).apply(CheckConsistency.create()),
        checked -> {
          assertThat(checked.getSolutionsList())
              .extracting(Solution::getReason)
              .containsExactly("equal_rounded", "different_number");
          return null;
        });
    pipeline.run();
  }

  @Test
  void solutionsOfWhichOneIsRoundedAreNoMajority(TestPipeline pipeline) {
    assertAccepted(
        given(pipeline, solved("x", PROBLEM, RIGHT, "\\boxed{\\pi}", "\\boxed{3.14}"))
            .apply(CheckConsistency.create()),
        checked -> {
          assertThat(checked.getConsistency())
              .returns("42", Consistency::getMajorityAnswer)
              .returns(true, Consistency::getMajorityAgrees);
          return null;
        });
    pipeline.run();
  }

  @Test
  void passRatesOutsideTheRangeAreRejected(TestPipeline pipeline) {
    assertOutcomes(
        given(
                pipeline,
                solved("always", PROBLEM, RIGHT, RIGHT),
                solved("half", PROBLEM, RIGHT, WRONG),
                solved("seldom", PROBLEM, RIGHT, WRONG, WRONG))
            .apply(CheckConsistency.create().withPassRates(new PassRates(0.5, 0.9))),
        Map.of(
            "always", CheckConsistency.TOO_EASY,
            "half", ACCEPTED,
            "seldom", CheckConsistency.TOO_HARD));
    pipeline.run();
  }

  /** A sample of whose solutions, so many asked for, so many are right. */
  private static Sample solvedBy(String id, int agreeing, int attempts) {
    String[] solutions = new String[agreeing];
    Arrays.fill(solutions, RIGHT);
    Sample.Builder sample = solved(id, PROBLEM, solutions).toBuilder();
    sample.getConsistencyBuilder().setAttempts(attempts);
    return sample.build();
  }

  @Test
  void passRatesAreComparedAsTheyAreWritten(TestPipeline pipeline) {
    assertOutcomes(
        given(
                pipeline,
                solvedBy("7 of 25", 7, 25),
                solvedBy("6 of 25", 6, 25),
                solvedBy("14 of 25", 14, 25),
                solvedBy("15 of 25", 15, 25),
                solvedBy("56 of 100", 56, 100))
            .apply(CheckConsistency.create().withPassRates(new PassRates(0.28, 0.56))),
        Map.of(
            "7 of 25", ACCEPTED,
            "6 of 25", CheckConsistency.TOO_HARD,
            "14 of 25", ACCEPTED,
            "15 of 25", CheckConsistency.TOO_EASY,
            "56 of 100", ACCEPTED));
    pipeline.run();
  }

  @Test
  void whatWasCutOffIsCountedOn(TestPipeline pipeline) {
    Sample.Builder sample = solvedBy("x", 1, 4).toBuilder();
    sample.getConsistencyBuilder().setTruncated(3);
    assertAccepted(
        given(pipeline, sample.build()).apply(CheckConsistency.create()),
        checked -> {
          assertThat(checked.getConsistency())
              .returns(4, Consistency::getAttempts)
              .returns(1, Consistency::getAgreeing)
              .returns(3, Consistency::getTruncated);
          return null;
        });
    pipeline.run();
  }

  @Test
  void aSampleWithoutAgreeingSolutionIsRejected(TestPipeline pipeline) {
    assertOutcomes(
        given(
                pipeline,
                solved("agrees", PROBLEM, RIGHT),
                solved("agrees in other words", PROBLEM, "So the answer is 42.0 apples."),
                solved("disagrees", PROBLEM, WRONG),
                solved("by a hundred", PROBLEM, "\\boxed{4200}"),
                solved("in a bracket", PROBLEM, "\\boxed{[42, 43]}"),
                solved("says nothing", PROBLEM, SILENT),
                solved("says nothing or wrong", PROBLEM, SILENT, WRONG),
                solved("has none", PROBLEM))
            .apply(CheckConsistency.create()),
        Map.of(
            "agrees", ACCEPTED,
            "agrees in other words", ACCEPTED,
            "disagrees", CheckConsistency.ANSWER_DISAGREES,
            "by a hundred", CheckConsistency.ANSWER_DISAGREES,
            "in a bracket", CheckConsistency.ANSWER_DISAGREES,
            "says nothing", CheckConsistency.NO_FINAL_ANSWER,
            "says nothing or wrong", CheckConsistency.ANSWER_DISAGREES,
            "has none", CheckConsistency.NO_FINAL_ANSWER));
    pipeline.run();
  }

  @Test
  void aRejectionHoldsTheGradedSolutions(TestPipeline pipeline) {
    assertRejected(
        given(pipeline, solved("x", PROBLEM, WRONG, SILENT)).apply(CheckConsistency.create()),
        rejection -> {
          assertThat(rejection.getEvidence())
              .isEqualTo("output 42, answers 13 (different_integer), none (no_final_answer)");
          assertThat(rejection.getSample().getSolutions(0))
              .returns("13", Solution::getAnswer)
              .returns("different_integer", Solution::getReason);
          return null;
        });
    pipeline.run();
  }

  @Test
  void equalSamplesPassAsOftenAsTheyCome(TestPipeline pipeline) {
    Sample sample = solved("x", PROBLEM, RIGHT);
    StepResult<Sample> result = given(pipeline, sample, sample).apply(CheckConsistency.create());
    PAssert.thatSingleton(result.accepted().apply(Count.globally())).isEqualTo(2L);
    pipeline.run();
  }

  @Test
  void nothingGivesNothing(TestPipeline pipeline) {
    assertNothing(given(pipeline).apply(CheckConsistency.create()));
    pipeline.run();
  }
}
