package org.caco.transforms.unify;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.grader.AnswerGrader;
import org.caco.grader.Grade;
import org.caco.grader.GraderConfig;
import org.caco.grader.Rounding;
import org.caco.sandbox.SandboxConfig;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * Keeps programs whose output equals the answer that is known of their seed, or, where the seed is
 * a programming task with tests, that pass all its tests.
 *
 * <p>Input: executed samples with a seed. Accepted: the sample with a verdict, without the text of
 * its seed. Rejected:
 *
 * <ul>
 *   <li>{@value #WRONG_ANSWER}: the output is not the known answer;
 *   <li>{@value #FAILS_TESTS}: a test of the seed fails, or the program runs into a limit on what a
 *       test calls it with;
 *   <li>{@value #TESTS_CANNOT_RUN}: the tests do not parse, import what is not there, run into a
 *       limit of the sandbox, end their process, use a fixture that is unknown, call a class, or
 *       hand the function objects;
 *   <li>{@value #TESTS_TELL_NOTHING}: no test fails on wrong answers;
 *   <li>{@value #INPUT_UNLIKE_TESTS}: the program's {@code input} has other entries than the tests'
 *       calls have arguments.
 * </ul>
 *
 * <p>Known answers are often rounded, and programs work with floating point: the rounded value of
 * an output is its known answer.
 *
 * <p>Tests are asserts, {@code check(candidate)} as HumanEval has it, functions and classes as
 * pytest takes them (parameters, fixtures, {@code raises} and {@code approx} included, without
 * pytest), and pairs of what is read and printed, which the program has as a text in the only entry
 * of its input and as its output. An entry of {@code input} is an argument, by its name or by its
 * place. The program runs on the arguments of all calls, its outputs are handed to the tests as
 * values, and neither program nor tests run anywhere but in the sandbox. The verdict tells how many
 * tests passed; the execution has them in numbers, and the calls as test cases.
 *
 * <p>A retried bundle repeats nothing outside but the work of SymPy, where that is asked, and the
 * runs in the sandbox.
 *
 * <p>Not for solutions in words: {@link org.caco.transforms.consistency.CheckConsistency} reads
 * their answers.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<Sample> verified = executed.apply(CheckAnswer.create());
 * }</pre>
 */
public final class CheckAnswer extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The name of the step in reports and rejections. */
  static final String STEP = "CheckAnswer";

  /** The output is not the known answer. */
  public static final String WRONG_ANSWER = "wrong_answer";

  /** A test of the seed fails. */
  public static final String FAILS_TESTS = "fails_tests";

  /** The seed's tests do not work. */
  public static final String TESTS_CANNOT_RUN = "tests_cannot_run";

  /** The seed's tests pass whatever the program gives. */
  public static final String TESTS_TELL_NOTHING = "tests_tell_nothing";

  /** The program cannot be called as the seed's tests call it. */
  public static final String INPUT_UNLIKE_TESTS = "input_unlike_tests";

  private final GraderConfig grader;
  private final SandboxConfig sandbox;

  private CheckAnswer(GraderConfig grader, SandboxConfig sandbox) {
    super(STEP);
    this.grader = grader;
    this.sandbox = sandbox;
  }

  /** Compares with the strict grader, and runs tests in a sandbox with the default settings. */
  public static CheckAnswer create() {
    return new CheckAnswer(GraderConfig.STRICT, SandboxConfig.defaults());
  }

  /** Compares with this grader. Default {@link GraderConfig#STRICT}. */
  public CheckAnswer withGrader(GraderConfig grader) {
    return new CheckAnswer(grader, sandbox);
  }

  /**
   * Runs tests in the JVM's sandbox of this configuration, which is opened with the first seed that
   * has tests. Default {@link SandboxConfig#defaults}.
   */
  public CheckAnswer withSandbox(SandboxConfig sandbox) {
    return new CheckAnswer(grader, sandbox);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("grader", grader.toString()))
        .add(DisplayData.item("sandbox", sandbox.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new CheckFn(grader, sandbox), TypeDescriptor.of(Sample.class));
  }

  private static final class CheckFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    private final GraderConfig config;
    private final SandboxConfig sandbox;
    private transient AnswerGrader grader;
    private transient @Nullable SeedTests tests;

    CheckFn(GraderConfig config, SandboxConfig sandbox) {
      super(STEP);
      this.config = config;
      this.sandbox = sandbox;
    }

    @Setup
    public void setup() {
      grader =
          config.grader(other -> use(Sandboxes.acquire(other))).withRounding(Rounding.ACCEPTED);
    }

    @Override
    protected Sample apply(Sample sample) {
      return sample.getSeed().hasSuite() ? tested(sample) : compared(sample);
    }

    private Sample tested(Sample sample) {
      if (tests == null) {
        // Most jobs have no such seeds.
        tests = new SeedTests(use(Sandboxes.acquire(sandbox)));
      }
      return tests.check(sample).toBuilder().clearSeed().build();
    }

    private Sample compared(Sample sample) {
      Execution execution = sample.getExecution();
      String answer = sample.getSeed().getAnswer();
      Grade grade = grader.compareOutput(execution.getOutput(), execution.getOutputText(), answer);
      if (!grade.equal()) {
        throw new RejectedException(
            WRONG_ANSWER,
            grade.reason() + ": output " + execution.getOutputText() + ", known answer " + answer);
      }
      return sample.toBuilder()
          .clearSeed()
          .addVerdicts(Verdict.newBuilder().setStep(STEP).setReason(grade.reason()))
          .build();
    }
  }
}
