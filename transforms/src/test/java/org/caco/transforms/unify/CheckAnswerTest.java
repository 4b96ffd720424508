package org.caco.transforms.unify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.executed;
import static org.caco.transforms.step.TestSamples.given;

import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.caco.grader.GraderConfig;
import org.caco.transforms.execute.TestSandbox;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class CheckAnswerTest {
  /** A sample whose program gives 42, from a seed with this answer. */
  private static Sample sample(String id, String answer) {
    return executed(id).toBuilder().setSeed(Seed.newBuilder().setId(id).setAnswer(answer)).build();
  }

  @Test
  void theKnownAnswerIsAcceptedAndItsSeedLeftBehind(TestPipeline pipeline) {
    assertAccepted(
        given(pipeline, sample("x", "42")).apply(CheckAnswer.create()),
        accepted -> {
          assertThat(accepted)
              .isEqualTo(
                  executed("x").toBuilder()
                      .addVerdicts(
                          Verdict.newBuilder().setStep("CheckAnswer").setReason("equal_integer"))
                      .build());
          return null;
        });
    pipeline.run();
  }

  @Test
  void aSumIsWorkedOutBySympyWhereThatIsAsked(TestPipeline pipeline) {
    TestSandbox.assumeAvailable();
    assertOutcomes(
        given(
                pipeline,
                sample("right", "$\\sum_{i=1}^{6} 2i$"),
                sample("wrong", "$\\sum_{i=1}^{6} 3i$"))
            .apply(CheckAnswer.create().withGrader(GraderConfig.withSympy(TestSandbox.CONFIG))),
        Map.of("right", ACCEPTED, "wrong", CheckAnswer.WRONG_ANSWER));
    pipeline.run();
  }

  @Test
  void aSumIsNoAnswerWithoutSympy(TestPipeline pipeline) {
    assertOutcomes(
        given(pipeline, sample("right", "$\\sum_{i=1}^{6} 2i$")).apply(CheckAnswer.create()),
        Map.of("right", CheckAnswer.WRONG_ANSWER));
    pipeline.run();
  }

  @Test
  void anyOtherAnswerIsWrong(TestPipeline pipeline) {
    assertOutcomes(
        given(
                pipeline,
                sample("same", "42"),
                sample("boxed", "$42$"),
                sample("off by one", "43"),
                sample("off by a hundred", "4200"),
                sample("part", "4"),
                sample("none", ""))
            .apply(CheckAnswer.create()),
        Map.of(
            "same", ACCEPTED,
            "boxed", ACCEPTED,
            "off by one", CheckAnswer.WRONG_ANSWER,
            "off by a hundred", CheckAnswer.WRONG_ANSWER,
            "part", CheckAnswer.WRONG_ANSWER,
            "none", CheckAnswer.WRONG_ANSWER));
    pipeline.run();
  }

  @Test
  void aRejectionShowsBothAnswersAndKeepsTheSeed(TestPipeline pipeline) {
    Sample wrong = sample("x", "43");
    assertRejected(
        given(pipeline, wrong).apply(CheckAnswer.create()),
        rejection -> {
          assertThat(rejection.getEvidence())
              .isEqualTo("different_integer: output 42, known answer 43");
          assertThat(rejection.getSample()).isEqualTo(wrong);
          return null;
        });
    pipeline.run();
  }

  @Test
  void equalSamplesPassAsOftenAsTheyCome(TestPipeline pipeline) {
    StepResult<Sample> result =
        given(pipeline, sample("x", "42"), sample("x", "42")).apply(CheckAnswer.create());
    PAssert.thatSingleton(result.accepted().apply(Count.globally())).isEqualTo(2L);
    PAssert.that(result.rejected()).empty();
    pipeline.run();
  }

  @Test
  void nothingGivesNothing(TestPipeline pipeline) {
    assertNothing(given(pipeline).apply(CheckAnswer.create()));
    pipeline.run();
  }
}
