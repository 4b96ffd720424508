package org.caco.transforms.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.given;
import static org.caco.transforms.step.TestSamples.sample;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.values.PCollection;
import org.caco.transforms.execute.ExecutePrograms;
import org.caco.transforms.execute.TestSandbox;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Facts;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class ApplyRulesTest {
  private static final ApplyRules RULES = ApplyRules.with(RulesConfig.defaults());

  /** A sample that keeps the rules, as if it had been executed. */
  private static Sample executed(String input, String output) {
    return sample("x", "not looked at").toBuilder()
        .setExecution(
            Execution.newBuilder()
                .setVerdict("ok")
                .setInput(input)
                .setOutput(output)
                .setFacts(
                    Facts.newBuilder()
                        .setCodeLines(6)
                        .addInputKeysRead("a")
                        .setOutputFromInput(true)
                        .setOperations(1)))
        .build();
  }

  @Test
  void whatKeepsTheRulesPassesUnchanged(TestPipeline pipeline) {
    Sample sample = executed("{\"a\":1}", "2");
    assertAccepted(
        given(pipeline, sample).apply(RULES),
        accepted -> {
          assertThat(accepted).isEqualTo(sample);
          return null;
        });
    pipeline.run();
  }

  @Test
  void equalSamplesPassAsOftenAsTheyCome(TestPipeline pipeline) {
    Sample sample = executed("{\"a\":1}", "2");
    StepResult<Sample> result = given(pipeline, sample, sample).apply(RULES);
    PAssert.thatSingleton("accepted", result.accepted().apply(Count.globally())).isEqualTo(2L);
    pipeline.run();
  }

  @Test
  void nothingGivesNothing(TestPipeline pipeline) {
    assertNothing(given(pipeline).apply(RULES));
    pipeline.run();
  }

  @Test
  void aSampleThatWasNotExecutedHasNothingToGoBy(TestPipeline pipeline) {
    assertOutcomes(
        given(pipeline, Map.of("x", "input = {}")).apply(RULES),
        Map.of("x", ApplyRules.TOO_FEW_LINES));
    pipeline.run();
  }

  @Test
  void anExecutionWithoutOutputHasNone(TestPipeline pipeline) {
    assertOutcomes(
        given(pipeline, executed("{\"a\":1}", "")).apply(RULES), Map.of("x", ApplyRules.NO_OUTPUT));
    pipeline.run();
  }

  @Test
  void thresholdsAreThoseOfTheMethod() {
    assertThat(RulesConfig.defaults()).isEqualTo(new RulesConfig(6, 10_000, 1, 500, Set.of()));
  }

  @Test
  void anUnknownRuleCannotBeDisabled() {
    assertThatThrownBy(() -> RulesConfig.defaults().withDisabled(Set.of("lines")))
        .hasMessageContainingAll("lines", "too_few_lines", "value_too_large");
  }

  /** The rules on programs that were run. */
  @Nested
  class OnRealPrograms {
    private static final String HEAD = "input = {'a': 3, 'b': 4}\n";
    private static final String TAIL =
        """
        def solve(a, b):
            first = a + b
            second = first * b
            return second
        output = solve(**input)
        print(output)
        """;

    @BeforeAll
    static void sandboxIsAvailable() {
      TestSandbox.assumeAvailable();
    }

    /** Runs the programs, all of which run well, and applies the rules. */
    private StepResult<Sample> apply(
        TestPipeline pipeline, RulesConfig config, Map<String, String> programs) {
      StepResult<Sample> run =
          given(pipeline, programs).apply(ExecutePrograms.in(TestSandbox.CONFIG));
      PAssert.that("did not run", run.rejected()).empty();
      return run.accepted().apply(ApplyRules.with(config));
    }

    /** Checks {name, program, outcome}. */
    private void check(TestPipeline pipeline, RulesConfig config, String[][] table) {
      Map<String, String> programs = new HashMap<>();
      Map<String, String> outcomes = new HashMap<>();
      for (String[] row : table) {
        programs.put(row[0], row[1]);
        outcomes.put(row[0], row[2]);
      }
      assertOutcomes(apply(pipeline, config, programs), outcomes);
      pipeline.run();
    }

    private static String gives(String output) {
      return HEAD
          + """
          from fractions import Fraction
          from decimal import Decimal
          def solve(a, b):
              first = a + b
              return %s
          output = solve(**input)
          print("done")
          """
              .formatted(output);
    }

    private static String takes(String input) {
      return """
      from fractions import Fraction
      from decimal import Decimal
      input = %s
      def solve(given):
          first = [given]
          second = first * 2
          return len(second)
      output = solve(input)
      """
          .formatted(input);
    }

    private static String reads(String head, String output) {
      return head + "first = 1\nsecond = 2\nthird = 3\nfourth = 4\noutput = " + output + "\n";
    }

    @Test
    void aProgramNeedsSixLines(TestPipeline pipeline) {
      String five = "input = {'a': 1}\nx = input['a']\ny = x + 1\nz = y * 2\noutput = z\n";
      check(
          pipeline,
          RulesConfig.defaults(),
          new String[][] {
            {"seven", HEAD + TAIL, ACCEPTED},
            {"six", five + "print(output)\n", ACCEPTED},
            {"five", five, ApplyRules.TOO_FEW_LINES},
            {
              "five and padding",
              "import math\nfrom math import pi\n\n# a comment\n" + five + "    # another\n\n",
              ApplyRules.TOO_FEW_LINES
            },
          });
    }

    @Test
    void inputIsADictWithEntries(TestPipeline pipeline) {
      check(
          pipeline,
          RulesConfig.defaults(),
          new String[][] {
            {"dict", takes("{'a': 1}"), ACCEPTED},
            {"dict()", takes("dict(a=1)"), ACCEPTED},
            {"dict by numbers", takes("{1: 2, 3: 4}"), ACCEPTED},
            {"dict by dollars", takes("{'$int': '5'}"), ACCEPTED},
            {"empty dict", takes("{}"), ApplyRules.NO_INPUT},
            {"tuple", takes("(1, 2)"), ApplyRules.NO_INPUT},
            {"set", takes("{1, 2}"), ApplyRules.NO_INPUT},
            {"list", takes("[1, 2]"), ApplyRules.NO_INPUT},
            {"text", takes("'three'"), ApplyRules.NO_INPUT},
            {"number", takes("3"), ApplyRules.NO_INPUT},
            {"large number", takes("10 ** 30"), ApplyRules.NO_INPUT},
            {"None", takes("None"), ApplyRules.NO_INPUT},
            {"fraction", takes("Fraction(1, 2)"), ApplyRules.NO_INPUT},
            {"none at all", reads("", "5") + "print(output)\n", ApplyRules.NO_INPUT},
          });
    }

    @Test
    void outputIsNeitherNoneNorEmpty(TestPipeline pipeline) {
      check(
          pipeline,
          RulesConfig.defaults(),
          new String[][] {
            {"zero", gives("a - 3 + b * 0"), ACCEPTED},
            {"False", gives("a > b"), ACCEPTED},
            {"float", gives("a / b"), ACCEPTED},
            {"fraction", gives("Fraction(a, b)"), ACCEPTED},
            {"tuple", gives("(a + b, b)"), ACCEPTED},
            {"dict", gives("{a: a * b}"), ACCEPTED},
            {"text", gives("str(a + b)"), ACCEPTED},
            {"bytes", gives("bytes([a, b])"), ACCEPTED},
            {"None", gives("None if a < b else b"), ApplyRules.NO_OUTPUT},
            {"empty text", gives("'' * (a + b)"), ApplyRules.NO_OUTPUT},
            {"blank text", gives("' ' * (a + b)"), ApplyRules.NO_OUTPUT},
            {"empty list", gives("[a, b][:0]"), ApplyRules.NO_OUTPUT},
            {"empty tuple", gives("(a, b)[:0]"), ApplyRules.NO_OUTPUT},
            {"empty set", gives("{a, b} - {a, b}"), ApplyRules.NO_OUTPUT},
            {"empty dict", gives("{a: b} and {}"), ApplyRules.NO_OUTPUT},
            {"empty bytes", gives("bytes([a, b])[:0]"), ApplyRules.NO_OUTPUT},
          });
    }

    @Test
    void everyKeyOfInputIsRead(TestPipeline pipeline) {
      String ignoresB = TAIL.replace("first * b", "first").replace("a + b", "a");
      check(
          pipeline,
          RulesConfig.defaults(),
          new String[][] {
            {"as parameters", HEAD + TAIL, ACCEPTED},
            {"by name", reads(HEAD, "input['a'] + input['b']"), ACCEPTED},
            {"by get", reads(HEAD, "input.get('a') + input.get('b', 0)"), ACCEPTED},
            {"as a whole", reads(HEAD, "sum(input.values())"), ACCEPTED},
            {"one by name", reads(HEAD, "input['a']"), ApplyRules.INPUT_UNREAD},
            {"unused parameter", HEAD + ignoresB, ApplyRules.INPUT_UNREAD},
            {
              "only written",
              reads(HEAD + "input['b'] = 5\n", "input['a']"),
              ApplyRules.INPUT_UNREAD
            },
            {
              "only in a comment",
              reads(HEAD + "# b is left out\n", "input['a']"),
              ApplyRules.INPUT_UNREAD
            },
            {
              "made by a loop",
              "input = {key: len(key) for key in ('a', 'b')}\n" + ignoresB,
              ApplyRules.INPUT_UNREAD
            },
            {
              "made by a loop and read",
              "input = {key: len(key) for key in ('a', 'b')}\n" + TAIL,
              ACCEPTED
            },
            {"no text", reads("input = {'a': 1, 2: 3}\n", "input['a']"), ApplyRules.INPUT_UNREAD},
          });
    }

    @Test
    void unreadKeysAreNamed(TestPipeline pipeline) {
      String head = "input = {'a': 1, 'speed': 2, 'weight': 3}\n";
      assertRejected(
          apply(pipeline, RulesConfig.defaults(), Map.of("x", reads(head, "input['a']"))),
          rejection -> {
            assertThat(rejection.getEvidence()).isEqualTo("never read: speed, weight");
            return null;
          });
      pipeline.run();
    }

    @Test
    void numbersHaveABoundedNumberOfDigits(TestPipeline pipeline) {
      RulesConfig hundred = RulesConfig.defaults().withMaxDigits(100);
      String[][] table = {
        {"100 digits", gives("10 ** 99 + a * b"), ACCEPTED},
        {"101 digits", gives("10 ** 100 + a * b"), ApplyRules.VALUE_TOO_LARGE},
        {"100 digits below zero", gives("-10 ** 99 - a * b"), ACCEPTED},
        {"101 digits below zero", gives("-10 ** 100 - a * b"), ApplyRules.VALUE_TOO_LARGE},
        {"in a list", gives("[a, [b, 10 ** 100]]"), ApplyRules.VALUE_TOO_LARGE},
        {"in a tuple", gives("(a, (b, 10 ** 100))"), ApplyRules.VALUE_TOO_LARGE},
        {"in a dict", gives("{'x': a, 'y': 10 ** 100 + b}"), ApplyRules.VALUE_TOO_LARGE},
        {"as a key", gives("{10 ** 100 + a: b}"), ApplyRules.VALUE_TOO_LARGE},
        {"numerator", gives("Fraction(10 ** 101 + 10 * a + 1, 10)"), ApplyRules.VALUE_TOO_LARGE},
        {"denominator", gives("Fraction(b, 10 ** 100 + 1)"), ApplyRules.VALUE_TOO_LARGE},
        {"short fraction", gives("Fraction(10 ** 99 + a, 10 ** 98 + 1)"), ACCEPTED},
        {"decimal", gives("Decimal(10 ** 100 + a)"), ApplyRules.VALUE_TOO_LARGE},
        {"sympy", "import sympy\n" + gives("sympy.Integer(10) ** 100 + a"), "value_too_large"},
        {"text", gives("'1' * 101 + str(a)"), ACCEPTED},
        {"many numbers", gives("[a + b] * 150"), ACCEPTED},
        {"input", takes("{'a': 10 ** 100}"), ApplyRules.VALUE_TOO_LARGE},
        {"shorter input", takes("{'a': 10 ** 99}"), ACCEPTED},
      };
      check(pipeline, hundred, table);
    }

    @Test
    void theOutputComesFromTheInput(TestPipeline pipeline) {
      check(
          pipeline,
          RulesConfig.defaults(),
          new String[][] {
            {"computed", HEAD + TAIL, ACCEPTED},
            {"constant", HEAD + TAIL.replace("return second", "return 42"), "hard_coded_output"},
            {"copied", HEAD + TAIL.replace("return second", "return a"), "output_copied"},
            {"wrapped", HEAD + TAIL.replace("return second", "return [a, b]"), "nothing_computed"},
            {"as text", HEAD + TAIL.replace("return second", "return str(a)"), "nothing_computed"},
            {"equal by chance", HEAD + TAIL.replace("return second", "return b - 1"), ACCEPTED},
            {"smaller", HEAD + TAIL.replace("return second", "return min(a, b)"), ACCEPTED},
            {"chosen", HEAD + TAIL.replace("return second", "return a if b else b"), ACCEPTED},
            {"evaluated", HEAD + TAIL.replace("return second", "return eval('a')"), ACCEPTED},
          });
    }

    @Test
    void operationsAreCounted(TestPipeline pipeline) {
      check(
          pipeline,
          new RulesConfig(6, 10_000, 3, 500, Set.of()),
          new String[][] {
            {"two", HEAD + TAIL, ApplyRules.NOTHING_COMPUTED},
            {"three", HEAD + TAIL.replace("return second", "return second - 1"), ACCEPTED},
          });
    }

    @Test
    void functionsAreUsed(TestPipeline pipeline) {
      String helper = "def twice(n):\n    return 2 * n\n";
      check(
          pipeline,
          RulesConfig.defaults(),
          new String[][] {
            {"used", helper + HEAD + TAIL.replace("first * b", "twice(first)- b"), ACCEPTED},
            {
              "handed on",
              helper + HEAD + TAIL.replace("first * b", "max(a, b, key=twice)"),
              ACCEPTED
            },
            {"unused", helper + HEAD + TAIL, ApplyRules.UNUSED_FUNCTION},
            {
              "only by itself",
              helper.replace("2 * n", "twice(n - 1)") + HEAD + TAIL,
              ApplyRules.UNUSED_FUNCTION
            },
            {"method", "class C:\n    def go(self):\n        return 1\n" + HEAD + TAIL, ACCEPTED},
          });
    }

    @Test
    void printsAreNoOutput(TestPipeline pipeline) {
      check(
          pipeline,
          RulesConfig.defaults(),
          new String[][] {
            {"both", HEAD + TAIL.replace("    return", "    print(second)\n    return"), ACCEPTED},
            {"printed", HEAD + TAIL.replace("return second", "print(second)"), "printed_output"},
            {"neither", HEAD + TAIL.replace("return second", "second += 1"), ApplyRules.NO_OUTPUT},
          });
    }

    @Test
    void answersAreShort(TestPipeline pipeline) {
      check(
          pipeline,
          RulesConfig.defaults(),
          new String[][] {
            {"500 characters", gives("'x' * (493 + a + b)"), ACCEPTED},
            {"501 characters", gives("'x' * (494 + a + b)"), ApplyRules.ANSWER_TOO_LONG},
            {"many numbers", gives("[a + b] * 200"), ApplyRules.ANSWER_TOO_LONG},
          });
    }

    @Test
    void keysBeyondThoseListedCountAsRead(TestPipeline pipeline) {
      StringBuilder keys = new StringBuilder();
      for (int i = 0; i < 600; i++) {
        keys.append("'k").append(i).append("': ").append(i).append(", ");
      }
      StringBuilder code = new StringBuilder("input = {" + keys + "}\noutput = 0\n");
      for (int i = 0; i < 600; i++) {
        code.append("output += input['k").append(i).append("']\n");
      }
      check(
          pipeline,
          RulesConfig.defaults(),
          new String[][] {{"600 keys", code.toString(), ACCEPTED}});
    }

    @Test
    void eachRuleCanBeSwitchedOff(TestPipeline pipeline) {
      String[][] broken = {
        {ApplyRules.TOO_FEW_LINES, HEAD + "output = input['a'] + input['b']\n"},
        {ApplyRules.NO_INPUT, reads("", "first + second")},
        {ApplyRules.PRINTED_OUTPUT, HEAD + TAIL.replace("return second", "print(second)")},
        {ApplyRules.NO_OUTPUT, gives("'' * (a + b)")},
        {ApplyRules.INPUT_UNREAD, reads(HEAD, "input['a'] + 1")},
        {ApplyRules.HARD_CODED_OUTPUT, HEAD + TAIL.replace("return second", "return 42")},
        {ApplyRules.OUTPUT_COPIED, HEAD + TAIL.replace("return second", "return a")},
        {ApplyRules.NOTHING_COMPUTED, HEAD + TAIL.replace("return second", "return [a, b]")},
        {ApplyRules.UNUSED_FUNCTION, "def idle():\n    return 1\n" + HEAD + TAIL},
        {ApplyRules.ANSWER_TOO_LONG, gives("'x' * (494 + a + b)")},
        {ApplyRules.VALUE_TOO_LARGE, gives("10 ** 100 + a * b")},
      };
      Map<String, String> programs = new HashMap<>();
      Map<String, String> outcomes = new HashMap<>();
      for (String[] row : broken) {
        programs.put(row[0], row[1]);
        outcomes.put(row[0], ACCEPTED);
      }
      assertThat(programs.keySet()).containsExactlyInAnyOrderElementsOf(ApplyRules.RULES);
      assertOutcomes(
          apply(
              pipeline,
              RulesConfig.defaults().withMaxDigits(100).withDisabled(Set.copyOf(ApplyRules.RULES)),
              programs),
          outcomes);
      pipeline.run();
    }

    @Test
    void theStepHasTheNameThatItIsGiven(TestPipeline pipeline) {
      PCollection<Sample> run =
          given(pipeline, Map.of("x", takes("{}")))
              .apply(ExecutePrograms.in(TestSandbox.CONFIG))
              .accepted();
      assertRejected(
          run.apply(RULES.named("ApplySeedRules")),
          rejection -> {
            assertThat(rejection.getStep()).isEqualTo("ApplySeedRules");
            return null;
          });
      pipeline.run();
    }
  }
}
