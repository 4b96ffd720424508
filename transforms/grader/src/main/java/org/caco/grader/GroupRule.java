package org.caco.grader;

import java.util.Objects;
import org.caco.grader.Answer.Brackets;
import org.jspecify.annotations.Nullable;

/** How two groups are compared, by what surrounds them. */
enum GroupRule {
  ORDERED,
  UNORDERED,
  /** "x = 2, y = 3" and (2, 3). */
  LABELLED,
  DIFFERENT;

  static GroupRule of(Answer.Group a, Answer.Group b) {
    GroupRule rule = oneWay(a, b);
    return rule != null ? rule : Objects.requireNonNull(oneWay(b, a), "one of them is special");
  }

  /** The rule where {@code a} is not less special than {@code b}; null to try the other way. */
  private static @Nullable GroupRule oneWay(Answer.Group a, Answer.Group b) {
    Brackets other = b.brackets();
    return switch (a.brackets()) {
      case PYTHON_LIST -> python(a, other, Brackets.SQUARE);
      case PYTHON_TUPLE -> python(a, other, Brackets.ROUND);
      case PYTHON_SET -> isSequence(other) ? DIFFERENT : UNORDERED;
      case CURLY, NONE -> listed(a, b);
      case ROUND, SQUARE -> {
        if (other == a.brackets()) {
          yield ORDERED;
        }
        if (!isBracketed(other)) {
          yield null;
        }
        yield mayBeInterval(a, b) ? DIFFERENT : ORDERED;
      }
    };
  }

  /** Two items in brackets may be the ends of an interval; more, or one, are in their order. */
  private static boolean mayBeInterval(Answer.Group a, Answer.Group b) {
    return a.items().size() == 2 || b.items().size() == 2;
  }

  private static @Nullable GroupRule listed(Answer.Group a, Answer.Group b) {
    Brackets other = b.brackets();
    if (other == Brackets.CURLY || other == Brackets.NONE) {
      return UNORDERED;
    }
    if (other == Brackets.ROUND && RelationComparison.labelledValues(a) != null) {
      return LABELLED;
    }
    if (isBracketed(other)) {
      return a.brackets() == Brackets.CURLY || mayBeInterval(a, b) ? DIFFERENT : ORDERED;
    }
    return null;
  }

  private static boolean isBracketed(Brackets brackets) {
    return brackets == Brackets.ROUND || brackets == Brackets.SQUARE;
  }

  private static boolean isSequence(Brackets brackets) {
    return isBracketed(brackets)
        || brackets == Brackets.PYTHON_TUPLE
        || brackets == Brackets.PYTHON_LIST;
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
