package org.caco.transforms.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.given;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.caco.python.PythonValue;
import org.caco.transforms.execute.TestSandbox;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.InputChoice;
import org.caco.transforms.records.Instance;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class MakeInstancesTest {
  @BeforeAll
  static void sandboxIsAvailable() {
    TestSandbox.assumeAvailable();
  }

  /** Plums in boxes of equal size, and what is left after some are eaten. */
  static Sample row(String text, String answer) {
    String code =
        "input = {\"plums\": 60, \"boxes\": 12, \"eaten\": 3}\n\n"
            + "def f(plums, boxes, eaten):\n    return plums // boxes - eaten\n\n"
            + "output = f(**input)\nprint(output)\n";
    return Sample.newBuilder()
        .setId("x")
        .setProgram(Program.newBuilder().setId("x").setCode(code))
        .setExecution(
            Execution.newBuilder()
                .setVerdict("ok")
                .setInput("{\"plums\":60,\"boxes\":12,\"eaten\":3}")
                .setOutput(answer)
                .setOutputText(answer))
        .setProblem(Problem.newBuilder().setId("p").setText(text))
        .addSolutions(Solution.newBuilder().setText("It is 2.").setAgrees(true))
        .setChoice(InputChoice.getDefaultInstance())
        .build();
  }

  private static final String TEXT =
      "Ada shares 60 plums evenly among 12 boxes and takes 3 out of one. How many are in it?";

  private static StepResult<Sample> make(TestPipeline pipeline, Sample row, int instances) {
    return given(pipeline, row)
        .apply(MakeInstances.in(TestSandbox.CONFIG).withInstances(instances));
  }

  private static void isRejected(StepResult<Sample> made, String reason) {
    assertRejected(
        made,
        rejection -> {
          assertThat(rejection.getReason()).isEqualTo(reason);
          assertThat(rejection.getStep()).isEqualTo(MakeInstances.STEP);
          return null;
        });
  }

  private static long number(String input, String name) {
    PythonValue.Dict dict = PythonValue.Dict.of(input).orElseThrow();
    return Long.parseLong(dict.value(dict.names().indexOf(name)).asText().orElseThrow());
  }

  @Test
  void instancesHaveOtherNumbersInTheTextAndTheProgramsAnswer(TestPipeline pipeline) {
    assertAccepted(
        make(pipeline, row(TEXT, "2"), 30),
        generator -> {
          assertThat(generator.getPlacesList())
              .extracting(place -> TEXT.substring(place.getStart(), place.getEnd()))
              .containsExactly("60", "12", "3");
          assertThat(generator.getInstancesList())
              .hasSize(30)
              .extracting(Instance::getText)
              .doesNotHaveDuplicates()
              .doesNotContain(TEXT);
          for (Instance instance : generator.getInstancesList()) {
            long plums = number(instance.getInput(), "plums");
            long boxes = number(instance.getInput(), "boxes");
            long eaten = number(instance.getInput(), "eaten");
            assertThat(plums % boxes).as("it comes out even, as in the row").isZero();
            assertThat(instance.getOutputText()).isEqualTo(Long.toString(plums / boxes - eaten));
            assertThat(plums / boxes - eaten).as("the sign of the row's").isPositive();
            assertThat(instance.getText())
                .isEqualTo(
                    "Ada shares %d plums evenly among %d boxes and takes %d out of one. How many are"
                            .formatted(plums, boxes, eaten)
                        + " in it?");
          }
          return null;
        });
    pipeline.run();
  }

  @Test
  void outputsAreNumbersThatCanBeWorkedOut(TestPipeline pipeline) {
    String code =
        "input = {\"height\": 1.5, \"days\": 6}\n\n"
            + "def f(height, days):\n    return height * 9 ** days\n\n"
            + "output = f(**input)\nprint(output)\n";
    String text =
        "A plant of 1.5 feet becomes 9 times as tall each day for 6 days. How tall is it?";
    Sample.Builder row = row(text, "797161.5").toBuilder();
    row.getProgramBuilder().setCode(code);
    row.getExecutionBuilder().setInput("{\"height\":1.5,\"days\":6}");
    assertAccepted(
        make(pipeline, row.build(), 20),
        generator -> {
          assertThat(generator.getInstancesList())
              .hasSize(20)
              .allMatch(instance -> instance.getOutputText().length() <= 13)
              .noneMatch(instance -> instance.getOutputText().contains("e"));
          return null;
        });
    pipeline.run();
  }

  @Test
  void theSameRowMakesTheSameInstances(TestPipeline pipeline) {
    Sample row = row(TEXT, "2");
    StepResult<Sample> made =
        given(pipeline, row, row).apply(MakeInstances.in(TestSandbox.CONFIG).withInstances(12));
    PAssert.that(made.accepted())
        .satisfies(
            both -> {
              Set<Sample> different = new HashSet<>();
              both.forEach(different::add);
              assertThat(different).hasSize(1);
              return null;
            });
    pipeline.run();
  }

  @Test
  void aTextThatIsNoTemplateIsRejectedWithItsReason(TestPipeline pipeline) {
    isRejected(
        make(pipeline, row("60 plums, 12 boxes, 3 eaten, and 60 again.", "2"), 5),
        "number_stands_twice");
    pipeline.run();
  }

  @Test
  void aRowWithTooFewNaturalNumbersIsRejected(TestPipeline pipeline) {
    isRejected(make(pipeline, row(TEXT, "2"), 10_000), MakeInstances.TOO_FEW);
    pipeline.run();
  }

  @Test
  void aRowOfWhichNoReadingIsKnownIsRejected(TestPipeline pipeline) {
    Sample row = row(TEXT, "2").toBuilder().clearChoice().build();
    isRejected(make(pipeline, row, 5), MakeInstances.UNPROVEN);
    pipeline.run();
  }

  @Test
  void nothingIsMadeOfNothing(TestPipeline pipeline) {
    assertNothing(
        given(pipeline, Sample.class, List.of()).apply(MakeInstances.in(TestSandbox.CONFIG)));
    pipeline.run();
  }

  @Test
  void theNumberOfInstancesIsBounded() {
    assertThatThrownBy(() -> MakeInstances.in(TestSandbox.CONFIG).withInstances(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 10,000");
  }
}
