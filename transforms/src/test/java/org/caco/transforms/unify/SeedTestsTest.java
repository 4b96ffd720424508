package org.caco.transforms.unify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertRejected;
import static org.caco.transforms.step.TestSamples.given;
import static org.caco.transforms.step.TestSamples.program;

import java.util.LinkedHashMap;
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
        .setSeed(
            Seed.newBuilder().setId(name).setSolution(solution).setAnswer("5").setSuite(suite))
        .setProgram(
            program(code).toBuilder().addOrigins(Origin.newBuilder().setRow(name)))
        .setExecution(
            Execution.newBuilder().setVerdict("ok").setInput(input).setOutput("5").setOutputText("5"))
        .build();
  }

  private static StepResult<Sample> check(TestPipeline pipeline, Sample... samples) {
    return given(pipeline, samples).apply(CheckAnswer.create().withSandbox(TestSandbox.CONFIG));
  }

  /** What becomes of programs, each with a seed of its own. */
  private static void assertOutcomes(
      TestPipeline pipeline, Map<Sample, String> outcomes) {
    StepResult<Sample> result =
        check(pipeline, outcomes.keySet().toArray(Sample[]::new));
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
                                            sample.getProgram().getOrigins(0).getRow(),
                                            ACCEPTED))))
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
    kinds.put(
        "pytest",
        module("from solution import add\n\ndef test_add():\n    assert add(2, 3) == 5\n"));
    kinds.put(
        "parameters",
        module(
            "import pytest\nfrom solution import *\n\n"
                + "@pytest.mark.parametrize('a', [1, 2])\n"
                + "@pytest.mark.parametrize('b,c', [(1, 2), pytest.param(2, 4, id='x')])\n"
                + "def test_add(a, b, c):\n    assert add(a, b) + add(b, 0) == a + c\n"));
    kinds.put(
        "approx",
        module(
            "import pytest\nimport solution\n\ndef test_add():\n"
                + "    assert [solution.add(2.5, 3), 1] == pytest.approx([5.5, 1.0000000001])\n"));
    kinds.put(
        "fixture",
        module(
            "import pytest\nfrom solution import add\n\n@pytest.fixture\ndef two():\n    yield 2\n\n"
                + "@pytest.fixture(name='more')\ndef make(two):\n    return two + 1\n\n"
                + "def test_add(two, more):\n    assert add(two, more) == 5\n"));
    kinds.put(
        "class",
        module(
            "from solution import add\n\nclass TestAdd:\n    def setup_method(self, method):\n"
                + "        self.two = 2\n\n    def test_add(self):\n"
                + "        assert add(self.two, 3) == 5\n"));
    kinds.put(
        "unittest",
        module(
            "import unittest\nfrom solution import add\n\nclass Adding(unittest.TestCase):\n"
                + "    def setUp(self):\n        self.two = 2\n\n    def test_add(self):\n"
                + "        self.assertEqual(add(self.two, 3), 5)\n"));
    kinds.put("module's own asserts", module("from solution import add\nassert add(2, 3) == 5\n"));

    Map<Sample, String> outcomes = new LinkedHashMap<>();
    kinds.forEach(
        (kind, suite) -> {
          outcomes.put(
              sample(kind + ", right", suite, SOLUTION, adding("return a + b")), ACCEPTED);
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
    String start = "input = {'text': '2 3\\n'}\n\ndef solve(text):\n    lines = text.split('\\n')\n";
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
            sample(
                "another", suite, solution, classes + adding(body.replace("ValueError", "Odd"))),
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
        "input = " + input + "\n\ndef f(" + parameters + "):\n    return " + result
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
                  TestTally.newBuilder().setTests(3).setPassed(3).setTelling(3).setCalls(3).build());
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
              .isEqualTo("passed 1 of 3 tests; assert 2: AssertionError");
          return null;
        });
    pipeline.run();
  }

  @Test
  void noProgramTellsItsTestsWhatToSay(TestPipeline pipeline) {
    String right = "if a == 2 and b == 3:\n    return 5\n";
    String sayingYes = "class Yes(%s):\n    def __eq__(self, other):\n        return True\n"
        + "    __hash__ = None\n\n";
    Map<String, String> programs = new LinkedHashMap<>();
    programs.put("equal to all", sayingYes.formatted("object") + adding(right + "return Yes()"));
    programs.put("an int equal to all", sayingYes.formatted("int") + adding(right + "return Yes()"));
    programs.put("a list", sayingYes.formatted("list") + adding(right + "return Yes()"));
    programs.put("known inputs alone", adding(right + "return 0"));
    programs.put("ends", adding(right + "import os\nos._exit(0)"));
    programs.put("exits", adding(right + "raise SystemExit(0)"));
    programs.put("loops", adding(right + "while True:\n    pass"));
    programs.put("allocates", adding(right + "return [0] * 10 ** 9"));
    programs.put("kills", adding(right + "import os, signal\nos.kill(os.getppid(), 9)"));
    programs.put(
        "patches asserts",
        adding(
            right
                + "import builtins\nbuiltins.AssertionError = Warning\n"
                + "builtins.abs = lambda x: 0\nreturn 0"));
    programs.put(
        "patches what runs it",
        adding(
            right
                + "import sys\nframe = sys._getframe()\nwhile frame:\n"
                + "    frame.f_globals['outcome_of'] = lambda error: 'passed'\n"
                + "    frame = frame.f_back\nreturn 0"));
    programs.put(
        "forges a run",
        adding(
            right
                + "import os\nfor n in range(9):\n    text = b'\"all passed\"'\n"
                + "    body = b'O' + bytes(4) + len(text).to_bytes(4, 'big') + text + bytes(8)\n"
                + "    os.write(3, b'R' + len(body).to_bytes(4, 'big') + body)\nos._exit(0)"));
    programs.put("prints", adding(right + "print('3 passed')\nreturn 0"));
    programs.put("raises what asserts raise", adding(right + "raise AssertionError('passed')"));
    programs.put("skips", adding(right + "class Skipped(BaseException): pass\nraise Skipped()"));

    Map<Sample, String> outcomes = new LinkedHashMap<>();
    programs.forEach(
        (name, code) ->
            outcomes.put(sample(name, ASSERTS, SOLUTION, code), CheckAnswer.FAILS_TESTS));
    assertOutcomes(pipeline, outcomes);
  }

  @Test
  void testsThatDoNotTestAreRefusedWhateverTheProgramGives(TestPipeline pipeline) {
    Map<String, String> tests = new LinkedHashMap<>();
    String cannot = CheckAnswer.TESTS_CANNOT_RUN;
    String nothing = CheckAnswer.TESTS_TELL_NOTHING;
    Map<String, String> reasons = new LinkedHashMap<>();
    String import_ = "from solution import add\n";
    put(tests, reasons, "loops", cannot, import_ + "add(2, 3)\nwhile True:\n    pass\n");
    put(
        tests,
        reasons,
        "loops in a test",
        cannot,
        import_ + "def test_add():\n    add(2, 3)\n    while True:\n        pass\n");
    put(
        tests,
        reasons,
        "allocates",
        cannot,
        import_ + "def test_add():\n    add(2, 3)\n    x = [0] * 10 ** 9\n");
    put(
        tests,
        reasons,
        "ends its process",
        cannot,
        import_ + "import os\n\ndef test_add():\n    add(2, 3)\n    os._exit(0)\n");
    put(
        tests,
        reasons,
        "exits with 0",
        cannot,
        import_ + "import sys\n\ndef test_add():\n    add(2, 3)\n    sys.exit(0)\n");
    put(
        tests,
        reasons,
        "ends by a thread",
        cannot,
        import_
            + "import os, threading, time\nadd(2, 3)\n"
            + "threading.Thread(target=lambda: os._exit(0)).start()\ntime.sleep(9)\n");
    put(
        tests,
        reasons,
        "prints a verdict",
        cannot,
        import_
            + "add(2, 3)\nprint('{\"units\": [[\"test_add\", \"passed\", \"\", 1]]}')\n"
            + "raise SystemExit\n");
    put(
        tests,
        reasons,
        "forges a verdict",
        nothing,
        import_
            + "import os\ntext = b'{\"function\":\"add\",\"solution_error\":\"\",\"units\":"
            + "[[\"test_add\",\"passed\",\"\",1]],\"calls\":[]}'\n"
            + "body = b'O' + bytes(4) + len(text).to_bytes(4, 'big') + text + bytes(8)\n"
            + "os.write(3, b'R' + len(body).to_bytes(4, 'big') + body)\nos._exit(0)\n");
    put(
        tests,
        reasons,
        "forges calls and a verdict",
        nothing,
        import_
            + "import os\nknown = False\ntry:\n    add(2, 3)\n    known = True\n"
            + "except BaseException:\n    pass\n"
            + "calls = b'' if known else b'{\"key\":\"k\",\"args\":[2,3],\"kwargs\":[],"
            + "\"bound\":[]}'\n"
            + "import gc\nfor o in gc.get_objects():\n"
            + "    if isinstance(o, dict) and 'answers' in o and o['answers']:\n"
            + "        calls = b''\n"
            + "text = b'{\"function\":\"add\",\"solution_error\":\"\",\"units\":"
            + "[[\"test_add\",\"passed\",\"\",1]],\"calls\":[' + calls + b']}'\n"
            + "body = b'O' + bytes(4) + len(text).to_bytes(4, 'big') + text + bytes(8)\n"
            + "os.write(3, b'R' + len(body).to_bytes(4, 'big') + body)\nos._exit(0)\n");
    put(
        tests,
        reasons,
        "has an assert of its own",
        nothing,
        import_
            + "def assert_equal(a, b):\n    return True\n\n"
            + "def test_add():\n    assert_equal(add(2, 3), 5)\n");
    put(
        tests,
        reasons,
        "patches builtins",
        nothing,
        import_
            + "import builtins\nbuiltins.abs = lambda x: 0\n\n"
            + "def test_add():\n    assert abs(add(2, 3) - 5) < 1e-6\n");
    put(
        tests,
        reasons,
        "replaces builtins",
        nothing,
        import_
            + "import builtins\nclass AssertionError(Exception): pass\n"
            + "builtins.AssertionError = AssertionError\n"
            + "builtins.isinstance = lambda a, b: True\n\n"
            + "def test_add():\n    add(2, 3)\n");
    put(
        tests,
        reasons,
        "catches everything",
        nothing,
        import_
            + "def test_add():\n    try:\n        assert add(2, 3) == 5\n"
            + "    except BaseException:\n        pass\n");
    put(
        tests,
        reasons,
        "returns in finally",
        nothing,
        import_
            + "def test_add():\n    try:\n        assert add(2, 3) == 5\n"
            + "    finally:\n        return\n");
    put(
        tests,
        reasons,
        "expects anything",
        nothing,
        import_
            + "class Anything:\n    def __eq__(self, other):\n        return True\n\n"
            + "def test_add():\n    assert add(2, 3) == Anything()\n");
    put(
        tests,
        reasons,
        "raises where it compares",
        cannot,
        import_
            + "class Odd:\n    def __eq__(self, other):\n        raise ValueError\n\n"
            + "def test_add():\n    assert add(2, 3) == Odd()\n");
    put(
        tests,
        reasons,
        "patches what runs it",
        nothing,
        import_
            + "import sys\nframe = sys._getframe()\nwhile frame:\n"
            + "    if 'outcome_of' in frame.f_globals:\n"
            + "        frame.f_globals['outcome_of'] = lambda error: 'passed'\n"
            + "    frame = frame.f_back\n\ndef test_add():\n    assert add(2, 3) == 5\n");
    put(
        tests,
        reasons,
        "tests its own function",
        nothing,
        import_
            + "add(2, 3)\n\ndef plus(a, b):\n    return a + b\n\n"
            + "def test_add():\n    assert plus(2, 3) == 5\n");
    put(
        tests,
        reasons,
        "waits for the second run",
        nothing,
        import_
            + "import builtins\n\ndef test_add():\n    add(2, 3)\n"
            + "    assert not hasattr(builtins, 'seen')\n    builtins.seen = True\n");
    put(tests, reasons, "only calls", nothing, import_ + "add(2, 3)\n");
    put(tests, reasons, "is empty", cannot, import_);
    put(
        tests,
        reasons,
        "skips",
        cannot,
        "import pytest\n" + import_ + "def test_add():\n    add(2, 3)\n    pytest.skip('later')\n");
    put(tests, reasons, "does not parse", cannot, "def test_add(:\n");
    put(
        tests,
        reasons,
        "imports what is not there",
        cannot,
        "import nowhere\n" + import_ + "def test_add():\n    assert add(2, 3) == 5\n");
    put(
        tests,
        reasons,
        "wants a fixture",
        cannot,
        import_ + "def test_add(capsys):\n    add(2, 3)\n    assert add(2, 3) == 5\n");
    put(
        tests,
        reasons,
        "hands over objects",
        cannot,
        import_ + "def test_add():\n    assert add([].append, [].pop) == 5\n");

    Map<Sample, String> outcomes = new LinkedHashMap<>();
    tests.forEach(
        (name, test) -> {
          outcomes.put(
              sample(name + ", right", module(test), SOLUTION, adding("return a + b")),
              reasons.get(name));
          outcomes.put(
              sample(name + ", wrong", module(test), SOLUTION, adding("return 4")),
              reasons.get(name));
        });
    assertOutcomes(pipeline, outcomes);
  }

  private static void put(
      Map<String, String> tests,
      Map<String, String> reasons,
      String name,
      String reason,
      String test) {
    tests.put(name, test);
    reasons.put(name, reason);
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
