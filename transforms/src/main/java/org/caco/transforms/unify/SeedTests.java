package org.caco.transforms.unify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caco.python.PythonValue;
import org.caco.python.PythonValue.Dict;
import org.caco.python.PythonValue.Entry;
import org.caco.python.PythonValue.Text;
import org.caco.sandbox.Run;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxResult;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.Verdict;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.TestCase;
import org.caco.transforms.records.TestTally;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.unify.TestReply.Call;
import org.caco.transforms.unify.TestReply.Unit;

/**
 * Runs the tests of a seed against the program that was unified from it.
 *
 * <p>Program and tests never share a process. The tests first run against the seed's own solution,
 * which shows what they call the function with; the program runs on all these inputs in one process
 * of the sandbox; and its outputs, which are values by then, are handed to the tests in another, as
 * what the function gives. So a program can do nothing to its tests. Where they call the function
 * with yet other arguments, which depend on its answers, that is done again.
 *
 * <p>Tests can do anything to the process that they run in, so they could pass whatever they are
 * given. What they say counts only if, in processes of the same kind, at least one of them fails on
 * wrong answers of the same types: values changed, or empty.
 */
final class SeedTests {
  private static final int MAX_ROUNDS = 40;
  private static final int MAX_CASES = 50;
  private static final int MAX_CASE_CHARS = 4_000;
  private static final List<String> WRONG_ANSWERS = List.of("near", "blank");

  private final Sandbox sandbox;

  SeedTests(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * The sample with what its tests said of it, and what they called it with as test cases.
   *
   * @throws RejectedException for the reasons that {@link CheckAnswer} lists
   */
  Sample check(Sample sample) {
    return new Check(sample).run();
  }

  private final class Check {
    private final Sample sample;
    private final TestRun tests;
    private final Map<String, PythonValue> answers = new LinkedHashMap<>();
    private final List<TestCase> cases = new ArrayList<>();

    Check(Sample sample) {
      this.sample = sample;
      this.tests = new TestRun(sandbox, sample.getSeed());
    }

    Sample run() {
      TestReply recorded = recorded();
      TestReply reply = recorded;
      Optional<CallInputs> inputs = Optional.empty();
      for (int round = 0; round == 0 || !reply.calls().isEmpty(); round++) {
        if (round == MAX_ROUNDS) {
          throw cannotRun("what they call the function with changes with each of its answers");
        }
        requireCalls(reply);
        inputs = inputs.isPresent() ? inputs : Optional.of(inputs(reply.calls()));
        answer(inputs.orElseThrow(), reply.calls());
        reply = ask();
      }
      List<Unit> units = requireAllPass(reply, recorded);
      long telling = telling(units);
      if (telling == 0) {
        throw new RejectedException(
            CheckAnswer.TESTS_TELL_NOTHING,
            "all of " + units.size() + " tests pass with wrong answers too");
      }
      Sample.Builder checked = sample.toBuilder();
      checked
          .getExecutionBuilder()
          .clearTests()
          .addAllTests(cases)
          .setTally(
              TestTally.newBuilder()
                  .setTests(units.size())
                  .setPassed(units.size())
                  .setTelling((int) telling)
                  .setCalls(answers.size()));
      return checked
          .addVerdicts(
              org.caco.transforms.records.Verdict.newBuilder()
                  .setStep(CheckAnswer.STEP)
                  .setReason(
                      String.format(
                          Locale.ROOT,
                          "passed %d of %d tests in %d calls%s",
                          units.size(),
                          units.size(),
                          answers.size(),
                          inputs.orElseThrow().ownIsTested()
                              ? ""
                              : ", none of them its own input")))
          .build();
    }

    /** The calls that the tests make of the seed's own solution, or the first where it is none. */
    private TestReply recorded() {
      if (!sample.getSeed().getSolution().isEmpty()) {
        Optional<TestReply> reply = TestRun.reply(tests.run(answers, "", true));
        if (reply.isPresent() && !reply.get().calls().isEmpty()) {
          return reply.get();
        }
      }
      return ask();
    }

    /** Runs the tests with the answers so far. */
    private TestReply ask() {
      Run run = tests.run(answers, "", false);
      return TestRun.reply(run)
          .orElseThrow(
              () ->
                  cannotRun(
                      run.error().isEmpty()
                          ? "they send something else than what came of them"
                          : run.verdict().label() + ": " + run.error()));
    }

    private void requireCalls(TestReply reply) {
      if (!reply.calls().isEmpty()) {
        return;
      }
      reply.units().stream()
          .filter(unit -> unit.is("broken") || unit.refuses())
          .findFirst()
          .ifPresent(
              unit -> {
                throw cannotRun(unit.name() + ": " + unit.detail());
              });
      if (reply.units().isEmpty()) {
        throw cannotRun("there is no test among them");
      }
      throw new RejectedException(
          CheckAnswer.TESTS_TELL_NOTHING, "the tests do not call the function");
    }

    private CallInputs inputs(List<Call> calls) {
      String own = sample.getExecution().getInput();
      return Dict.of(own)
          .flatMap(input -> CallInputs.of(input, calls))
          .orElseThrow(() -> unlike(calls.get(0)));
    }

    private RejectedException unlike(Call call) {
      return new RejectedException(
          CheckAnswer.INPUT_UNLIKE_TESTS,
          "its input is "
              + sample.getExecution().getInput()
              + ", and the tests call the function with "
              + call.parameters().stream()
                  .map(argument -> argument.name() + "=" + argument.value().toJson())
                  .collect(Collectors.joining(", ")));
    }

    /** Runs the program on calls that have no answer yet. */
    private void answer(CallInputs form, List<Call> calls) {
      List<String> inputs = new ArrayList<>();
      for (Call call : calls) {
        Dict input = form.input(call).orElseThrow(() -> unlike(call));
        if (!input.canBeGiven()) {
          throw cannotRun("they call the function with an object that has no JSON form");
        }
        inputs.add(input.toJson());
      }
      SandboxResult result =
          sandbox.run(Snippet.of(sample.getId(), sample.getProgram().getCode()).withInputs(inputs));
      for (int i = 0; i < calls.size(); i++) {
        if (i >= result.inputRuns().size()) {
          throw fails(result.verdict().label() + " on its own input: " + result.error());
        }
        Run run = result.inputRuns().get(i);
        answers.put(calls.get(i).key(), answer(run, inputs.get(i)));
        keep(run);
      }
    }

    private PythonValue answer(Run run, String input) {
      String output = run.output();
      if (run.verdict() == Verdict.OK && output != null) {
        PythonValue value = PythonValue.parse(output);
        if (!value.canBeGiven()) {
          throw fails("its output for " + input + " is an object that has no JSON form");
        }
        return new Dict(List.of(entry("value", value)));
      }
      if (run.verdict() != Verdict.ERROR) {
        throw fails(run.verdict().label() + " on " + input + ": " + run.error());
      }
      // The tests may want this exception.
      String error = withoutLine(run.error());
      int colon = error.indexOf(": ");
      String name = colon < 0 ? error : error.substring(0, colon);
      return new Dict(
          List.of(
              entry("error", new Text(name.substring(name.lastIndexOf('.') + 1))),
              entry("message", new Text(colon < 0 ? "" : error.substring(colon + 2)))));
    }

    private void keep(Run run) {
      String input = run.input();
      String output = run.output();
      if (run.verdict() == Verdict.OK
          && input != null
          && output != null
          && cases.size() < MAX_CASES
          && input.length() + output.length() <= MAX_CASE_CHARS
          && !input.equals(sample.getExecution().getInput())) {
        cases.add(
            TestCase.newBuilder()
                .setInput(input)
                .setOutput(output)
                .setOutputText(run.outputText())
                .build());
      }
    }

    private List<Unit> requireAllPass(TestReply reply, TestReply recorded) {
      List<Unit> units = reply.units().stream().filter(unit -> !unit.is("skipped")).toList();
      Map<String, Unit> before =
          recorded.units().stream()
              .collect(
                  Collectors.toMap(
                      Unit::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
      for (Unit unit : units) {
        Unit then = before.get(unit.name());
        boolean alike = unit.is("error") && then != null && then.is("error");
        if (unit.is("broken") || alike) {
          throw cannotRun(unit.name() + ": " + unit.detail());
        }
      }
      List<Unit> failed =
          Stream.concat(
                  units.stream().filter(unit -> !unit.is("passed")), left(before.values(), units))
              .toList();
      if (!failed.isEmpty()) {
        Unit first = failed.get(0);
        Unit then = before.get(first.name());
        throw fails(
            String.format(
                Locale.ROOT,
                "%d of %d tests fail; %s: %s%s",
                failed.size(),
                units.size(),
                first.name(),
                first.detail(),
                then != null && then.refuses() ? "; the seed's own solution fails it too" : ""));
      }
      if (units.isEmpty()) {
        throw cannotRun("there is no test among them that can be run here");
      }
      return units;
    }

    /** Tests that pass for the seed's own solution, and are not run for the program. */
    private static Stream<Unit> left(Collection<Unit> before, List<Unit> now) {
      Set<String> names = now.stream().map(Unit::name).collect(Collectors.toSet());
      return before.stream()
          .filter(unit -> unit.is("passed") && !names.contains(unit.name()))
          .map(unit -> new Unit(unit.name(), "left", "it is left out"));
    }

    /** How many of the tests fail on wrong answers. */
    private long telling(List<Unit> units) {
      Set<String> telling = new HashSet<>();
      for (String wrong : WRONG_ANSWERS) {
        if (telling.size() < units.size()) {
          TestRun.reply(tests.run(answers, wrong, false)).stream()
              .flatMap(reply -> reply.units().stream())
              .filter(Unit::refuses)
              .map(Unit::name)
              .forEach(telling::add);
        }
      }
      return units.stream().filter(unit -> telling.contains(unit.name())).count();
    }
  }

  /** An error's text without the line of the program that the sandbox adds. */
  private static String withoutLine(String error) {
    int line = error.lastIndexOf(" (line ");
    return line >= 0 && error.endsWith(")") ? error.substring(0, line) : error;
  }

  private static Entry entry(String name, PythonValue value) {
    return new Entry(new Text(name), value);
  }

  private static RejectedException cannotRun(String evidence) {
    return new RejectedException(CheckAnswer.TESTS_CANNOT_RUN, evidence);
  }

  private static RejectedException fails(String evidence) {
    return new RejectedException(CheckAnswer.FAILS_TESTS, evidence);
  }
}
