package org.caco.transforms.input;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.hash.ContentHash;
import org.caco.python.PythonValue;
import org.caco.sandbox.Run;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.SandboxResult;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.TwinRuns;
import org.caco.sandbox.Verdict;
import org.caco.transforms.behaviour.NearbyInputs;
import org.caco.transforms.execute.Executions;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.InputChoice;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.TestCase;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Chooses the input that a program's problem is to be written for, so that whoever gets the
 * program's output there has read the problem as the program does; and keeps as tests only what
 * holds for every reading that is left.
 *
 * <p>Other readings are twins: the program with one operation read otherwise, such as {@code /} for
 * {@code //}, {@code max} for {@code min}, a range that ends one later, a percentage of the changed
 * amount. Program and twins run on the program's own input, on changed ones, those of {@link
 * NearbyInputs} and more, all in one process. A changed input counts only if it is natural: every
 * number keeps the type and the sign that it has in the program's own run, stays whole where it is
 * whole, divides evenly where it does, stays below what it is below of; percentages, hours and the
 * like stay within their bounds. Of those whose values all differ and can be stated in few digits,
 * the one that tells most twins apart is chosen, of equals the nearest to the program's own. A twin
 * that no natural input tells apart is the same function here.
 *
 * <p>Input: executed samples. Accepted: all of them, with an {@link InputChoice}; with its tests,
 * and where another input was chosen with that in the program's source, under the id of the new
 * source, and run anew. The source keeps its input where that is more than a display of plain
 * values, where a comment or a text in it tells a number of the input, or where the sample has its
 * problem already. Where nothing is known of the twins, since it uses sympy or numpy, cannot be
 * changed or its process was ended, there are no tests. Nothing is rejected. A retried bundle runs
 * its programs again.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<Sample> chosen =
 *     functions.apply(ChooseInput.in(SandboxConfig.defaults()).withVariants(3));
 * }</pre>
 */
public final class ChooseInput extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in reports and rejections. */
  public static final String STEP = "ChooseInput";

  private static final int DEFAULT_VARIANTS = 3;
  private static final int MAX_VARIANTS = 20;

  private final SandboxConfig sandbox;
  private final int variants;

  private ChooseInput(SandboxConfig sandbox, int variants) {
    super(STEP);
    this.sandbox = sandbox;
    this.variants = variants;
  }

  /** Runs programs in the JVM's sandbox of this configuration. */
  public static ChooseInput in(SandboxConfig sandbox) {
    return new ChooseInput(sandbox, DEFAULT_VARIANTS);
  }

  /**
   * The same with this many changes of each value of an input, 1 to 20, as {@link
   * org.caco.transforms.behaviour.CheckBehaviour} has made them. Default 3.
   *
   * @throws IllegalArgumentException if it is out of that range
   */
  public ChooseInput withVariants(int variants) {
    if (variants < 1 || variants > MAX_VARIANTS) {
      throw new IllegalArgumentException("variants must be 1 to 20, not " + variants);
    }
    return new ChooseInput(sandbox, variants);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("variants", variants))
        .add(DisplayData.item("sandbox", sandbox.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new ChooseFn(sandbox, variants), TypeDescriptor.of(Sample.class));
  }

  private static final class ChooseFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    /** Of changed inputs, so many are looked at; most of them are not natural. */
    private static final int MAX_INPUTS = 36;

    private final SandboxConfig config;
    private final int variants;
    private transient Sandbox sandbox;

    ChooseFn(SandboxConfig config, int variants) {
      super(STEP);
      this.config = config;
      this.variants = variants;
    }

    @Setup
    public void setup() {
      sandbox = use(Sandboxes.acquire(config));
    }

    @Override
    protected Sample apply(Sample sample) {
      String code = sample.getProgram().getCode();
      Optional<PythonValue.Dict> input =
          PythonValue.Dict.of(sample.getExecution().getInput()).filter(PythonValue::canBeGiven);
      if (input.isEmpty()) {
        return unproven(sample, "its input is no dict of values that can be given to a program");
      }
      List<String> nearby = NearbyInputs.of(code, input.get(), variants);
      Snippet snippet =
          Snippet.of(sample.getId(), code)
              .withInputs(nearby.subList(0, Math.min(MAX_INPUTS, nearby.size())));
      // What is posed already is posed of its own input.
      Optional<InputLiteral> literal =
          sample.hasProblem() ? Optional.empty() : InputLiteral.of(code, input.get());
      TwinRuns found = sandbox.runTwins(snippet, literal.isPresent());
      Run chosen = found.chosen();
      if (chosen == null) {
        return unproven(sample, found.unproven());
      }
      if (sample.getExecution().getInput().equals(chosen.input())) {
        return chosen(sample, found);
      }
      return literal
          .flatMap(display -> rewritten(sample, display, chosen))
          .map(changed -> chosen(changed, found))
          .orElseGet(() -> withOwnInput(sample, snippet));
    }

    /** With the program's own input, where another one could not be written into its source. */
    private Sample withOwnInput(Sample sample, Snippet snippet) {
      TwinRuns found = sandbox.runTwins(snippet, false);
      return found.chosen() == null ? unproven(sample, found.unproven()) : chosen(sample, found);
    }

    /** The sample with another input in its source, if that gives the output that was seen. */
    private Optional<Sample> rewritten(Sample sample, InputLiteral literal, Run chosen) {
      Optional<String> code =
          Optional.ofNullable(chosen.input()).flatMap(PythonValue.Dict::of).flatMap(literal::with);
      if (code.isEmpty()) {
        return Optional.empty();
      }
      SandboxResult result = sandbox.run(Snippet.of(sample.getId(), code.get()));
      Execution execution = Executions.of(result);
      if (result.verdict() != Verdict.OK
          || !execution.getInput().equals(chosen.input())
          || !execution.getOutput().equals(chosen.output())) {
        return Optional.empty();
      }
      String id = ContentHash.of("program", code.get());
      return Optional.of(
          sample.toBuilder()
              .setId(id)
              .setProgram(sample.getProgram().toBuilder().setId(id).setCode(code.get()))
              .setExecution(execution)
              .setChoice(
                  InputChoice.newBuilder()
                      .setWrittenInput(sample.getExecution().getInput())
                      .setWrittenProgram(sample.getProgram().getId()))
              .build());
    }

    private static Sample unproven(Sample sample, String why) {
      Sample.Builder unproven = sample.toBuilder();
      unproven.getExecutionBuilder().clearTests();
      return unproven
          .setChoice(InputChoice.newBuilder().setUnproven(why))
          .addVerdicts(verdict("nothing is known of other readings: " + why))
          .build();
    }

    private static Sample chosen(Sample sample, TwinRuns found) {
      Sample.Builder chosen = sample.toBuilder();
      chosen.getExecutionBuilder().clearTests();
      for (Run test : found.tests()) {
        if (test.input() != null && test.output() != null) {
          chosen
              .getExecutionBuilder()
              .addTests(
                  TestCase.newBuilder()
                      .setInput(test.input())
                      .setOutput(test.output())
                      .setOutputText(test.outputText()));
        }
      }
      chosen
          .getChoiceBuilder()
          .addAllExcluded(found.excluded())
          .addAllOpen(found.open())
          .setDisagreeing(found.disagreeing());
      String summary =
          String.format(
              Locale.ROOT,
              "%s tells apart %d of %d other readings",
              sample.hasChoice() ? "another input" : "its own input",
              found.excluded().size(),
              found.twins().size());
      return chosen.addVerdicts(verdict(summary)).build();
    }

    private static org.caco.transforms.records.Verdict verdict(String reason) {
      return org.caco.transforms.records.Verdict.newBuilder()
          .setStep(STEP)
          .setReason(reason)
          .build();
    }
  }
}
