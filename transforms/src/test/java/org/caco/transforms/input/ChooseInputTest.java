package org.caco.transforms.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.TestSamples.given;

import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.hash.ContentHash;
import org.caco.transforms.execute.ExecutePrograms;
import org.caco.transforms.execute.TestSandbox;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.InputChoice;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class ChooseInputTest {
  @BeforeAll
  static void sandboxIsAvailable() {
    TestSandbox.assumeAvailable();
  }

  private static String gives(String input, String parameters, String result) {
    return "input = %s\n\ndef f(%s):\n    return %s\n\noutput = f(**input)\nprint(output)\n"
        .formatted(input, parameters, result);
  }

  private static StepResult<Sample> choose(TestPipeline pipeline, String code) {
    StepResult<Sample> run =
        given(pipeline, Map.of("x", code)).apply(ExecutePrograms.in(TestSandbox.CONFIG));
    PAssert.that("did not run", run.rejected()).empty();
    return run.accepted().apply(ChooseInput.in(TestSandbox.CONFIG));
  }

  private static void check(
      TestPipeline pipeline, String code, SerializableFunction<Sample, Void> assertions) {
    assertAccepted(choose(pipeline, code), assertions);
    pipeline.run();
  }

  @Test
  void anInputThatTellsAllReadingsApartStays(TestPipeline pipeline) {
    check(
        pipeline,
        gives("{\"pears\": 19, \"boxes\": 5}", "pears, boxes", "pears // boxes"),
        sample -> {
          assertThat(sample.getId()).isEqualTo("x");
          assertThat(sample.getExecution().getInput()).isEqualTo("{\"pears\":19,\"boxes\":5}");
          InputChoice choice = sample.getChoice();
          assertThat(choice.getOpenList()).isEmpty();
          assertThat(choice.getExcludedList())
              .contains("true_division 4:11", "ceiling_division 4:11", "rounded_division 4:11");
          assertThat(choice.getWrittenInput()).isEmpty();
          assertThat(sample.getExecution().getTestsCount()).isPositive();
          assertThat(sample.getVerdicts(0).getStep()).isEqualTo("ChooseInput");
          return null;
        });
  }

  @Test
  void anotherInputIsWrittenIntoTheSourceAndRunAnew(TestPipeline pipeline) {
    String code = gives("{\"pears\": 2, \"boxes\": 2}", "pears, boxes", "pears * boxes");
    check(
        pipeline,
        code,
        sample -> {
          InputChoice choice = sample.getChoice();
          assertThat(choice.getWrittenInput()).isEqualTo("{\"pears\":2,\"boxes\":2}");
          assertThat(choice.getWrittenProgram()).isEqualTo(ContentHash.of("program", code));
          assertThat(choice.getExcludedList()).contains("sum_for_product 4:11");
          Execution execution = sample.getExecution();
          String source = sample.getProgram().getCode();
          assertThat(sample.getId())
              .isEqualTo(sample.getProgram().getId())
              .isEqualTo(ContentHash.of("program", source));
          String values = execution.getInput().replace(":", ": ").replace(",", ", ");
          assertThat(source).isEqualTo(code.replace("{\"pears\": 2, \"boxes\": 2}", values));
          assertThat(execution.getOutput()).isNotEqualTo("4").isEqualTo(execution.getOutputText());
          assertThat(execution.getFacts().getInputKeysList()).containsExactly("pears", "boxes");
          return null;
        });
  }

  @Test
  void aProgramThatIsPosedAlreadyKeepsItsInput(TestPipeline pipeline) {
    String code = gives("{\"pears\": 2, \"boxes\": 2}", "pears, boxes", "pears * boxes");
    PCollection<Sample> posed =
        given(pipeline, Map.of("x", code))
            .apply(ExecutePrograms.in(TestSandbox.CONFIG))
            .accepted()
            .apply(
                MapElements.into(TypeDescriptor.of(Sample.class))
                    .via(
                        sample ->
                            sample.toBuilder()
                                .setProblem(Problem.newBuilder().setText("How many pears?"))
                                .build()));
    assertAccepted(
        posed.apply(ChooseInput.in(TestSandbox.CONFIG)),
        sample -> {
          assertThat(sample.getProgram().getCode()).isEqualTo(code);
          assertThat(sample.getChoice().getOpenList()).contains("sum_for_product 4:11");
          return null;
        });
    pipeline.run();
  }

  @Test
  void everyTestOfAnEvenDivisionComesOutEven(TestPipeline pipeline) {
    check(
        pipeline,
        gives("{\"pears\": 24, \"boys\": 4}", "pears, boys", "pears // boys"),
        sample -> {
          assertThat(sample.getChoice().getOpenList()).contains("true_division 4:11");
          assertThat(sample.getExecution().getTestsList())
              .isNotEmpty()
              .allSatisfy(
                  test -> {
                    String[] values = test.getInput().split("\\D+", -1);
                    int pears = Integer.parseInt(values[1]);
                    int boys = Integer.parseInt(values[2]);
                    assertThat(pears % boys).isZero();
                    assertThat(test.getOutput()).isEqualTo(Integer.toString(pears / boys));
                  });
          return null;
        });
  }

  @Test
  void aProgramWhoseInputCannotBeWrittenKeepsIt(TestPipeline pipeline) {
    check(
        pipeline,
        gives("dict(pears=2, boxes=2)", "pears, boxes", "pears * boxes"),
        sample -> {
          assertThat(sample.getId()).isEqualTo("x");
          assertThat(sample.getExecution().getOutput()).isEqualTo("4");
          assertThat(sample.getChoice().getOpenList()).contains("sum_for_product 4:11");
          // Where the input leaves it open that they are added, no test is left but such as agree.
          assertThat(sample.getExecution().getTestsList())
              .allSatisfy(test -> assertThat(test.getOutput()).isEqualTo("4"));
          return null;
        });
  }

  @Test
  void ofAProgramThatCannotBeComparedThereAreNoTests(TestPipeline pipeline) {
    check(
        pipeline,
        "import sympy\ninput = {\"x\": sympy.Symbol('x')}\noutput = input['x'] * 2\n",
        sample -> {
          assertThat(sample.getChoice().getUnproven()).contains("no dict of values");
          assertThat(sample.getExecution().getTestsList()).isEmpty();
          return null;
        });
  }

  @Test
  void nothingIn(TestPipeline pipeline) {
    assertNothing(given(pipeline).apply(ChooseInput.in(TestSandbox.CONFIG)));
    pipeline.run();
  }

  @Test
  void variantsAreBounded() {
    ChooseInput choose = ChooseInput.in(TestSandbox.CONFIG);
    assertThatThrownBy(() -> choose.withVariants(0)).hasMessageContaining("1 to 20");
    assertThatThrownBy(() -> choose.withVariants(21)).hasMessageContaining("1 to 20");
  }
}
