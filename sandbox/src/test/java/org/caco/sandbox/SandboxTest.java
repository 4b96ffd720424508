package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {
  private final Sandbox sandbox = TestConfigs.sandbox(TestConfigs.DEFAULT);

  private SandboxResult run(String code) {
    return sandbox.run(Snippet.of("id", code));
  }

  @Test
  void runsTheUnifiedForm() {
    SandboxResult result =
        run(
            """
            input = {"price": 3, "count": 4}

            def total(price, count):
                return price * count

            output = total(**input)
            print(output)
            """);

    assertThat(result)
        .extracting(
            SandboxResult::id,
            SandboxResult::verdict,
            SandboxResult::input,
            SandboxResult::output,
            SandboxResult::outputText,
            SandboxResult::error)
        .containsExactly("id", Verdict.OK, "{\"price\":3,\"count\":4}", "12", "12", "");
  }

  @Test
  void recordsTheInputAsItWasBeforeTheProgramChangedIt() {
    SandboxResult result =
        run(
            "input = {'a': [3, 1]}\n"
                + "def f(a):\n"
                + "    a.sort()\n"
                + "    return a.pop()\n"
                + "output = f(**input)");

    assertThat(result.input()).isEqualTo("{\"a\":[3,1]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```python\noutput = 42\n```",
        "```\noutput = 42\n```",
        "```py\noutput = 42",
        "Here it is:\n```python\noutput = 42\n```\nDone.",
        "if __name__ == '__main__':\n    output = 42",
        "import sys\noutput = 42\nsys.exit()",
        "output = 42\nimport sys\nsys.stdout.write('x' * 10)\nsys.stderr.write('y')",
        "print('\\ud800')\noutput = 42",
        "s = '```'\noutput = 42",
        "import dataclasses\n@dataclasses.dataclass\nclass A:\n    x: int\noutput = A(42).x",
        "from __future__ import annotations\n"
            + "input = {}\n"
            + "def f(x: Undefined): return x\n"
            + "output = f(42)",
        "import threading\ndef g():\n    global output\n    output = 42\n"
            + "t = threading.Thread(target=g)\nt.start()\nt.join()",
        "import asyncio\nasync def g():\n    return 42\noutput = asyncio.run(g())",
      })
  void runsWhatPeopleWrite(String code) {
    assertThat(run(code).output()).isEqualTo("42");
  }

  @Test
  void namesTheMissingResult() {
    SandboxResult result = run("input = {'a': 1}\nresult = input['a']");

    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.error()).contains("`output`");
    assertThat(result.facts().inputKeysRead()).containsExactly("a");
  }

  @Test
  void namesTheErrorAndItsLine() {
    assertThat(run("x = 1\noutput = x / 0").error())
        .isEqualTo("ZeroDivisionError: division by zero (line 2)");
  }

  @Test
  void takesEverythingFromNextProgram() {
    run("import builtins, math\nbuiltins.len = None\nmath.pi = 3\noutput = 1");

    assertThat(run("import math\noutput = [len('abc'), math.pi > 3]").output())
        .isEqualTo("[3,true]");
  }

  @Test
  void runsSympyAndNumpy() {
    SandboxResult result =
        run(
            "import sympy, numpy\n"
                + "x = sympy.Symbol('x')\n"
                + "output = [sympy.diff(x**3, x), numpy.int64(5)]");

    assertThat(result.output())
        .isEqualTo(
            "[{\"$object\":\"sympy.core.mul.Mul\",\"text\":\"3*x**2\"},"
                + "{\"$object\":\"numpy.int64\",\"text\":\"5\"}]");
  }

  @Test
  void stopsAtTheCpuLimit() {
    assertThat(sandboxWithShortLimit().run(Snippet.of("id", "while True: pass")).verdict())
        .isEqualTo(Verdict.TIMEOUT);
  }

  @Test
  void stopsAProgramThatOnlyWaits() {
    assertThat(
            sandboxWithShortLimit()
                .run(Snippet.of("id", "import time\ntime.sleep(1000)"))
                .verdict())
        .isEqualTo(Verdict.TIMEOUT);
  }

  /** Long before the wall time that it may have: 21 s. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "import time\ntime.sleep(1000)",
        "import threading\nthreading.Event().wait()",
        "import time\nwhile True: time.sleep(0.2)",
      })
  void endsAProgramThatWaitsAndDoesNothing(String code) {
    SandboxResult result = TestConfigs.sandbox(TestConfigs.DEFAULT).run(Snippet.of("id", code));

    assertThat(result.verdict()).isEqualTo(Verdict.TIMEOUT);
    assertThat(result.error()).contains("idle");
  }

  @Test
  void aProgramThatWaitsInBetweenGoesOn() {
    assertThat(run("import time\ntime.sleep(1)\noutput = 1").verdict()).isEqualTo(Verdict.OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output = {str(i): i for i in range(100_000)}",
        "output = {'k' * 5_000_000: 1}",
        "output = list(range(20_500))",
        "input = list(range(15_000))\noutput = list(range(15_000))",
        "input = 'x' * 600_000\noutput = 'y' * 600_000",
      })
  void boundsInputAndOutputTogether(String code) {
    SandboxResult result = run(code);

    assertThat(result.verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(result.error()).contains("too_large");
  }

  @Test
  void takesAsManyEntriesAsItSays() {
    assertThat(run("input = list(range(10_000))\noutput = list(range(10_000))").verdict())
        .isEqualTo(Verdict.OK);
  }

  private static Sandbox sandboxWithShortLimit() {
    return TestConfigs.sandbox(TestConfigs.SHORT);
  }

  @Test
  void stopsAtTheMemoryLimit() {
    assertThat(run("output = len(bytearray(3 << 30))").verdict()).isEqualTo(Verdict.MEMORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = s.symbols('x')\noutput = s.solve(x**2 - 5*x + input['a'], x)",
        "output = s.Matrix([[2, 1], [1, input['a']]]).eigenvals()",
        "x = s.symbols('x')\noutput = s.integrate(s.sin(x) * x**input['a'], x)",
        "output = s.factorint(input['a'] ** 9 + 1)",
        "s.seterr(divide='raise')"
      })
  void aColdZygoteGivesTheSameRecordAsAWarmOne(String code) {
    SandboxResult warm = run("import sympy as s\ninput = {'a': 6}\n" + code);
    // The name that leads to a process with sympy loaded is not in the text.
    SandboxResult cold = run("s = __import__('sym' + 'py')\ninput = {'a': 6}\n" + code);

    assertThat(warm)
        .usingRecursiveComparison()
        .ignoringFields("cpuMs", "wallMs", "facts")
        .isEqualTo(cold);
  }

  @Test
  void rerunsUnderAnotherHashSeed() {
    SandboxResult result = sandbox.run(Snippet.of("id", "output = hash('some text')").withRuns(2));

    assertThat(result.repeatable()).isFalse();
  }

  @Test
  void saysWhenAProgramRepeats() {
    assertThat(sandbox.run(Snippet.of("id", "output = 7").withRuns(2)).repeatable()).isTrue();
  }

  @Test
  void runsSeveralInputs() {
    String code =
        "input = {'a': 1}\ndef f(a):\n    return 10 / a\noutput = f(**input)\nprint(output)";

    SandboxResult result =
        sandbox.run(
            Snippet.of("id", code).withInputs(List.of("{\"a\":5}", "{\"a\":0}", "{\"a\":2}")));

    assertThat(result.inputRuns())
        .extracting(Run::verdict, Run::output)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Verdict.OK, "2.0"),
            org.assertj.core.groups.Tuple.tuple(Verdict.ERROR, null),
            org.assertj.core.groups.Tuple.tuple(Verdict.OK, "5.0"));
  }

  @Test
  void anInputThatEndsTheProcessLeavesTheOthers() {
    String code =
        """
        import os, time
        input = {'a': 1}
        def f(a):
            if a == 2:
                os._exit(0)
            if a == 3:
                while True: pass
            return a
        output = f(**input)
        """;

    SandboxResult result =
        sandboxWithShortLimit()
            .run(
                Snippet.of("id", code)
                    .withInputs(List.of("{\"a\":2}", "{\"a\":3}", "{\"a\":4}", "{\"a\":3}")));

    assertThat(result.inputRuns())
        .extracting(Run::verdict)
        .containsExactly(Verdict.ERROR, Verdict.TIMEOUT, Verdict.OK, Verdict.TIMEOUT);
  }

  @Test
  void keepsABoundedPartOfWhatManyInputsGive() {
    String code = "input = {'a': 0}\noutput = 'x' * 1000000 if input['a'] else 0";

    SandboxResult result =
        sandbox.run(Snippet.of("id", code).withInputs(Collections.nCopies(100, "{\"a\":1}")));

    assertThat(result.inputRuns()).hasSizeBetween(40, 90);
    assertThat(result.inputRuns())
        .extracting(Run::output)
        .allSatisfy(output -> assertThat(output).hasSize(1_000_002));
  }

  @Test
  void manyFencesTakeNoTime() {
    String code = "x = 1\n" + "```py\n".repeat(170_000);

    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> run(code)).verdict())
        .isEqualTo(Verdict.ERROR);
  }

  @Test
  void doesNotNameTheMachine() {
    assumeTrue(TestConfigs.DEFAULT.isolation() == Isolation.NAMESPACES);

    assertThat(run("import os\noutput = os.uname().nodename").outputText()).isEqualTo("sandbox");
  }

  @Test
  void servesMoreCallersThanWorkers() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try {
      List<Future<String>> results = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String code = "output = sum(range(" + i + "))";
        results.add(callers.submit(() -> run(code).output()));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(results.get(i).get()).isEqualTo(Integer.toString(i * (i - 1) / 2));
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void leavesTheInputsAfterTwoThatUseUpTheirTime() {
    String code = "input = {'a': 0}\nwhile input['a'] > 1:\n    pass\noutput = input['a']";
    SandboxResult result =
        sandbox.run(
            Snippet.of("id", code)
                .withInputs(List.of("{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":1}")));

    assertThat(result.inputRuns())
        .extracting(Run::verdict)
        .containsExactly(Verdict.OK, Verdict.TIMEOUT, Verdict.TIMEOUT);
  }

  @Test
  void learnsTheFactsOfASource() {
    Facts facts =
        run("""
        import math
        # a comment

        input = {"a": 1, "b": 2, "c": 3}
        def f(a, b, c):
            return math.sqrt(a) + b
        output = f(**input)
        """)
            .facts();

    assertThat(facts)
        .extracting(Facts::codeLines, Facts::imports, Facts::inputKeys, Facts::inputKeysRead)
        .containsExactly(4, List.of("math"), List.of("a", "b", "c"), List.of("a", "b"));
  }

  @Test
  void keysThatAreTooManyToListCountAsRead() {
    StringBuilder code = new StringBuilder("input = {}\noutput = 0\n");
    for (int i = 0; i < 600; i++) {
      code.append("input['k").append(i).append("'] = 1\noutput += input['k" + i + "']\n");
    }
    assertThat(run(code.toString()).facts().inputKeysRead()).hasSize(500).contains("*");
    String longKey = "k".repeat(100);
    Facts facts = run("input = {'" + longKey + "': 1}\noutput = input['" + longKey + "']").facts();
    assertThat(facts.inputKeysRead()).contains("*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output = 6 * 7 | false",
        "def f(a, b):\\n    c = a * b\\n    d = 42\\n    return d\\noutput = f(**input) | false",
        "f = lambda a, b: 7\\noutput = f(**input) | false",
        "output = 0\\nfor i in range(3):\\n    output += i | false",
        "def f(a, b):\\n    return a * b\\noutput = f(**input) | true",
        "output = 1 if input['a'] > 2 else 2 | true",
        "output = 0\\n"
            + "while True:\\n"
            + "    output += 1\\n"
            + "    if output > input['a']:\\n"
            + "        break | true",
        "x = [[]]\\nfor y in x:\\n    y.append(input['a'])\\noutput = x | true",
        "from heapq import heappush\\noutput = []\\nheappush(output, input['a']) | true",
        "x = {}\\nx.setdefault(1, []).append(input['a'])\\noutput = x | true",
        "def f(x, y):\\n    x.append(y)\\noutput = []\\nf(output, input['a']) | true",
        "def f():\\n    global output\\n    output = input['a']\\nf() | true",
        "exec('output = 1') | true",
      })
  void seesWhetherTheOutputComesFromTheInput(String code, boolean expected) {
    String source = "input = {'a': 3, 'b': 4}\n" + code.replace("\\n", "\n");
    assertThat(run(source).facts().outputFromInput()).isEqualTo(expected);
  }

  @Test
  void countsOperationsOnTheWayToTheOutput() {
    String head = "input = {'a': 3, 'b': 4}\nc = input['a'] + input['b']\n";
    assertThat(run(head + "output = input['a']").facts().operations()).isZero();
    assertThat(run(head + "output = str([input['a']])").facts().operations()).isZero();
    assertThat(run(head + "output = c").facts().operations()).isEqualTo(1);
  }

  @Test
  void listsFunctionsThatNothingUses() {
    String code =
        "def f(n):\n"
            + "    return f(n - 1)\n"
            + "def g():\n"
            + "    return 1\n"
            + "output = g()\n"
            + "print('g')\n"
            + "print(g())";
    assertThat(run(code).facts())
        .extracting(Facts::unusedFunctions, Facts::prints)
        .containsExactly(List.of("f"), 1);
  }

  @Test
  void renamingKeepsTheFingerprint() {
    Facts one = run("input = {'a': 1}\ndef f(a):\n    return a + 2\noutput = f(**input)").facts();
    Facts two = run("input = {'b': 9}\ndef g(b):\n    return b + 7\noutput = g(**input)").facts();

    assertThat(one.fingerprint()).isEqualTo(two.fingerprint());
  }
}
