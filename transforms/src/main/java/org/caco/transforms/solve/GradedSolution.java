package org.caco.transforms.solve;

import java.util.function.Function;
import org.caco.grader.FinalAnswer;
import org.caco.grader.Grade;
import org.caco.transforms.records.Solution;

/** What a solution's final answer is, and whether it is the right one. */
public final class GradedSolution {
  /** The reason of a solution that has none. */
  public static final String NO_FINAL_ANSWER = "no_final_answer";

  private GradedSolution() {}

  /**
   * The solution with its final answer, whether it agrees and why.
   *
   * @param compare tells whether an answer is right
   */
  public static Solution of(Solution solution, Function<String, Grade> compare) {
    String answer = FinalAnswer.of(solution.getText()).orElse("");
    Grade grade = answer.isEmpty() ? new Grade(false, NO_FINAL_ANSWER) : compare.apply(answer);
    return solution.toBuilder()
        .setAnswer(answer)
        .setAgrees(grade.equal())
        .setReason(grade.reason())
        .build();
  }
}
