package org.caco.transforms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.given;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.caco.transforms.execute.ExecutePrograms;
import org.caco.transforms.execute.TestSandbox;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.TestCase;
import org.caco.transforms.step.StepResult;
import org.caco.transforms.step.TestSamples;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class CheckBehaviourTest {
  private static final BehaviourConfig DEFAULTS = BehaviourConfig.defaults();

  @BeforeAll
  static void sandboxIsAvailable() {
    TestSandbox.assumeAvailable();
  }

  private static CheckBehaviour check() {
    return CheckBehaviour.in(TestSandbox.CONFIG, DEFAULTS);
  }

  /** A program that gives {@code result} for {@code input}. */
  private static String program(String input, String parameters, String result) {
    return "input = %s\n\ndef f(%s):\n    return %s\n\noutput = f(**input)\nprint(output)\n"
        .formatted(input, parameters, result);
  }

  /** A program of two numbers. */
  private static String gives(String result) {
    return program("{'a': 12, 'b': 5}", "a, b", result);
  }

  private static StepResult<Sample> apply(
      TestPipeline pipeline, CheckBehaviour check, Map<String, String> programs) {
    StepResult<Sample> run =
        given(pipeline, programs).apply(ExecutePrograms.in(TestSandbox.CONFIG));
    PAssert.that("did not run", run.rejected()).empty();
    return run.accepted().apply(check);
  }

  /** Checks {name, program, outcome}. */
  private static void check(TestPipeline pipeline, String[][] table) {
    Map<String, String> programs = new HashMap<>();
    Map<String, String> outcomes = new HashMap<>();
    for (String[] row : table) {
      programs.put(row[0], row[1]);
      outcomes.put(row[0], row[2]);
    }
    assertOutcomes(apply(pipeline, check(), programs), outcomes);
    pipeline.run();
  }

  @Test
  void everyValueHasAnEffect(TestPipeline pipeline) {
    check(
        pipeline,
        new String[][] {
          {"sum", gives("a + b"), ACCEPTED},
          {"smaller", gives("min(a, b)"), ACCEPTED},
          {"limit", gives("a * 2 if b < 40 else a"), ACCEPTED},
          {"remainder", gives("a % b"), ACCEPTED},
          {"fails for some", gives("1 / b if a > b else 1 / 0"), ACCEPTED},
          {"one ignored", gives("a * 2 + b * 0"), CheckBehaviour.IGNORED_INPUT},
          {"cancelled", gives("a + b - b"), CheckBehaviour.IGNORED_INPUT},
          {"constant", gives("7 if a + b else 7"), CheckBehaviour.IGNORED_INPUT},
          {"list", program("{'a': [3, 1, 2]}", "a", "max(a)"), ACCEPTED},
          {"first of a list", program("{'a': [3, 1, 2]}", "a", "a[0]"), ACCEPTED},
          {"unused list", program("{'a': [3], 'b': 2}", "a, b", "b + 0 * len(a)"), "ignored_input"},
          {"switch", program("{'a': True, 'b': 2}", "a, b", "b if a else -b"), ACCEPTED},
          {"text", program("{'a': 'seven'}", "a", "a.upper()"), ACCEPTED},
          {"length", program("{'a': 'seven'}", "a", "len(a)"), ACCEPTED},
          {"by number", "input = {1: 2, 3: 4}\noutput = sum(input.values())\n", ACCEPTED},
          {"nested", program("{'a': {'b': 2, 'c': 3}}", "a", "a['b'] * a['c']"), ACCEPTED},
        });
  }

  @Test
  void aValueMayMatterInFewCasesOnly(TestPipeline pipeline) {
    check(
        pipeline,
        new String[][] {
          {"length of a list", program("{'a': [3, 1, 2]}", "a", "len(a) * 10"), ACCEPTED},
          {"length of a tuple", program("{'a': (3, 1, 2)}", "a", "len(a) * 10"), ACCEPTED},
          {"keys of a dict", program("{'a': {'x': 1, 'y': 2}}", "a", "len(a) * 10"), ACCEPTED},
          {"order", program("{'a': [2, 5, 9]}", "a", "a == sorted(a)"), ACCEPTED},
          {"twice", program("{'a': [2, 50, 900]}", "a", "len(a) != len(set(a))"), ACCEPTED},
          {"all equal", program("{'a': 6, 'b': 80, 'c': 12}", "a, b, c", "a == b == c"), ACCEPTED},
          {"equal texts", program("{'a': 'heart', 'b': 'earth'}", "a, b", "a == b"), ACCEPTED},
          {"case", program("{'a': 'seven'}", "a", "any(c.isupper() for c in a)"), ACCEPTED},
          {"digits", program("{'a': 'seven'}", "a", "any(c.isdigit() for c in a)"), ACCEPTED},
          {"spaces", program("{'a': 'seven'}", "a", "len(a.split())"), ACCEPTED},
          {"small", program("{'a': 90000}", "a", "'few' if a < 7 else 'many'"), ACCEPTED},
          {"signs", program("{'a': 1, 'b': -2}", "a, b", "a * b < 0"), ACCEPTED},
          {
            "checked, and not used",
            program("{'a': [4, 7], 'b': 2}", "a, b", "b * 2 if len(a) == 2 else 1 / 0"),
            CheckBehaviour.IGNORED_INPUT
          },
          {
            "unpacked, and not used",
            program("{'a': [4, 7], 'b': 2}", "a, b", "[b * 2 for c, d in [a]][0]"),
            CheckBehaviour.IGNORED_INPUT
          },
          {
            "parsed, and not used",
            program("{'a': '2024-01', 'b': 2}", "a, b", "[b for c, d in [a.split('-')]][0]"),
            CheckBehaviour.IGNORED_INPUT
          },
        });
  }

  @Test
  void ignoredValuesAreNamed(TestPipeline pipeline) {
    assertRejected(
        apply(pipeline, check(), Map.of("x", gives("a * 2 + b * 0"))),
        rejection -> {
          assertThat(rejection.getEvidence()).startsWith("never changes the output: b, in runs");
          return null;
        });
    pipeline.run();
  }

  @Test
  void programsRunOnNearbyInputs(TestPipeline pipeline) {
    check(
        pipeline,
        new String[][] {
          {"only its own", gives("1 / 0 if a != 12 else b"), CheckBehaviour.CRASHES_NEARBY},
          {"table", gives("{12: 1, 5: 2}[a] + b"), CheckBehaviour.CRASHES_NEARBY},
          {
            "a name it knows",
            program("{'a': 'add', 'n': 3}", "a, n", "{'add': n + 2, 'take': n - 2}[a]"),
            ACCEPTED
          },
          {"sometimes", gives("a // (b - 6)"), ACCEPTED},
          {
            "a count of another value",
            program("{'a': [4, 9, 2, 7], 'n': 4}", "a, n", "sum(a[i] for i in range(n))"),
            ACCEPTED
          },
          {
            "a place in another value",
            program("{'a': 'python', 'n': 4}", "a, n", "a[n] + a[n - 1]"),
            ACCEPTED
          },
          {
            "rows and columns",
            program(
                "{'a': [[1, 2, 3], [4, 5, 6]], 'm': 2, 'n': 3}",
                "a, m, n",
                "sum(a[i][j] for i in range(m) for j in range(n))"),
            ACCEPTED
          },
          {"bits", program("{'a': '10110'}", "a", "int(a, 2)"), ACCEPTED},
          {
            "bits in a tuple",
            program("{'a': (1, 1, 0, 1, 0)}", "a", "int(''.join(map(str, a)), 2)"),
            ACCEPTED
          },
          {"never ends", gives("a + b if a == 12 else len(list(iter(int, 1)))"), "crashes_nearby"},
        });
  }

  @Test
  void crashesAreCounted(TestPipeline pipeline) {
    assertRejected(
        apply(pipeline, check(), Map.of("x", gives("1 // 0 if a != 12 else b"))),
        rejection -> {
          assertThat(rejection.getEvidence())
              .containsPattern("fails on \\d+ of 12 nearby inputs, such as \\{\"a\":\\d+,\"b\"")
              .contains("ZeroDivisionError");
          return null;
        });
    pipeline.run();
  }

  @Test
  void theShareOfCrashesIsAllowed(TestPipeline pipeline) {
    CheckBehaviour lenient = CheckBehaviour.in(TestSandbox.CONFIG, new BehaviourConfig(3, 1));
    assertOutcomes(
        apply(pipeline, lenient, Map.of("x", gives("1 // 0 if a != 12 else b"))),
        Map.of("x", ACCEPTED));
    pipeline.run();
  }

  @Test
  void programsRepeatThemselves(TestPipeline pipeline) {
    check(
        pipeline,
        new String[][] {
          {"random", "import random\n" + gives("a + b + random.random()"), "uses_randomness"},
          {"clock", "import time\n" + gives("a + b + time.time()"), "uses_time"},
          {"hash", gives("a + b + hash('apples')"), CheckBehaviour.NOT_REPEATABLE},
          {
            "a count of its runs",
            "import math\nmath.runs = getattr(math, 'runs', 0) + 1\n" + gives("a + b + math.runs"),
            CheckBehaviour.NOT_REPEATABLE
          },
          {
            "order of a set",
            gives("[a + b] + list({'one', 'two', 'three', 'four', 'five'})"),
            CheckBehaviour.NOT_REPEATABLE
          },
          {"a set", gives("{a, b, a + b}"), ACCEPTED},
        });
  }

  @Test
  void inputsThatCannotBeChangedAreNoReason(TestPipeline pipeline) {
    check(
        pipeline,
        new String[][] {
          {
            "object", "import sympy\n" + program("{'a': sympy.Symbol('x')}", "a", "a + 1"), ACCEPTED
          },
          {"none", "output = 6 * 7\n", ACCEPTED},
          {"list", "input = [1, 2]\noutput = sum(input)\n", ACCEPTED},
          {"empty", program("{'a': []}", "a", "len(a) + 1"), ACCEPTED},
        });
  }

  @Test
  void whatItGivesForOtherInputsIsKept(TestPipeline pipeline) {
    assertAccepted(
        apply(pipeline, check(), Map.of("x", gives("a + b"))),
        sample -> {
          assertThat(sample.getExecution().getTestsList())
              .hasSize(CheckBehaviour.MAX_TESTS)
              .doesNotHaveDuplicates()
              .allSatisfy(CheckBehaviourTest::assertSum);
          assertThat(sample.getVerdicts(0).getStep()).isEqualTo("CheckBehaviour");
          return null;
        });
    pipeline.run();
  }

  private static void assertSum(TestCase test) {
    String[] numbers = test.getInput().split("\\D+", -1);
    int sum = Integer.parseInt(numbers[1]) + Integer.parseInt(numbers[2]);
    assertThat(test.getOutput()).isEqualTo(Integer.toString(sum));
    assertThat(test.getOutputText()).isEqualTo(Integer.toString(sum));
  }

  @Test
  void aSampleThatWasNotExecutedDoesNotRepeat(TestPipeline pipeline) {
    assertOutcomes(
        given(pipeline, Map.of("x", TestSamples.CODE)).apply(check()),
        Map.of("x", CheckBehaviour.NOT_REPEATABLE));
    pipeline.run();
  }

  @Test
  void equalSamplesPassAsOftenAsTheyCome(TestPipeline pipeline) {
    Sample sample = TestSamples.executed("x");
    StepResult<Sample> result = given(pipeline, sample, sample).apply(check());
    PAssert.thatSingleton("accepted", result.accepted().apply(Count.globally())).isEqualTo(2L);
    pipeline.run();
  }

  @Test
  void nothingGivesNothing(TestPipeline pipeline) {
    assertNothing(given(pipeline).apply(check()));
    pipeline.run();
  }

  @Test
  void theStepHasTheNameThatItIsGiven(TestPipeline pipeline) {
    assertRejected(
        apply(pipeline, check().named("Again"), Map.of("x", gives("a + b - b"))),
        rejection -> {
          assertThat(rejection.getStep()).isEqualTo("Again");
          return null;
        });
    pipeline.run();
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThat(DEFAULTS).isEqualTo(new BehaviourConfig(3, 0.5));
    assertThatThrownBy(() -> new BehaviourConfig(0, 0.5)).hasMessageContaining("variants");
    assertThatThrownBy(() -> new BehaviourConfig(3, 1.5)).hasMessageContaining("crashesAllowed");
  }
}
