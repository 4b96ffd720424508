package org.caco.transforms.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.given;
import static org.caco.transforms.step.TestSamples.posed;

import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The program of the samples multiplies 6 apples by 7 boxes, which gives 42. */
@ExtendWith(TestPipelineExtension.class)
class CheckProblemTest {
  private static Sample with(String id, String input, String output, String problem) {
    return posed(id, problem).toBuilder()
        .setExecution(
            Execution.newBuilder().setInput(input).setOutput(output).setOutputText(output))
        .build();
  }

  @Test
  void problemsThatStateTheInputPass(TestPipeline pipeline) {
    assertOutcomes(
        given(
                pipeline,
                posed("digits", "There are 6 apples in each of 7 boxes. How many are there?"),
                posed("words", "Seven boxes hold six apples each. How many in all?"),
                posed("latex", "Compute $6 \\times 7$."),
                posed("a program of another kind", "A TV program of 6 parts has 7 ads in each."))
            .apply(CheckProblem.create()),
        Map.of(
            "digits", ACCEPTED,
            "words", ACCEPTED,
            "latex", ACCEPTED,
            "a program of another kind", ACCEPTED));
    pipeline.run();
  }

  @Test
  void problemsThatLackANumberOrGiveAwayHowTheyWereMadeAreRejected(TestPipeline pipeline) {
    String apples = "There are 6 apples in each of 7 boxes. ";
    assertOutcomes(
        given(
                pipeline,
                posed("missing", "There are 6 apples in each box. How many are there?"),
                posed("swapped", "There are 6 apples in each of 8 boxes. How many?"),
                posed("answer", apples + "How many of the 42 apples are there?"),
                posed("variable", apples + "Find total_apples."),
                posed("program", apples + "What does the Python program print?"),
                posed("code", apples + "Compute apples[\"x\"] for it."))
            .apply(CheckProblem.create()),
        Map.of(
            "missing", CheckProblem.MISSING_NUMBER,
            "swapped", CheckProblem.MISSING_NUMBER,
            "answer", CheckProblem.ANSWER,
            "variable", CheckProblem.VARIABLE,
            "program", CheckProblem.PROGRAM,
            "code", CheckProblem.CODE));
    pipeline.run();
  }

  @Test
  void numbersInListsAndNestedValuesAreLookedFor(TestPipeline pipeline) {
    String input = "{\"rows\":[[3,5],{\"$tuple\":[8,{\"$fraction\":\"2/9\"}]}],\"on\":true}";
    assertOutcomes(
        given(
                pipeline,
                with("all", input, "99", "Given 3 and 5, 8 and two ninths. Find it."),
                with("no fraction", input, "99", "Given 3, 5 and 8. Find it."),
                with("ends", "{\"n\":[11,12,13,14]}", "99", "Add the numbers from 11 to 14."),
                with("no end", "{\"n\":[11,12,13,15]}", "99", "Add the numbers from 11 to 15."))
            .apply(CheckProblem.create()),
        Map.of(
            "all",
            ACCEPTED,
            "no fraction",
            CheckProblem.MISSING_NUMBER,
            "ends",
            ACCEPTED,
            "no end",
            CheckProblem.MISSING_NUMBER));
    pipeline.run();
  }

  @Test
  void smallAnswersAreOftenNoGiveaway(TestPipeline pipeline) {
    String input = "{\"a\":15}";
    assertOutcomes(
        given(
                pipeline,
                with("places", input, "2", "Of 15 dollars, to 2 decimal places, how much?"),
                with("said", input, "2", "Of 15 dollars, show that the answer is 2."),
                with("large", input, "37.5", "Of 15 dollars, is it 37.50 dollars?"),
                with("list", input, "[4, 9]", "Of 15 dollars you get [4, 9]. Why?"))
            .apply(CheckProblem.create()),
        Map.of(
            "places", ACCEPTED,
            "said", CheckProblem.ANSWER,
            "large", CheckProblem.ANSWER,
            "list", CheckProblem.ANSWER));
    pipeline.run();
  }

  @Test
  void valuesThatAreNoJsonAreRejected(TestPipeline pipeline) {
    assertRejected(
        given(pipeline, with("x", "{", "42", "6 and 7?")).apply(CheckProblem.create()),
        rejection -> {
          assertThat(rejection.getReason()).isEqualTo("internal_error");
          return null;
        });
    pipeline.run();
  }

  @Test
  void theEvidenceNamesTheInputAndItsNumber(TestPipeline pipeline) {
    assertRejected(
        given(pipeline, posed("x", "There are 6 apples in 12 boxes.")).apply(CheckProblem.create()),
        rejection -> {
          assertThat(rejection.getEvidence()).isEqualTo("input boxes: 7; the problem has 6, 12");
          return null;
        });
    pipeline.run();
  }

  @Test
  void checksCanBeSwitchedOff(TestPipeline pipeline) {
    assertOutcomes(
        given(pipeline, posed("x", "What does the program return for 6?"))
            .apply(CheckProblem.create().withChecks(Set.of(CheckProblem.ANSWER))),
        Map.of("x", ACCEPTED));
    pipeline.run();
  }

  @Test
  void unknownChecksAreRefused() {
    assertThatThrownBy(() -> CheckProblem.create().withChecks(Set.of("spelling")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not spelling");
  }

  @Test
  void nothingGivesNothing(TestPipeline pipeline) {
    assertNothing(given(pipeline).apply(CheckProblem.create()));
    pipeline.run();
  }
}
