package org.caco.transforms.consistency;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.grade.AnswerGrader;
import org.caco.transforms.grade.FinalAnswer;
import org.caco.transforms.grade.Grade;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepFn;
import org.caco.transforms.step.StepResult;

/**
 * Keeps samples of which at least one solution ends in the program's output.
 *
 * <p>Input: samples with solutions. Accepted: the sample with each solution's answer, whether it
 * agrees, and why. Rejected, with the graded solutions: {@value #NO_FINAL_ANSWER}, {@value
 * #ANSWER_DISAGREES}. A retried bundle repeats nothing outside.
 */
public final class CheckConsistency extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  /** The step's name in rejections and reports. */
  public static final String STEP = "CheckConsistency";

  /** No solution has a final answer. */
  public static final String NO_FINAL_ANSWER = "no_final_answer";

  /** No solution's final answer is the program's output. */
  public static final String ANSWER_DISAGREES = "answer_disagrees";

  private CheckConsistency() {}

  /** Compares with the strict grader. */
  public static CheckConsistency create() {
    return new CheckConsistency();
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> samples) {
    return StepResult.of(samples, new CheckFn(), TypeDescriptor.of(Sample.class));
  }

  private static final class CheckFn extends StepFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    CheckFn() {
      super(STEP);
    }

    @Override
    protected Sample apply(Sample sample) {
      Execution execution = sample.getExecution();
      List<Solution> graded =
          sample.getSolutionsList().stream().map(solution -> grade(execution, solution)).toList();
      Sample.Builder checked = sample.toBuilder().clearSolutions().addAllSolutions(graded);
      long agreeing = graded.stream().filter(Solution::getAgrees).count();
      if (agreeing == 0) {
        boolean answered = graded.stream().anyMatch(solution -> !solution.getAnswer().isEmpty());
        throw new RejectedException(
            answered ? ANSWER_DISAGREES : NO_FINAL_ANSWER,
            "output " + execution.getOutputText() + ", answers " + answers(graded),
            checked.build());
      }
      return checked
          .addVerdicts(
              Verdict.newBuilder()
                  .setStep(STEP)
                  .setReason(agreeing + " of " + graded.size() + " solutions agree"))
          .build();
    }

    private static Solution grade(Execution execution, Solution solution) {
      String answer = FinalAnswer.of(solution.getText()).orElse("");
      Grade grade =
          answer.isEmpty()
              ? new Grade(false, NO_FINAL_ANSWER)
              : AnswerGrader.strict()
                  .compareOutput(execution.getOutput(), execution.getOutputText(), answer);
      return solution.toBuilder()
          .setAnswer(answer)
          .setAgrees(grade.equal())
          .setReason(grade.reason())
          .build();
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
