package org.caco.transforms.unify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.caco.python.PythonValue;
import org.caco.python.PythonValue.Bool;
import org.caco.python.PythonValue.Dict;
import org.caco.python.PythonValue.Entry;
import org.caco.python.PythonValue.Items;
import org.caco.python.PythonValue.Text;
import org.caco.sandbox.Run;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxResult;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.Verdict;
import org.caco.transforms.records.Seed;
import org.caco.transforms.records.TestSuite;
import org.caco.transforms.step.RejectedException;

/** Runs the tests of one seed in the sandbox, each time in a process of their own. */
final class TestRun {
  private static final String PROGRAM = program();

  private final Sandbox sandbox;
  private final String id;
  private final String code;
  private final List<Entry> suite;

  TestRun(Sandbox sandbox, Seed seed) {
    this.sandbox = sandbox;
    this.id = seed.getId();
    this.suite = suite(seed);
    String tests = seed.getSuite().getModule() + seed.getSuite().getSetup() + seed.getSolution();
    boolean heavy = Stream.of("numpy", "sympy", "scipy", "mpmath").anyMatch(tests::contains);
    // The sandbox looks for their names in the source alone.
    this.code = heavy ? "# Its tests may import numpy.\n" + PROGRAM : PROGRAM;
  }

  /**
   * One run of all tests.
   *
   * @param answers what the function gives, by the keys of calls
   * @param wrong whether to give wrong answers in their place, and which: near, blank, or empty
   * @param reference whether the seed's solution answers calls that have no answer
   * @throws RejectedException with reason {@link CheckAnswer#TESTS_CANNOT_RUN}
   */
  Run run(Map<String, PythonValue> answers, String wrong, boolean reference) {
    List<Entry> given = new ArrayList<>(suite);
    given.add(
        entry(
            "answers",
            new Dict(
                answers.entrySet().stream()
                    .map(answer -> entry(answer.getKey(), answer.getValue()))
                    .toList())));
    given.add(entry("wrong", new Text(wrong)));
    given.add(entry("reference", new Bool(reference)));
    SandboxResult result =
        sandbox.run(Snippet.of(id, code).withInputs(List.of(new Dict(given).toJson())));
    if (result.inputRuns().isEmpty()) {
      throw new RejectedException(
          CheckAnswer.TESTS_CANNOT_RUN, result.verdict().label() + ": " + result.error());
    }
    return result.inputRuns().get(0);
  }

  /** What a run said; empty where it did not end well or what it sent is no reply. */
  static Optional<TestReply> reply(Run run) {
    String output = run.output();
    if (run.verdict() != Verdict.OK || output == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(TestReply.parse(output));
    } catch (IllegalArgumentException e) {
      // Tests can send what they like.
      return Optional.empty();
    }
  }

  private static List<Entry> suite(Seed seed) {
    TestSuite suite = seed.getSuite();
    return List.of(
        entry("function", new Text(suite.getFunction())),
        entry("setup", new Text(suite.getSetup())),
        // One that reads and prints is no function.
        entry("solution", new Text(suite.getPairsCount() == 0 ? seed.getSolution() : "")),
        entry("module", new Text(suite.getModule())),
        entry("asserts", list(suite.getAssertsList().stream().map(Text::new))),
        entry(
            "exchanges",
            list(
                suite.getPairsList().stream()
                    .map(
                        pair ->
                            list(
                                Stream.of(
                                    new Text(pair.getInput()), new Text(pair.getOutput())))))));
  }

  private static Items list(Stream<? extends PythonValue> values) {
    return new Items(Items.Kind.LIST, List.copyOf(values.toList()));
  }

  private static Entry entry(String name, PythonValue value) {
    return new Entry(new Text(name), value);
  }

  private static String program() {
    try (InputStream in = TestRun.class.getResourceAsStream("seed_tests.py")) {
      if (in == null) {
        throw new IllegalStateException("resource seed_tests.py is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
