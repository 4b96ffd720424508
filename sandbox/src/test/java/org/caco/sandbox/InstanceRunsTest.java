package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceRunsTest {
  private final Sandbox sandbox = TestConfigs.sandbox(TestConfigs.DEFAULT);

  private InstanceRuns runs(String input, String result, String... inputs) {
    String code =
        "input = %s\ndef f(a, b):\n    return %s\noutput = f(**input)\n".formatted(input, result);
    return sandbox.runInstances(Snippet.of("id", code).withInputs(List.of(inputs)));
  }

  @Test
  void tellsOfEachInputWhatTheProgramGivesOrWhyItIsNone() {
    InstanceRuns found =
        runs(
            "{'a': 20, 'b': 5}",
            "a // b",
            "{\"a\":35,\"b\":7}",
            "{\"a\":36,\"b\":7}",
            "{\"a\":35,\"b\":0}",
            "{\"a\":-35,\"b\":7}",
            "{\"a\":40,\"b\":8}");

    assertThat(found.unproven()).isEmpty();
    assertThat(found.own().outputText()).isEqualTo("4");
    assertThat(found.runs())
        .extracting(run -> run.outputText() + run.error())
        .containsExactly("5", "unnatural", "unnatural", "unnatural", "5");
  }

  @Test
  void anInputAtWhichAnOpenReadingHasAnotherOutputDisagrees() {
    // At 2 and 2 sum and product are one, at 6 and 3 they are not.
    assertThat(runs("{'a': 2, 'b': 2}", "a * b", "{\"a\":6,\"b\":3}", "{\"a\":4,\"b\":4}").runs())
        .extracting(Run::error)
        .containsExactly(InstanceRuns.DISAGREES, InstanceRuns.DISAGREES);
  }

  @Test
  void nothingIsKnownOfAProgramThatFailsOrUsesSympy() {
    assertThat(runs("{'a': 2, 'b': 0}", "a // b", "{\"a\":6,\"b\":3}").unproven())
        .contains("ZeroDivisionError");
    String heavy = "import sympy\ninput = {'a': 2}\noutput = sympy.Integer(2) * input['a']\n";
    assertThat(sandbox.runInstances(Snippet.of("id", heavy)).unproven()).contains("sympy");
  }
}
