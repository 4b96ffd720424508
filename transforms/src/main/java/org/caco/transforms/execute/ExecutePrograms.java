package org.caco.transforms.execute;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.SandboxResult;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.Verdict;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Runs each program once in the sandbox.
 *
 * <p>Input: samples with a program. Accepted: the sample with its execution, whose verdict is ok.
 * Rejected, with the execution in the sample:
 *
 * <ul>
 *   <li>{@value #SYNTAX_ERROR}: the source is not Python;
 *   <li>{@value #FORBIDDEN}: the program asked for a file, the network or a process, or meddled
 *       with the sandbox;
 *   <li>{@value #EXCEPTION}: it raised any other exception, or ended its process early;
 *   <li>{@value #NO_OUTPUT}: it sets no {@code output};
 *   <li>{@value #VALUE_TOO_LARGE}: its input or output has an integer of more than 10,000 digits,
 *       or is larger than {@link SandboxConfig#maxOutputBytes} allows;
 *   <li>{@value #UNSUPPORTED}: its input or output is of a kind that has no JSON form;
 *   <li>{@code timeout}, {@code memory}, {@code killed}: as {@link Verdict} has them.
 * </ul>
 *
 * <p>A retried bundle runs its programs again. The sandbox is one per JVM; where it cannot be
 * isolated the bundle fails, and is tried again by the runner, since nothing may run outside it.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<Sample> executed = samples.apply(ExecutePrograms.in(SandboxConfig.defaults()));
 * }</pre>
 */
public final class ExecutePrograms extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The source is not Python. */
  public static final String SYNTAX_ERROR = "syntax_error";

  /** The program asked the system for something that the sandbox does not give. */
  public static final String FORBIDDEN = "forbidden";

  /** The program raised an exception. */
  public static final String EXCEPTION = "exception";

  /** The program sets no {@code output}. */
  public static final String NO_OUTPUT = "no_output";

  /** A value is past the limits of what is recorded. */
  public static final String VALUE_TOO_LARGE = "value_too_large";

  /** A value has no JSON form. */
  public static final String UNSUPPORTED = "unsupported";

  private final SandboxConfig sandbox;

  private ExecutePrograms(String name, SandboxConfig sandbox) {
    super(name);
    this.sandbox = sandbox;
  }

  /** Runs programs in the JVM's sandbox of this configuration. */
  public static ExecutePrograms in(SandboxConfig sandbox) {
    return new ExecutePrograms("ExecutePrograms", sandbox);
  }

  /**
   * The same under another name, for a graph that runs programs in two places. Default {@code
   * ExecutePrograms}.
   */
  public ExecutePrograms named(String name) {
    return new ExecutePrograms(name, sandbox);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("sandbox", sandbox.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(
        samples, new ExecuteFn(getName(), sandbox), TypeDescriptor.of(Sample.class));
  }

  private static final class ExecuteFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    private final SandboxConfig config;
    private transient Sandbox sandbox;

    ExecuteFn(String step, SandboxConfig config) {
      super(step);
      this.config = config;
    }

    @Setup
    public void setup() {
      sandbox = use(Sandboxes.acquire(config));
    }

    @Override
    protected Sample apply(Sample sample) {
      SandboxResult result = sandbox.run(Snippet.of(sample.getId(), sample.getProgram().getCode()));
      Sample executed = sample.toBuilder().setExecution(Executions.of(result)).build();
      if (result.verdict() != Verdict.OK) {
        throw new RejectedException(RunReason.of(result), result.error(), executed);
      }
      return executed;
    }
  }
}
