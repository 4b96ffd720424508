package org.caco.transforms.unify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.given;
import static org.caco.transforms.step.TestSamples.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.transforms.execute.TestSandbox;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Origin;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.records.TestCase;
import org.caco.transforms.records.TestSuite;
import org.caco.transforms.records.TestTally;
import org.caco.transforms.records.TextPair;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs for seeds that have tests: what passes, what does not, and what cheats. */
@ExtendWith(TestPipelineExtension.class)
class SeedTestsTest {
  private static final String SOLUTION = "def add(a, b=1):\n    return a + b\n";
  private static final TestSuite ASSERTS =
      TestSuite.newBuilder()
          .addAsserts("assert add(2, 3) == 5")
          .addAsserts("assert add(2) == 3")
          .addAsserts("assert add(b=7, a=-7) == 0")
          .build();

  @BeforeEach
  void needsASandbox() {
    TestSandbox.assumeAvailable();
  }

  /** A program that is run on {@code {"a": 2, "b": 3}}. */
  private static String adding(String body) {
    return "input = {'a': 2, 'b': 3}\n\ndef add(a, b=1):\n    "
        + body.replace("\n", "\n    ")
        + "\n\noutput = add(**input)\nprint(output)\n";
  }

  private static TestSuite module(String module) {
    return TestSuite.newBuilder().setModule(module).build();
  }

  private static Sample sample(String name, TestSuite suite, String solution, String code) {
    return sample(name, suite, solution, code, "{\"a\":2,\"b\":3}");
  }

  private static Sample sample(
      String name, TestSuite suite, String solution, String code, String input) {
    return Sample.newBuilder()
        .setId(name)
        .setSeed(Seed.newBuilder().setId(name).setSolution(solution).setAnswer("5").setSuite(suite))
        .setProgram(program(code).toBuilder().addOrigins(Origin.newBuilder().setRow(name)))
        .setExecution(
            Execution.newBuilder()
                .setVerdict("ok")
                .setInput(input)
                .setOutput("5")
                .setOutputText("5"))
        .build();
  }

  private static StepResult<Sample> check(TestPipeline pipeline, Sample... samples) {
    return given(pipeline, samples).apply(CheckAnswer.create().withSandbox(TestSandbox.CONFIG));
  }

  /** What becomes of programs, each with a seed of its own. */
  private static void assertOutcomes(TestPipeline pipeline, Map<Sample, String> outcomes) {
    StepResult<Sample> result = check(pipeline, outcomes.keySet().toArray(Sample[]::new));
    PAssert.that(
            PCollectionList.of(
                    result
                        .accepted()
                        .apply(
                            "Accepted",
                            MapElements.into(
                                    TypeDescriptors.kvs(
                                        TypeDescriptors.strings(), TypeDescriptors.strings()))
                                .via(
                                    sample ->
                                        KV.of(
                                            sample.getProgram().getOrigins(0).getRow(), ACCEPTED))))
                .and(
                    result
                        .rejected()
                        .apply(
                            "Rejected",
                            MapElements.into(
                                    TypeDescriptors.kvs(
                                        TypeDescriptors.strings(), TypeDescriptors.strings()))
                                .via(
                                    rejection ->
                                        KV.of(
                                            rejection.getSample().getSeed().getId(),
                                            rejection.getReason()))))
                .apply("Outcomes", Flatten.pCollections()))
        .containsInAnyOrder(
            outcomes.entrySet().stream()
                .map(outcome -> KV.of(outcome.getKey().getSeed().getId(), outcome.getValue()))
                .toList());
    pipeline.run();
  }

  @Test
  void runsTestsOfEveryKind(TestPipeline pipeline) {
    Map<String, TestSuite> kinds = new LinkedHashMap<>();
    kinds.put("asserts", ASSERTS);
    kinds.put(
        "setup",
        TestSuite.newBuilder()
            .setModule("import math\ntwo = 2")
            .addAsserts("assert math.isclose(add(two, 3), 5)")
            .build());
    kinds.put(
        "check",
        TestSuite.newBuilder()
            .setFunction("add")
            .setSetup("def half(x):\n    return x / 2\n\ndef add(a, b):\n    '''Adds.'''\n")
            .setModule(
                "def check(candidate):\n    import random\n    for _ in range(20):\n"
                    + "        x = random.randint(2, 99)\n"
                    + "        assert half(candidate(x, x)) == x\n")
            .build());
    blocks("kinds.txt").forEach((kind, test) -> kinds.put(kind, module(test)));

    Map<Sample, String> outcomes = new LinkedHashMap<>();
    kinds.forEach(
        (kind, suite) -> {
          outcomes.put(sample(kind + ", right", suite, SOLUTION, adding("return a + b")), ACCEPTED);
          outcomes.put(
              sample(kind + ", wrong", suite, SOLUTION, adding("return a * b + 1")),
              CheckAnswer.FAILS_TESTS);
        });
    assertOutcomes(pipeline, outcomes);
  }

  @Test
  void runsPairsOfWhatIsReadAndPrinted(TestPipeline pipeline) {
    TestSuite suite =
        TestSuite.newBuilder()
            .addPairs(TextPair.newBuilder().setInput("2 3\n").setOutput("5"))
            .addPairs(TextPair.newBuilder().setInput("1 1\n4 4").setOutput("2\n8\n"))
            .build();
    String start =
        "input = {'text': '2 3\\n'}\n\ndef solve(text):\n    lines = text.split('\\n')\n";
    String end = "\n\noutput = solve(**input)\nprint(output)\n";
    String right =
        start
            + "    return '\\n'.join(str(sum(map(int, l.split()))) + ' ' for l in lines if l)"
            + end;
    String first = start + "    return sum(map(int, lines[0].split()))" + end;
    String input = "{\"text\":\"2 3\\n\"}";
    String own = "print(sum(map(int, input().split())))";

    assertOutcomes(
        pipeline,
        Map.of(
            sample("right", suite, own, right, input), ACCEPTED,
            sample("the first alone", suite, own, first, input), CheckAnswer.FAILS_TESTS,
            sample("parsed", suite, own, adding("return a + b")), CheckAnswer.INPUT_UNLIKE_TESTS));
  }

  @Test
  void anExceptionIsAnAnswer(TestPipeline pipeline) {
    TestSuite suite =
        module(
            "import pytest\nfrom solution import add, Odd\n\ndef test_add():\n"
                + "    assert add(2, 3) == 5\n\ndef test_refuses():\n"
                + "    with pytest.raises(ValueError, match='too small'):\n        add(-1, 0)\n"
                + "    with pytest.raises(Odd):\n        add(100, 1)\n");
    String classes = "class Odd(Exception):\n    pass\n\n";
    String body =
        "if a < 0:\n    raise ValueError('too small')\nif a > 99:\n    raise Odd(a)\nreturn a + b";
    String solution = classes + "def add(a, b):\n    " + body.replace("\n", "\n    ") + "\n";

    assertOutcomes(
        pipeline,
        Map.of(
            sample("right", suite, solution, classes + adding(body)),
            ACCEPTED,
            sample("none", suite, solution, adding("return a + b")),
            CheckAnswer.FAILS_TESTS,
            sample("another", suite, solution, classes + adding(body.replace("ValueError", "Odd"))),
            CheckAnswer.FAILS_TESTS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'a': 2, 'b': 3} | a, b | a + b | accepted
          {'first': 2, 'second': 3} | first, second | first + second | accepted
          {'b': 3, 'a': 2} | b, a | a + b | accepted
          {'y': 3, 'x': 2} | y, x | x + y | accepted
          {'a': 4, 'b': 4} | a, b | a + b | accepted
          {'a': 2, 'b': 3, 'unit': 1} | a, b, unit | a + b * unit | accepted
          {'a': 2, 'b': 3, 'unit': 2} | a, b, unit | a + b * unit | fails_tests
          {'x': 2, 'y': 3, 'z': 1} | x, y, z | x + y * z | input_unlike_tests
          """)
  void anInputHoldsTheArgumentsOfACall(
      String input, String parameters, String result, String outcome, TestPipeline pipeline) {
    TestSuite suite =
        TestSuite.newBuilder()
            .addAsserts("assert add(2, 3) == 5")
            .addAsserts("assert add(1, 30) == 31")
            .build();
    String code =
        "input = "
            + input
            + "\n\ndef f("
            + parameters
            + "):\n    return "
            + result
            + "\n\noutput = f(**input)\n";

    assertOutcomes(
        pipeline,
        Map.of(
            sample("x", suite, SOLUTION, code, input.replace('\'', '"').replace(" ", "")),
            outcome));
  }

  @Test
  void testsAreRunWithoutASolutionToo(TestPipeline pipeline) {
    TestSuite suite =
        module(
            "from solution import add\n\ndef test_add():\n    total = 0\n    for i in range(5):\n"
                + "        total = add(total, i)\n    assert total == 10\n");
    assertOutcomes(
        pipeline,
        Map.of(
            sample("right", suite, "", adding("return a + b")), ACCEPTED,
            sample("wrong", suite, "", adding("return a + b + 1")), CheckAnswer.FAILS_TESTS,
            sample("python 2", suite, "print 'no'", adding("return a + b")), ACCEPTED));
  }

  @Test
  void whatPassesKeepsItsTestsAndHowManyThereWere(TestPipeline pipeline) {
    assertAccepted(
        check(pipeline, sample("x", ASSERTS, SOLUTION, adding("return a + b"))),
        sample -> {
          assertThat(sample.hasSeed()).isFalse();
          assertThat(sample.getExecution().getTally())
              .isEqualTo(
                  TestTally.newBuilder()
                      .setTests(3)
                      .setPassed(3)
                      .setTelling(3)
                      .setCalls(3)
                      .build());
          assertThat(sample.getExecution().getTestsList())
              .containsExactly(
                  TestCase.newBuilder()
                      .setInput("{\"a\":2,\"b\":1}")
                      .setOutput("3")
                      .setOutputText("3")
                      .build(),
                  TestCase.newBuilder()
                      .setInput("{\"a\":-7,\"b\":7}")
                      .setOutput("0")
                      .setOutputText("0")
                      .build());
          assertThat(sample.getVerdicts(0).getReason()).isEqualTo("passed 3 of 3 tests in 3 calls");
          return null;
        });
    pipeline.run();
  }

  @Test
  void aRejectionSaysWhichTestFailed(TestPipeline pipeline) {
    assertRejected(
        check(pipeline, sample("x", ASSERTS, SOLUTION, adding("return a + 3"))),
        rejection -> {
          assertThat(rejection.getReason()).isEqualTo(CheckAnswer.FAILS_TESTS);
          assertThat(rejection.getEvidence())
              .isEqualTo("2 of 3 tests fail; assert 2: AssertionError");
          return null;
        });
    pipeline.run();
  }

  /** Each gives the right answer to the first call, and cheats at the others. */
  @Test
  void noProgramTellsItsTestsWhatToSay(TestPipeline pipeline) {
    Map<Sample, String> outcomes = new LinkedHashMap<>();
    blocks("hostile_programs.txt")
        .forEach(
            (name, body) ->
                outcomes.put(
                    sample(
                        name,
                        ASSERTS,
                        SOLUTION,
                        adding("if a == 2 and b == 3:\n    return 5\n" + body)),
                    CheckAnswer.FAILS_TESTS));
    assertThat(outcomes).hasSizeGreaterThan(10);
    assertOutcomes(pipeline, outcomes);
  }

  @Test
  void testsThatDoNotTestAreRefusedWhateverTheProgramGives(TestPipeline pipeline) {
    Map<Sample, String> outcomes = new LinkedHashMap<>();
    blocks("hostile_tests.txt")
        .forEach(
            (head, test) -> {
              String[] parts = head.split(" \\| ", 2);
              TestSuite suite = module("from solution import add\n" + test);
              for (String result : List.of("a + b", "4")) {
                outcomes.put(
                    sample(parts[0] + ": " + result, suite, SOLUTION, adding("return " + result)),
                    parts[1]);
              }
            });
    assertThat(outcomes).hasSizeGreaterThan(40);
    assertOutcomes(pipeline, outcomes);
  }

  /** Texts by the lines that begin with {@code ===}. */
  private static Map<String, String> blocks(String resource) {
    Map<String, String> blocks = new LinkedHashMap<>();
    try (InputStream in = SeedTestsTest.class.getResourceAsStream(resource)) {
      String text = "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String block : text.split("\n=== ", -1)) {
        if (!block.isBlank()) {
          int head = block.indexOf('\n');
          assertThat(blocks.put(block.substring(0, head), block.substring(head + 1))).isNull();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return blocks;
  }

  @Test
  void aTestThatIsLeftOutOnWrongAnswersHasFailed(TestPipeline pipeline) {
    TestSuite suite =
        module(
            "import pytest\nfrom solution import add\n\ndef test_zero():\n"
                + "    assert add(0, 0) == 0\n\ndef test_add():\n"
                + "    if add(2, 3) != 5:\n        pytest.skip('not here')\n");
    assertOutcomes(
        pipeline,
        Map.of(
            sample("right", suite, SOLUTION, adding("return a + b")),
            ACCEPTED,
            sample("wrong", suite, SOLUTION, adding("return a * b")),
            CheckAnswer.FAILS_TESTS));
  }

  @Test
  void aSolutionOfASeedCannotSpeakForItsTests(TestPipeline pipeline) {
    Map<String, String> solutions = new LinkedHashMap<>();
    solutions.put("ends", "import os\nos._exit(0)\n");
    solutions.put("loops", SOLUTION + "\nwhile True:\n    pass\n");
    solutions.put(
        "patches",
        SOLUTION
            + "\nimport sys\nframe = sys._getframe()\nwhile frame:\n"
            + "    if 'outcome_of' in frame.f_globals:\n"
            + "        frame.f_globals['outcome_of'] = lambda error: 'passed'\n"
            + "    frame = frame.f_back\n");

    Map<Sample, String> outcomes = new LinkedHashMap<>();
    solutions.forEach(
        (name, solution) ->
            outcomes.put(
                sample(name, ASSERTS, solution, adding("return 4")),
                name.equals("patches")
                    ? CheckAnswer.TESTS_TELL_NOTHING
                    : CheckAnswer.TESTS_CANNOT_RUN));
    assertOutcomes(pipeline, outcomes);
  }
}
