package org.caco.grader;

import org.caco.grader.Answer.Brackets;

/** How two groups are compared, by what surrounds them. */
enum GroupRule {
  ORDERED,
  UNORDERED,
  /** "x = 2, y = 3" and (2, 3). */
  LABELLED,
  DIFFERENT;

  static GroupRule of(Answer.Group a, Answer.Group b) {
    GroupRule rule = oneWay(a, b);
    return rule != null ? rule : oneWay(b, a);
  }

  /** The rule where {@code a} is not less special than {@code b}; null to try the other way. */
  private static GroupRule oneWay(Answer.Group a, Answer.Group b) {
    Brackets other = b.brackets();
    boolean otherIsSequence =
        other == Brackets.ROUND
            || other == Brackets.SQUARE
            || other == Brackets.PYTHON_TUPLE
            || other == Brackets.PYTHON_LIST;
    return switch (a.brackets()) {
      case PYTHON_LIST -> python(a, other, Brackets.SQUARE);
      case PYTHON_TUPLE -> python(a, other, Brackets.ROUND);
      case PYTHON_SET -> otherIsSequence ? DIFFERENT : UNORDERED;
      case CURLY, NONE -> {
        if (other == Brackets.CURLY || other == Brackets.NONE) {
          yield UNORDERED;
        }
        boolean labelled = other == Brackets.ROUND && RelationComparison.labelledValues(a) != null;
        yield labelled ? LABELLED : otherIsPython(other) ? null : DIFFERENT;
      }
      case ROUND, SQUARE -> {
        if (other == a.brackets()) {
          yield ORDERED;
        }
        yield other == Brackets.ROUND || other == Brackets.SQUARE ? DIFFERENT : null;
      }
    };
  }

  private static boolean otherIsPython(Brackets brackets) {
    return brackets == Brackets.PYTHON_LIST
        || brackets == Brackets.PYTHON_TUPLE
        || brackets == Brackets.PYTHON_SET;
  }

  /**
   * A list or tuple of a program against notation. Two numbers in the other kind of brackets may be
   * an interval, open or closed, and so must not be taken for it; more cannot.
   */
  private static GroupRule python(Answer.Group python, Brackets other, Brackets own) {
    return switch (other) {
      case PYTHON_SET -> DIFFERENT;
      case CURLY, NONE -> UNORDERED;
      default ->
          other == python.brackets() || other == own || python.items().size() != 2
              ? ORDERED
              : DIFFERENT;
    };
  }
}
