package org.caco.transforms.consistency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.grader.AnswerGrader;
import org.caco.grader.GraderConfig;
import org.caco.grader.Rounding;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.records.Consistency;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.solve.GradedSolution;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Keeps samples of which at least one solution ends in the program's output, and measures how many
 * do.
 *
 * <p>Input: samples with solutions. Accepted: the sample with each solution's answer, whether it
 * agrees, and why, and with the pass rate of the problem and its majority answer. The pass rate is
 * of all solutions that were asked for: what was cut off, refused or empty did not agree. Answers
 * that the grader calls equal are one; of answers that are equally frequent the program's is the
 * majority's, else the first in the order of texts.
 *
 * <p>A solution may round what the program works out exactly: 3.14 agrees with an output of pi. Two
 * solutions with 3.14 and 3.14159 do not say the same: between them rounding does not count.
 *
 * <p>Rejected, with the graded solutions: {@value #NO_FINAL_ANSWER}, {@value #ANSWER_DISAGREES},
 * {@value #TOO_HARD} and {@value #TOO_EASY}, by {@link PassRates}. A retried bundle repeats nothing
 * outside but the work of SymPy, where that is asked.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <pre>{@code
 * StepResult<Sample> consistent =
 *     solved.apply(CheckConsistency.create().withPassRates(new PassRates(0.25, 0.75)));
 * }</pre>
 */
public final class CheckConsistency extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  private static final String STEP = "CheckConsistency";

  /** No solution has a final answer. */
  public static final String NO_FINAL_ANSWER = GradedSolution.NO_FINAL_ANSWER;

  /** No solution's final answer is the program's output. */
  public static final String ANSWER_DISAGREES = "answer_disagrees";

  /** Fewer solutions agree than {@link PassRates#least} asks for. */
  public static final String TOO_HARD = "pass_rate_too_low";

  /** More solutions agree than {@link PassRates#most} allows. */
  public static final String TOO_EASY = "pass_rate_too_high";

  private final PassRates rates;
  private final GraderConfig grader;

  private CheckConsistency(PassRates rates, GraderConfig grader) {
    super(STEP);
    this.rates = rates;
    this.grader = grader;
  }

  /** Compares with the strict grader, and keeps any pass rate above 0. */
  public static CheckConsistency create() {
    return new CheckConsistency(PassRates.ANY, GraderConfig.STRICT);
  }

  /** Keeps only these pass rates. Default {@link PassRates#ANY}. */
  public CheckConsistency withPassRates(PassRates rates) {
    return new CheckConsistency(rates, grader);
  }

  /** Compares with this grader. Default {@link GraderConfig#STRICT}. */
  public CheckConsistency withGrader(GraderConfig grader) {
    return new CheckConsistency(rates, grader);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("passRates", rates.toString()))
        .add(DisplayData.item("grader", grader.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new CheckFn(rates, grader), TypeDescriptor.of(Sample.class));
  }

  private static final class CheckFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    private final PassRates rates;
    private final GraderConfig config;
    private transient AnswerGrader grader;
    private transient AnswerGrader betweenSolutions;

    CheckFn(PassRates rates, GraderConfig config) {
      super(STEP);
      this.rates = rates;
      this.config = config;
    }

    @Setup
    public void setup() {
      grader =
          config.grader(sandbox -> use(Sandboxes.acquire(sandbox))).withRounding(Rounding.ACCEPTED);
      betweenSolutions = grader.withRounding(Rounding.REJECTED);
    }

    @Override
    protected Sample apply(Sample sample) {
      Execution execution = sample.getExecution();
      List<Solution> graded =
          sample.getSolutionsList().stream().map(solution -> grade(execution, solution)).toList();
      Consistency consistency = consistency(sample.getConsistency(), graded);
      Sample checked =
          sample.toBuilder()
              .clearSolutions()
              .addAllSolutions(graded)
              .setConsistency(consistency)
              .build();
      int attempts = consistency.getAttempts();
      int agreeing = consistency.getAgreeing();
      if (agreeing == 0) {
        boolean answered = graded.stream().anyMatch(solution -> !solution.getAnswer().isEmpty());
        throw new RejectedException(
            answered ? ANSWER_DISAGREES : NO_FINAL_ANSWER,
            "output " + execution.getOutputText() + ", answers " + answers(graded),
            checked);
      }
      String agree = agreeing + " of " + attempts + " solutions agree";
      if (rates.tooFew(agreeing, attempts)) {
        throw new RejectedException(TOO_HARD, agree, checked);
      }
      if (rates.tooMany(agreeing, attempts)) {
        throw new RejectedException(TOO_EASY, agree, checked);
      }
      return checked.toBuilder()
          .addVerdicts(Verdict.newBuilder().setStep(STEP).setReason(agree))
          .build();
    }

    private Consistency consistency(Consistency counted, List<Solution> graded) {
      List<String> right = new ArrayList<>();
      List<String> wrong = new ArrayList<>();
      for (Solution solution : graded) {
        if (!solution.getAnswer().isEmpty()) {
          (solution.getAgrees() ? right : wrong).add(solution.getAnswer());
        }
      }
      Collections.sort(right);
      Collections.sort(wrong);
      List<String> most =
          groups(wrong).stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
      boolean majority = !right.isEmpty() && right.size() >= most.size();
      List<String> answers = majority ? right : most;
      return counted.toBuilder()
          .setAttempts(Math.max(counted.getAttempts(), graded.size()))
          .setAgreeing(right.size())
          .setMajorityAnswer(answers.isEmpty() ? "" : answers.get(0))
          .setMajorityAgrees(majority)
          .build();
    }

    /** Answers that are equal to the first of their group. */
    private List<List<String>> groups(List<String> answers) {
      List<List<String>> groups = new ArrayList<>();
      for (String answer : answers) {
        groups.stream()
            .filter(group -> betweenSolutions.compare(group.get(0), answer).equal())
            .findFirst()
            .orElseGet(
                () -> {
                  groups.add(new ArrayList<>());
                  return groups.get(groups.size() - 1);
                })
            .add(answer);
      }
      return groups;
    }

    private Solution grade(Execution execution, Solution solution) {
      return GradedSolution.of(
          solution,
          answer -> grader.compareOutput(execution.getOutput(), execution.getOutputText(), answer));
    }

    private static String answers(List<Solution> solutions) {
      return solutions.stream()
          .map(
              solution ->
                  (solution.getAnswer().isEmpty() ? "none" : solution.getAnswer())
                      + " ("
                      + solution.getReason()
                      + ")")
          .collect(Collectors.joining(", "));
    }
  }
}
