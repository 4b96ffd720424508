package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinRunsTest {
  private final Sandbox sandbox = TestConfigs.sandbox(TestConfigs.DEFAULT);

  private static String gives(String result) {
    return "input = {'a': 19, 'b': 5}\n"
        + "def f(a, b):\n"
        + "    return "
        + result
        + "\noutput = f(**input)\n";
  }

  private TwinRuns twins(String code, String... inputs) {
    return sandbox.runTwins(Snippet.of("id", code).withInputs(List.of(inputs)), true);
  }

  @Test
  void tellsWhichTwinsTheInputExcludes() {
    TwinRuns found = twins(gives("a // b"));

    assertThat(found.own().outputText()).isEqualTo("3");
    assertThat(found.unproven()).isEmpty();
    assertThat(found.excluded()).contains("true_division 3:11", "rounded_division 3:11");
    assertThat(found.open()).isEmpty();
    assertThat(found.cells()).hasSize(found.twins().size()).matches("!+");
    assertThat(found.chosen())
        .isNotNull()
        .extracting(Run::input, Run::output)
        .containsExactly("{\"a\":19,\"b\":5}", "3");
  }

  @Test
  void givenInputsAreTestsWhereTheyAreNaturalAndNoOpenTwinDisagrees() {
    String code =
        "input = {'a': 20, 'b': 5}\n"
            + "def f(a, b):\n"
            + "    return a // b\n"
            + "output = f(**input)\n";

    TwinRuns found =
        sandbox.runTwins(
            Snippet.of("id", code)
                .withInputs(
                    List.of("{\"a\":33,\"b\":7}", "{\"a\":35,\"b\":7}", "{\"a\":-35,\"b\":7}")),
            false);

    assertThat(found.open()).contains("true_division 3:11");
    assertThat(found.tests())
        .extracting(Run::input)
        .contains("{\"a\":35,\"b\":7}")
        .doesNotContain("{\"a\":33,\"b\":7}", "{\"a\":-35,\"b\":7}");
    assertThat(found.unnatural()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void ofAProgramThatFailsNothingIsKnown() {
    TwinRuns found = twins(gives("a // 0"));

    assertThat(found.own().verdict()).isEqualTo(Verdict.ERROR);
    assertThat(found.unproven()).contains("ZeroDivisionError");
    assertThat(found.chosen()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output = 6 * 7",
        "for input in [{'a': 1}]:\n    output = 2",
      })
  void aSourceWithoutAnInputIsUnproven(String code) {
    assertThat(twins(code).unproven()).contains("no top-level `input`");
  }

  @Test
  void aProgramWithObjectsOfALibraryIsNotCompared() {
    assertThat(twins("import numpy\ninput = {'a': 2}\noutput = input['a'] * 2").unproven())
        .contains("numpy");
  }

  @Test
  void aTwinThatNeverEndsHasNoOutput() {
    TwinRuns found =
        twins(
            "input = {'a': 19, 'b': 5}\n"
                + "def f(a, b):\n"
                + "    low = 0\n"
                + "    while low < a:\n"
                + "        low = low + min(b, a - low)\n"
                + "    return low\n"
                + "output = f(**input)\n");

    assertThat(found.excluded()).contains("inclusive_bound 4:10");
  }

  @Test
  void aProcessThatIsEndedLeavesThemUnproven() {
    SandboxConfig config = TestConfigs.DEFAULT.withCpuLimit(Duration.ofMillis(300));
    // With the other input one operation takes for ever.
    String code =
        "input = {'a': 3, 'b': 9}\n"
            + "def f(a, b):\n"
            + "    return sum(range(10 ** 12)) if a + b > 13 else a + b\n"
            + "output = f(**input)\n";

    TwinRuns found =
        TestConfigs.sandbox(config)
            .runTwins(Snippet.of("id", code).withInputs(List.of("{\"a\":2,\"b\":13}")), true);

    assertThat(found.chosen()).isNull();
    assertThat(found.tests()).isEmpty();
    assertThat(found.unproven()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1]",
        "not JSON",
        "{\"twins\": [\"a 1:1\"], \"cells\": \"!!\", \"chosen\": [\"1\", \"1\", \"1\"], \"tests\": []}",
        "{\"twins\": [\"a 1:1\"], \"cells\": \"x\", \"chosen\": [\"1\", \"1\", \"1\"], \"tests\": []}",
        "{\"twins\": [null], \"cells\": \"!\", \"chosen\": [\"1\", \"1\", \"1\"], \"tests\": []}",
        "{\"twins\": [], \"cells\": \"\", \"chosen\": [\"{\", \"1\", \"1\"], \"tests\": []}",
        "{\"twins\": [], \"cells\": \"\", \"chosen\": [\"1\", \"1\", \"2\"], \"tests\": []}",
      })
  void whatAProgramForgesIsNoFinding(String said) {
    String code =
        "import os, struct\n"
            + "input = {'a': 1}\n"
            + "runs = input.get('runs', 0)\n"
            + "def g():\n"
            + "    import sys\n"
            + "    if sum(1 for n in globals() if n.startswith('<')):\n"
            + "        said = "
            + "b'''"
            + said
            + "'''\n"
            + "        os.write(3, b'T' + struct.pack('>I', len(said)) + said)\n"
            + "        os._exit(0)\n"
            + "    return 1\n"
            + "output = g()\n";

    TwinRuns found = twins(code);

    assertThat(found.chosen()).isNull();
    assertThat(found.unproven()).startsWith("forged_frames");
  }
}
