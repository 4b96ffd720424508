package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoding of values, and that a value which goes in comes out the same. */
class ValuesTest {
  private final Sandbox sandbox = TestConfigs.sandbox(TestConfigs.DEFAULT);

  private SandboxResult run(String code) {
    return sandbox.run(Snippet.of("id", code));
  }

  private static Arguments value(String expression, String json) {
    return Arguments.of(expression, json);
  }

  static Stream<Arguments> plainValues() {
    return Stream.of(
        value("None", "null"),
        value("[True, False]", "[true,false]"),
        value("0", "0"),
        value("2**53", "9007199254740992"),
        value("-2**53", "-9007199254740992"),
        value("2**53 + 1", "{\"$int\":\"9007199254740993\"}"),
        value("-2**53 - 1", "{\"$int\":\"-9007199254740993\"}"),
        value("10**9999", "{\"$int\":\"1" + "0".repeat(9999) + "\"}"),
        value("1.0", "1.0"),
        value("-0.0", "-0.0"),
        value("0.1 + 0.2", "0.30000000000000004"),
        value("1e22", "1e+22"),
        value("5e-324", "5e-324"),
        value(
            "[float('nan'), float('inf'), -float('inf')]",
            "[{\"$float\":\"nan\"},{\"$float\":\"inf\"},{\"$float\":\"-inf\"}]"),
        value("'a\"\\n\\u00e9\\U0001f600'", "\"a\\\"\\n\\u00e9\\ud83d\\ude00\""),
        value("'\\ud800'", "\"\\ud800\""),
        value("'\\0'", "\"\\u0000\""),
        value("(1, (2,), ())", "{\"$tuple\":[1,{\"$tuple\":[2]},{\"$tuple\":[]}]}"),
        value("{3, 10, 2}", "{\"$set\":[2,3,10]}"),
        value(
            "{'b', 'a', 1, (2, 1), (10, 1), 2.5, None}",
            "{\"$set\":[1,2.5,\"a\",\"b\",{\"$tuple\":[2,1]},{\"$tuple\":[10,1]},null]}"),
        value("frozenset([frozenset([2, 1])])", "{\"$set\":[{\"$set\":[1,2]}]}"),
        value("{'b': 1, 'a': [2]}", "{\"b\":1,\"a\":[2]}"),
        value("{}", "{}"),
        value("{1: 'x', (1, 2): 'y'}", "{\"$dict\":[[1,\"x\"],[{\"$tuple\":[1,2]},\"y\"]]}"),
        value("{'a': 1, '$b': 2}", "{\"$dict\":[[\"a\",1],[\"$b\",2]]}"),
        value("b'\\x00\\xff'", "{\"$bytes\":\"AP8=\"}"),
        value("complex(1, -2.5)", "{\"$complex\":[1.0,-2.5]}"),
        value("__import__('fractions').Fraction(-3, 4)", "{\"$fraction\":\"-3/4\"}"),
        value("__import__('decimal').Decimal('1.10')", "{\"$decimal\":\"1.10\"}"));
  }

  static Stream<Arguments> objects() {
    return Stream.of(
        value("__import__('collections').namedtuple('P', 'x y')(1, 2)", "{\"$tuple\":[1,2]}"),
        value("__import__('collections').Counter('aab')", "{\"a\":2,\"b\":1}"),
        value("__import__('collections').OrderedDict(b=1, a=2)", "{\"b\":1,\"a\":2}"),
        value(
            "__import__('datetime').date(2024, 2, 29)",
            "{\"$object\":\"datetime.date\",\"text\":\"2024-02-29\"}"),
        value("range(3)", "{\"$object\":\"builtins.range\",\"text\":\"range(0, 3)\"}"),
        value(
            "__import__('numpy').float64(0.5)", "{\"$object\":\"numpy.float64\",\"text\":\"0.5\"}"),
        value(
            "__import__('numpy').arange(3)",
            "{\"$object\":\"numpy.ndarray\",\"text\":\"[0 1 2]\"}"),
        value(
            "__import__('sympy').Rational(1, 3)",
            "{\"$object\":\"sympy.core.numbers.Rational\",\"text\":\"1/3\"}"),
        value(
            "__import__('sympy').Matrix([[1, 2]])",
            "{\"$object\":\"sympy.matrices.dense.MutableDenseMatrix\","
                + "\"text\":\"Matrix([[1, 2]])\"}"),
        value(
            "__import__('sympy').Function('g')(__import__('sympy').Symbol('t'))",
            "{\"$object\":\"sympy.core.function.AppliedUndef\",\"text\":\"g(t)\"}"));
  }

  static Stream<Arguments> allValues() {
    return Stream.concat(plainValues(), objects());
  }

  @ParameterizedTest
  @MethodSource("allValues")
  void encodesAnOutput(String expression, String json) {
    assertThat(run("output = " + expression).output()).isEqualTo(json);
  }

  @ParameterizedTest
  @MethodSource("plainValues")
  void encodesAnInput(String expression, String json) {
    assertThat(run("input = {'a': " + expression + "}\noutput = 1").input())
        .isEqualTo("{\"a\":" + json + "}");
  }

  /**
   * The program gets the value of the first run back through JSON and compares types and values.
   */
  @ParameterizedTest
  @MethodSource("plainValues")
  void bringsAValueBack(String expression, String json) {
    String code =
        "original = "
            + expression
            + "\ninput = {'a': original}\n"
            + "output = repr(input['a']) == repr(original) or input['a'] == original";

    SandboxResult result =
        sandbox.run(Snippet.of("id", code).withInputs(List.of("{\"a\":" + json + "}")));

    assertThat(result.inputRuns().get(0).output()).isEqualTo("true");
  }

  /** What the check of a child's word must not take for forged. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'\\ud83d\\ude00'",
        "'\\ud800' * 85000",
        "'\\U0001f600' * 43000",
        "'\\x7f\\u2028'",
        "D('NaN')",
        "[D('-sNaN12'), D('-Infinity'), D('1E+999999'), D('0E-9'), D('-0')]",
        "D((0, (1,) * 10000, -10005))",
        "F(3)",
        "F(10**9999, 10**9999 - 1)",
        "complex('nan-infj')",
        "1.7976931348623157e308",
        "-5e-324",
        "-2.2250738585072014e-308",
        "float('-inf')",
        "[b'', b'abc', {}, {'': ''}, {1: {2: {(3,): {}}}}, {'$': 1}]",
        "reduce(lambda a, _: {1: a}, range(199), 1)",
        "N.array([1.5, 2])",
        "N.float64('nan')",
        "False",
        "None"
      })
  void acceptsWhatProgramsGive(String expression) {
    String imports =
        "from decimal import Decimal as D\nfrom fractions import Fraction as F\n"
            + "from functools import reduce\nimport numpy as N\n";

    SandboxResult result = run(imports + "input = {'a': " + expression + "}\noutput = input['a']");

    assertThat(result.error()).isEmpty();
    assertThat(result.verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void refusesAnInputThatIsNoValue() {
    SandboxResult result =
        sandbox.run(
            Snippet.of("id", "input = {'a': 1}\noutput = 1")
                .withInputs(List.of("{\"a\":{\"$object\":\"x.Y\",\"text\":\"y\"}}")));

    assertThat(result.inputRuns().get(0).error()).contains("input_not_decodable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10**9999", "'x' * 5000", "[1, 'a', None]", "1.5", "{'a': (1, 2)}"})
  void textIsWhatPythonPrints(String expression) {
    SandboxResult result = run("value = " + expression + "\noutput = value");
    SandboxResult text = run("output = str(" + expression + ")");

    assertThat("\"" + result.outputText() + "\"").isEqualTo(text.output());
  }
}
