package org.caco.pipelines.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caco.sandbox.Requirement;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.step.Shared;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlantedSamplesTest {
  private static final SandboxConfig SANDBOX = SandboxConfig.defaults().withWorkers(1);

  /** 21 yards make 7 quilts; 12 quilts take 36 yards. So do 21 quilts if 12 yards make 7. */
  private static final String QUILTS =
      """
      input = {
          "yards": 21,
          "quilts": 7,
          "others": 12,
      }


      def needed(yards, quilts, others):
          return others * (yards // quilts)


      output = needed(**input)
      print(output)
      """;

  @BeforeEach
  void needsASandbox() {
    List<Requirement> missing = Requirement.missing(SANDBOX);
    assumeTrue(missing.isEmpty(), () -> "no sandbox on this machine: " + missing);
  }

  private static Sample sample(int id) {
    return Sample.newBuilder()
        .setId("s" + id)
        .setProgram(Program.newBuilder().setCode(QUILTS))
        .setExecution(Execution.newBuilder().setOutput("36").setOutputText("36"))
        .setProblem(
            Problem.newBuilder()
                .setText("Of 21 yards one makes 7 quilts. How many yards do 12 quilts take?"))
        .addSolutions(Solution.newBuilder().setText("\\boxed{36}"))
        .build();
  }

  private static Stream<Sample> planted(PlantedKind kind) {
    List<Sample> right = IntStream.range(0, 20).mapToObj(PlantedSamplesTest::sample).toList();
    try (Shared.Lease<Sandbox> sandbox = Sandboxes.acquire(SANDBOX)) {
      return new PlantedSamples(right, List.of(), List.of(), sandbox.get()::run)
          .all().stream().filter(sample -> PlantedSamples.kind(sample).equals(kind.label()));
    }
  }

  @Test
  void swapsNumbersOnlyWhereTheProblemGetsAnotherAnswer() {
    assertThat(planted(PlantedKind.SWAPPED_NUMBERS).map(sample -> sample.getProblem().getText()))
        .isNotEmpty()
        .allSatisfy(
            text ->
                assertThat(text)
                    .isIn(
                        "Of 7 yards one makes 21 quilts. How many yards do 12 quilts take?",
                        "Of 21 yards one makes 12 quilts. How many yards do 7 quilts take?"));
  }

  @Test
  void aSampleWithAWrongAnswerKeepsProgramAndProblem() {
    assertThat(planted(PlantedKind.OFF_BY_ONE))
        .hasSize(20)
        .allSatisfy(
            sample -> {
              assertThat(sample.getSolutions(0).getText()).isIn("\\boxed{35}", "\\boxed{37}");
              assertThat(sample.toBuilder().clearId().clearSolutions().build())
                  .isEqualTo(sample(0).toBuilder().clearId().clearSolutions().build());
            });
  }

  @Test
  void aProgramThatIgnoresAnInputIsToBeRunAnew() {
    Optional<Sample> first = planted(PlantedKind.IGNORED_INPUT).findFirst();

    assertThat(first)
        .hasValueSatisfying(
            sample -> {
              assertThat(sample.hasExecution()).isFalse();
              assertThat(sample.getProgram().getCode())
                  .containsPattern("\\):\\n    (?:yards = 21|quilts = 7|others = 12)\\n");
            });
  }
}
