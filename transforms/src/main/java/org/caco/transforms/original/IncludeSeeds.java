package org.caco.transforms.original;

import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.grader.AnswerGrader;
import org.caco.grader.FinalAnswer;
import org.caco.grader.Grade;
import org.caco.grader.GraderConfig;
import org.caco.grader.Rounding;
import org.caco.hash.ContentHash;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.records.Solution;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Makes rows of seeds themselves: the problem and the solution as they were published, beside the
 * program that was unified from them.
 *
 * <p>Input: samples that {@link #withTexts} has prepared before their seed was dropped, and whose
 * program has been found to give the seed's known answer: that is the least that a row's answer key
 * needs. The published solution has to end in the program's output too, so that problem, solution,
 * answer and code say the same. Accepted: the sample with that solution as one that agrees, marked
 * by a verdict of this step; its pass rate is of no samples, since none were asked for. Rejected:
 * {@value #NO_WORKED_SOLUTION}, {@value #NO_FINAL_ANSWER} and {@value #ANSWER_DISAGREES}. A retried
 * bundle repeats nothing outside but the work of SymPy, where that is asked.
 *
 * <p>What else rows have to pass they have to pass too: the rules and the behaviour of programs,
 * duplicates, and {@link org.caco.transforms.row.CheckRow}. They are not judged, since no model
 * wrote problem or solution.
 *
 * <p>Texts stay as they were published, with all that is in them, such as GSM8K's {@code
 * <<48/2=24>>}. Benchmarks were kept out when the seeds were compared with them.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * PCollection<Sample> verified =
 *     executed.apply(IncludeSeeds.withTexts()).apply(CheckAnswer.create()).accepted();
 * StepResult<Sample> originals = verified.apply(IncludeSeeds.create());
 * }</pre>
 */
public final class IncludeSeeds extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections, verdicts and reports. */
  public static final String STEP = "IncludeSeeds";

  /** The data set has no solution in words: only the answer, or code. */
  public static final String NO_WORKED_SOLUTION = "no_worked_solution";

  /** The published solution has no final answer. */
  public static final String NO_FINAL_ANSWER = "no_final_answer";

  /** The published solution's final answer is not the program's output. */
  public static final String ANSWER_DISAGREES = "answer_disagrees";

  /** The format of seeds whose solution is code though they have no asserts. */
  private static final String CONTEST = "contest";

  private final GraderConfig grader;

  private IncludeSeeds(GraderConfig grader) {
    super(STEP);
    this.grader = grader;
  }

  /** Compares with the strict grader. */
  public static IncludeSeeds create() {
    return new IncludeSeeds(GraderConfig.STRICT);
  }

  /** Compares with this grader. Default {@link GraderConfig#STRICT}. */
  public IncludeSeeds withGrader(GraderConfig grader) {
    return new IncludeSeeds(grader);
  }

  /** Keeps the texts of each sample's seed where a row has its own. */
  public static MapElements<Sample, Sample> withTexts() {
    return MapElements.into(TypeDescriptor.of(Sample.class))
        .via((Sample sample) -> addTexts(sample));
  }

  /** Whether a sample is a seed itself, and not made from seeds. */
  public static boolean isOriginal(Sample sample) {
    return sample.getVerdictsList().stream().anyMatch(verdict -> verdict.getStep().equals(STEP));
  }

  private static Sample addTexts(Sample sample) {
    Seed seed = sample.getSeed();
    Sample.Builder original =
        sample.toBuilder()
            .setProblem(
                Problem.newBuilder()
                    .setId(ContentHash.of("problem", seed.getProblem()))
                    .setText(seed.getProblem()));
    if (hasWorkedSolution(seed)) {
      original.addSolutions(
          Solution.newBuilder()
              .setId(ContentHash.of("solution", seed.getSolution()))
              .setText(seed.getSolution()));
    }
    return original.build();
  }

  private static boolean hasWorkedSolution(Seed seed) {
    return !seed.getSolution().isEmpty()
        && !seed.hasSolutionCall()
        && seed.getTestsCount() == 0
        && !seed.getFormat().equals(CONTEST);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("grader", grader.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new IncludeFn(grader), TypeDescriptor.of(Sample.class));
  }

  private static final class IncludeFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    private final GraderConfig config;
    private transient AnswerGrader grader;

    IncludeFn(GraderConfig config) {
      super(STEP);
      this.config = config;
    }

    @Setup
    public void setup() {
      grader =
          config.grader(sandbox -> use(Sandboxes.acquire(sandbox))).withRounding(Rounding.ACCEPTED);
    }

    @Override
    protected Sample apply(Sample sample) {
      if (sample.getSolutionsCount() == 0) {
        throw new RejectedException(
            NO_WORKED_SOLUTION, "its data set has only the answer, or code");
      }
      Solution solution = sample.getSolutions(0);
      Execution execution = sample.getExecution();
      String answer =
          FinalAnswer.of(solution.getText())
              .orElseThrow(() -> new RejectedException(NO_FINAL_ANSWER, solution.getText()));
      Grade grade = grader.compareOutput(execution.getOutput(), execution.getOutputText(), answer);
      if (!grade.equal()) {
        throw new RejectedException(
            ANSWER_DISAGREES,
            grade.reason()
                + ": output "
                + execution.getOutputText()
                + ", the published solution ends in "
                + answer);
      }
      return sample.toBuilder()
          .setSolutions(
              0, solution.toBuilder().setAnswer(answer).setAgrees(true).setReason(grade.reason()))
          .addVerdicts(
              Verdict.newBuilder()
                  .setStep(STEP)
                  .setReason("an original problem with its published solution"))
          .build();
    }
  }
}
