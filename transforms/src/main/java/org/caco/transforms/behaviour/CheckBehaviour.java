package org.caco.transforms.behaviour;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.python.PythonValue;
import org.caco.sandbox.Run;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.SandboxResult;
import org.caco.sandbox.Snippet;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.TestCase;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Keeps programs that are functions of their input, and keeps what they give for other inputs as
 * test cases. Which of these hold for every reading of the program, {@link
 * org.caco.transforms.input.ChooseInput} finds out.
 *
 * <p>Each program runs again in the sandbox: with its own input under two hash seeds, and with
 * nearby inputs, in which values are changed within their type, all at once and one by one. What is
 * changed depends on the program's text alone.
 *
 * <p>Input: executed samples. Accepted: the sample with up to {@value #MAX_TESTS} test cases in its
 * execution, and a verdict that says how many nearby inputs ran. Rejected:
 *
 * <ul>
 *   <li>{@value #USES_RANDOMNESS}, {@value #USES_TIME}: as its source says; it is not run;
 *   <li>{@value #NOT_REPEATABLE}: another result than when it was executed, under another hash
 *       seed, or in a second run of the same process;
 *   <li>{@value #CRASHES_NEARBY}: it fails on more than {@link BehaviourConfig#crashesAllowed} of
 *       the nearby inputs. A text that it fails on whatever it is changed to does not count: it may
 *       be one of a few names that the program knows;
 *   <li>{@value #IGNORED_INPUT}: a value of the input, which is named, can be changed at will, by
 *       factors of ten and whatever the other values are, without an effect on the output.
 * </ul>
 *
 * <p>Inputs that hold objects without a JSON form, such as sympy's, cannot be changed: of these
 * programs only repeatability is checked. A retried bundle runs its programs again.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<Sample> functions =
 *     executed.apply(CheckBehaviour.in(SandboxConfig.defaults(), BehaviourConfig.defaults()));
 * }</pre>
 */
public final class CheckBehaviour extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The source draws random numbers. */
  public static final String USES_RANDOMNESS = "uses_randomness";

  /** The source looks at the clock. */
  public static final String USES_TIME = "uses_time";

  /** Two runs with the same input differ. */
  public static final String NOT_REPEATABLE = "not_repeatable";

  /** Too many nearby inputs make it fail. */
  public static final String CRASHES_NEARBY = "crashes_nearby";

  /** A value of the input has no effect. */
  public static final String IGNORED_INPUT = "ignored_input";

  /** Test cases that are kept of a program. */
  static final int MAX_TESTS = 10;

  private final SandboxConfig sandbox;
  private final BehaviourConfig config;

  private CheckBehaviour(String name, SandboxConfig sandbox, BehaviourConfig config) {
    super(name);
    this.sandbox = sandbox;
    this.config = config;
  }

  /** Runs programs in the JVM's sandbox of this configuration. */
  public static CheckBehaviour in(SandboxConfig sandbox, BehaviourConfig config) {
    return new CheckBehaviour("CheckBehaviour", sandbox, config);
  }

  /**
   * The same under another name, for a graph with two such steps. Default {@code CheckBehaviour}.
   */
  public CheckBehaviour named(String name) {
    return new CheckBehaviour(name, sandbox, config);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("behaviour", config.toString()))
        .add(DisplayData.item("sandbox", sandbox.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(
        samples, new BehaviourFn(getName(), sandbox, config), TypeDescriptor.of(Sample.class));
  }

  private static final class BehaviourFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    /** What a test case may hold; it travels with the sample. */
    private static final int MAX_TEST_CHARS = 4_000;

    private final String step;
    private final SandboxConfig sandboxConfig;
    private final BehaviourConfig config;
    private transient Sandbox sandbox;

    BehaviourFn(String step, SandboxConfig sandboxConfig, BehaviourConfig config) {
      super(step);
      this.step = step;
      this.sandboxConfig = sandboxConfig;
      this.config = config;
    }

    @Setup
    public void setup() {
      sandbox = use(Sandboxes.acquire(sandboxConfig));
    }

    @Override
    protected Sample apply(Sample sample) {
      Execution execution = sample.getExecution();
      require(
          !execution.getFacts().getUsesRandomness(),
          USES_RANDOMNESS,
          "the source draws random numbers");
      require(!execution.getFacts().getUsesTime(), USES_TIME, "the source looks at the clock");
      Snippet snippet = Snippet.of(sample.getId(), sample.getProgram().getCode());
      Optional<PythonValue.Dict> input = changeable(execution.getInput());
      if (input.isEmpty()) {
        requireRepeatable(execution, sandbox.run(snippet.withRuns(2)));
        return passed(sample, List.of(), 0);
      }
      Trials near = Trials.near(snippet.code(), input.get(), config.variants());
      // First its own once more: inputs share a process, and what a run leaves there would count as
      // an effect of theirs.
      List<String> inputs = new ArrayList<>(List.of(execution.getInput()));
      inputs.addAll(near.inputs());
      SandboxResult result = sandbox.run(snippet.withRuns(2).withInputs(inputs));
      requireRepeatable(execution, result);
      requireNothingKept(execution, result.inputRuns().get(0));
      List<Run> runs = result.inputRuns().subList(1, result.inputRuns().size());
      requireFewCrashes(near.fair(runs));
      BitSet idle = near.withoutEffect(own(result), runs);
      if (!idle.isEmpty()) {
        Trials far = Trials.far(snippet.code(), input.get(), idle);
        SandboxResult farther = sandbox.run(snippet.withInputs(far.inputs()));
        idle = far.withoutEffect(own(farther), farther.inputRuns());
        require(
            idle.isEmpty(),
            IGNORED_INPUT,
            String.format(
                Locale.ROOT,
                "never changes the output: %s, in runs with %d other inputs",
                near.names(idle),
                runs.size() + farther.inputRuns().size()));
      }
      return passed(sample, tests(execution, runs), runs.size());
    }

    private static void require(boolean holds, String reason, String evidence) {
      if (!holds) {
        throw new RejectedException(reason, evidence);
      }
    }

    /** The input where it is a dict of values that can be given back to a program. */
    private static Optional<PythonValue.Dict> changeable(String input) {
      return PythonValue.Dict.of(input).filter(PythonValue::canBeGiven);
    }

    private static void requireRepeatable(Execution execution, SandboxResult result) {
      require(
          result.verdict() == org.caco.sandbox.Verdict.OK
              && execution.getOutput().equals(result.output())
              && execution.getOutputText().equals(result.outputText()),
          NOT_REPEATABLE,
          "the output was "
              + execution.getOutputText()
              + " and is now "
              + (result.error().isEmpty() ? result.outputText() : result.error()));
      require(
          result.repeatable(),
          NOT_REPEATABLE,
          String.format(
              Locale.ROOT,
              "the output is %s, and under another hash seed %s",
              result.outputText(),
              result.repeats().stream()
                  .map(run -> run.error().isEmpty() ? run.outputText() : run.error())
                  .toList()));
    }

    private static void requireNothingKept(Execution execution, Run again) {
      boolean other =
          again.verdict() == org.caco.sandbox.Verdict.OK
              ? !execution.getOutput().equals(again.output())
              : again.verdict() == org.caco.sandbox.Verdict.ERROR;
      require(
          !other,
          NOT_REPEATABLE,
          String.format(
              Locale.ROOT,
              "the output is %s, and of a second run in the same process %s",
              execution.getOutputText(),
              again.error().isEmpty() ? again.outputText() : again.error()));
    }

    private void requireFewCrashes(List<Run> runs) {
      List<Run> failed =
          runs.stream().filter(run -> run.verdict() != org.caco.sandbox.Verdict.OK).toList();
      if (failed.size() > config.crashesAllowed() * runs.size()) {
        throw new RejectedException(
            CRASHES_NEARBY,
            String.format(
                Locale.ROOT,
                "fails on %d of %d nearby inputs, such as %s: %s",
                failed.size(),
                runs.size(),
                failed.get(0).input(),
                failed.get(0).error()));
      }
    }

    private static Run own(SandboxResult result) {
      return new Run(
          result.verdict(),
          result.input(),
          result.output(),
          result.outputText(),
          result.error(),
          result.cpuMs());
    }

    private static List<TestCase> tests(Execution execution, List<Run> runs) {
      List<TestCase> tests = new ArrayList<>();
      Set<String> inputs = new HashSet<>(Set.of(execution.getInput()));
      for (Run run : runs) {
        String input = run.input();
        String output = run.output();
        if (tests.size() < MAX_TESTS
            && run.verdict() == org.caco.sandbox.Verdict.OK
            && input != null
            && output != null
            && input.length() + output.length() <= MAX_TEST_CHARS
            && inputs.add(input)) {
          tests.add(
              TestCase.newBuilder()
                  .setInput(input)
                  .setOutput(output)
                  .setOutputText(run.outputText())
                  .build());
        }
      }
      return tests;
    }

    private Sample passed(Sample sample, List<TestCase> tests, int runs) {
      Sample.Builder checked = sample.toBuilder();
      checked.getExecutionBuilder().clearTests().addAllTests(tests);
      return checked
          .addVerdicts(
              Verdict.newBuilder().setStep(step).setReason("ran on " + runs + " nearby inputs"))
          .build();
    }
  }
}
