package org.caco.grader;

import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;

/**
 * Sums, products, integrals and limits, which have no value here: an answer with one may be equal
 * to one that it does not look like.
 */
final class NotWorkedOut {
  /** As a text's key has them, without the spaces that end a command. */
  private static final Pattern COMMAND = BoundedPattern.of("\\\\(?:sum|prod|int|lim)");

  private NotWorkedOut() {}

  /** Whether {@code answer}, which has no parts, is or holds one. False for one with parts. */
  static boolean occursIn(Answer answer) {
    if (answer instanceof Answer.Scalar scalar) {
      return BigOperator.occursIn(scalar.expr());
    }
    if (answer instanceof Answer.Relation relation) {
      return relation.sides().stream().anyMatch(NotWorkedOut::occursIn);
    }
    return answer instanceof Answer.Words words && COMMAND.matcher(words.text()).find();
  }
}
