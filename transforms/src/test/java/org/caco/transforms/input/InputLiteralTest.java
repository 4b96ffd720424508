package org.caco.transforms.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.caco.python.PythonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputLiteralTest {
  private static Optional<String> rewritten(String source, String input, String other) {
    return InputLiteral.of(source, dict(input)).flatMap(literal -> literal.with(dict(other)));
  }

  private static PythonValue.Dict dict(String json) {
    return PythonValue.Dict.of(json).orElseThrow();
  }

  @Test
  void onlyTheValuesThatDifferAreWrittenAnew() {
    String source =
        """
        import math

        # What is given.
        input = {
            "price": 2.50,  # in dollars
            'counts': [3, 4],
            "name": "Ann", "open": True,
        }

        output = input["price"]
        """;

    assertThat(
            rewritten(
                source,
                "{\"price\":2.5,\"counts\":[3,4],\"name\":\"Ann\",\"open\":true}",
                "{\"price\":3.75,\"counts\":[3,40],\"name\":\"A\\\"b\",\"open\":true}"))
        .hasValue(
            source
                .replace("2.50", "3.75")
                .replace("[3, 4]", "[3, 40]")
                .replace("\"Ann\"", "\"A\\\"b\""));
  }

  @Test
  void tuplesAndSignsAreWrittenAsPythonHasThem() {
    assertThat(
            rewritten(
                "input = {\"a\": (1,), \"b\": -5}\noutput = 1\n",
                "{\"a\":{\"$tuple\":[1]},\"b\":-5}",
                "{\"a\":{\"$tuple\":[2]},\"b\":-7}"))
        .hasValue("input = {\"a\": (2,), \"b\": -7}\noutput = 1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input = dict(a=5)\n",
        "input = {\"a\": 5}\ninput[\"a\"] = 5\n",
        "if True:\n    input = {\"a\": 5}\n",
        "input = {**{\"a\": 5}}\n",
        "input = {f\"a\": 5}\n",
        "input = {\"a\": 5} | {}\n",
        "# Five of 5 boxes.\ninput = {\"a\": 5}\n",
        "input = {\"a\": 5}\ndef f(a):\n    \"\"\"The 5 boxes.\"\"\"\n    return a\n",
        "print('no input')\n",
      })
  void aSourceThatIsMoreThanADisplayKeepsItsInput(String source) {
    assertThat(InputLiteral.of(source, dict("{\"a\":5}"))).isEmpty();
  }

  @Test
  void numbersInCodeAndLongerNumbersInCommentsDoNotMatter() {
    assertThat(
            rewritten(
                "# Of 2025.\ninput = {\"a\": 5}\noutput = 5 * input[\"a\"]\n",
                "{\"a\":5}",
                "{\"a\":6}"))
        .hasValue("# Of 2025.\ninput = {\"a\": 6}\noutput = 5 * input[\"a\"]\n");
  }
}
