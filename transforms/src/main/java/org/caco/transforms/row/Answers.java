package org.caco.transforms.row;

import java.util.Optional;
import org.caco.grader.AnswerGrader;
import org.caco.grader.FinalAnswer;
import org.caco.text.LowerCase;

/** Whether a solution has one final answer. */
final class Answers {
  /** Lines with answers beyond so many are not compared. */
  private static final int MAX_LINES = 20;

  private static final int MAX_LINE = 2_000;

  private Answers() {}

  /** A line whose marked answer is another than that of the solution. */
  static Optional<String> broken(String solution) {
    Optional<String> last = FinalAnswer.of(solution);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    AnswerGrader grader = AnswerGrader.strict();
    int compared = 0;
    for (String line : solution.split("\n", -1)) {
      if (compared < MAX_LINES && line.length() <= MAX_LINE && isMarked(line)) {
        compared++;
        Optional<String> answer = FinalAnswer.of(line);
        if (answer.isPresent() && !grader.compare(last.get(), answer.get()).equal()) {
          return Optional.of("the answers " + answer.get() + " and " + last.get());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isMarked(String line) {
    return line.contains("\\boxed")
        || line.startsWith("####")
        || LowerCase.of(line).contains("final answer is")
        || LowerCase.of(line).contains("final answer:");
  }
}
