package org.caco.pipelines.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.caco.sandbox.Requirement;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.TestCase;
import org.caco.transforms.step.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwinPairsTest {
  private static final SandboxConfig SANDBOX = SandboxConfig.defaults().withWorkers(1);

  private static String program(String result) {
    return "input = {\n    \"a - b\": 1,\n    \"pears\": 24,\n    \"boys\": 4,\n}\n\n\n"
        + "def f(pears, boys):\n    \"\"\"Pears - boys // 2.\"\"\"\n    return "
        + result
        + "\n\n\noutput = f(24, 4)\nprint(output)\n";
  }

  @ParameterizedTest
  @CsvSource({
    "TRUE_DIVISION, pears // boys, pears / boys",
    "FLOOR_DIVISION, pears / boys, pears // boys",
    "CEILING_DIVISION, pears // boys + 1, -(-pears // boys) + 1",
    "ROUNDED_DIVISION, pears // boys, round(pears / boys)",
    "PRODUCT_FOR_QUOTIENT, pears / boys, pears * boys",
    "SUM_FOR_PRODUCT, pears * boys, pears + boys",
    "DIFFERENCE_FOR_SUM, pears + boys, pears - boys",
    "REVERSED_DIFFERENCE, pears - boys, boys - pears",
    "'MAXIMUM_FOR_MINIMUM', 'min(pears, boys)', 'max(pears, boys)'",
    "INCLUSIVE_BOUND, 1 if pears < boys else 2, 1 if pears <= boys else 2",
    "EXCLUSIVE_BOUND, 1 if pears >= boys else 2, 1 if pears > boys else 2",
    "LONGER_RANGE, sum(range(boys)), sum(range(1 + boys))",
    "DROPPED_ROUNDING, round(pears), (pears)",
    "PERCENT_OF_RESULT, pears * boys / 100, pears * boys / (100 + boys)",
    "SUM_BEFORE_PRODUCT, 90 - pears * boys, (90 - pears) * boys",
    "SUM_BEFORE_PRODUCT, 1.5 + pears / boys, (1.5 + pears) / boys",
    "PRODUCT_BEFORE_SUM, (90 - pears) * boys, 90 - pears * boys",
    "SUM_AFTER_DIFFERENCE, 90 - pears * boys, 90 - pears + boys",
    "ADDED_BRACKETS, 90 - pears + boys, 90 - (pears + boys)",
    "DROPPED_BRACKETS, 90 - (pears + boys), 90 - pears + boys",
  })
  void readsOneOperationOfAFunctionOtherwise(PlantedTwin kind, String result, String other) {
    assertThat(kind.of(program(result))).hasValue(program(other));
  }

  @Test
  void aKindThatAProgramHasNoOperationForIsNotPlanted() {
    assertThat(PlantedTwin.TRUE_DIVISION.of(program("pears - boys"))).isEmpty();
    assertThat(PlantedTwin.CEILING_DIVISION.of(program("2 * pears // boys"))).isEmpty();
    assertThat(PlantedTwin.PRODUCT_BEFORE_SUM.of(program("round(pears - boys) * 2"))).isEmpty();
    assertThat(PlantedTwin.ADDED_BRACKETS.of(program("90 - pears + boys * 2"))).isEmpty();
  }

  @Test
  void aPairIsAMistakeWhereTheAnswerOrATestIsAnotherByTheText() {
    assumeTrue(Requirement.missing(SANDBOX).isEmpty(), "no sandbox on this machine");
    try (Shared.Lease<Sandbox> sandbox = Sandboxes.acquire(SANDBOX)) {
      Sample right = pair("4", "{\"a\":9,\"b\":3}", "3");
      Sample otherAnswer = pair("5", "{\"a\":9,\"b\":3}", "3");
      Sample otherTest = pair("4", "{\"a\":10,\"b\":3}", "3");
      assertThat(List.of(right, otherAnswer, otherTest))
          .extracting(pair -> TwinPairs.isMistake(pair, sandbox.get()::run))
          .containsExactly(false, true, true);
    }
  }

  /** The text tells of a division with what is left over; its answer is 4. */
  private static Sample pair(String answer, String input, String output) {
    String read = "input = {'a': 12, 'b': 3}\noutput = input['a'] / input['b']\n";
    return Sample.newBuilder()
        .addExamples(Program.newBuilder().setCode(read))
        .setExecution(
            Execution.newBuilder()
                .setOutput(answer)
                .setOutputText(answer)
                .addTests(
                    TestCase.newBuilder().setInput(input).setOutput(output).setOutputText(output)))
        .build();
  }
}
