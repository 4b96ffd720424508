package org.caco.grader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.caco.grader.Answer.Brackets;
import org.jspecify.annotations.Nullable;

/** Intervals, and the inequalities that say the same. */
final class Ranges {
  private static final Expr INFINITY = new Expr.Named("infty");
  private static final Answer.Scalar PLUS_INFINITY = bound(INFINITY);
  private static final Answer.Scalar MINUS_INFINITY = bound(Expr.negated(INFINITY));

  private Ranges() {}

  /** A number that is not rounded and has no unit. */
  static Answer.Scalar bound(Expr expr) {
    return new Answer.Scalar(expr, null, Written.EXACTLY, Unit.NONE);
  }

  static Answer.Range below(Answer.Scalar number, boolean closed) {
    return new Answer.Range(MINUS_INFINITY, number, false, closed);
  }

  static Answer.Range above(Answer.Scalar number, boolean closed) {
    return new Answer.Range(number, PLUS_INFINITY, closed, false);
  }

  static Answer everything() {
    return new Answer.Range(MINUS_INFINITY, PLUS_INFINITY, false, false);
  }

  static @Nullable Brackets brackets(String bracket) {
    return switch (bracket) {
      case "(", ")" -> Brackets.ROUND;
      case "[", "]" -> Brackets.SQUARE;
      case "{", "}", "\\{", "\\}" -> Brackets.CURLY;
      default -> null;
    };
  }

  static boolean isInfinite(Answer.Scalar scalar) {
    return scalar.expr().equals(INFINITY) || isMinusInfinity(scalar);
  }

  static boolean isMinusInfinity(Answer.Scalar scalar) {
    return scalar.expr().equals(MINUS_INFINITY.expr());
  }

  /** {@code answer} as an interval, or null where it is none. A pair may be read as one. */
  static Answer.@Nullable Range asRange(Answer answer) {
    if (answer instanceof Answer.Range range) {
      return range;
    }
    if (answer instanceof Answer.Group group
        && group.items().size() == 2
        && (group.brackets() == Brackets.ROUND || group.brackets() == Brackets.SQUARE)
        && group.items().get(0) instanceof Answer.Scalar low
        && group.items().get(1) instanceof Answer.Scalar high) {
      boolean closed = group.brackets() == Brackets.SQUARE;
      return new Answer.Range(low, high, closed, closed);
    }
    return null;
  }

  /** All numbers but those of a set, in the order of their size; null where they have none. */
  static @Nullable Answer without(List<Answer> numbers) {
    List<Answer.Scalar> sorted = new ArrayList<>();
    for (Answer number : numbers) {
      if (!(number instanceof Answer.Scalar scalar) || scalar.exact() == null) {
        return null;
      }
      sorted.add(scalar);
    }
    sorted.sort(Comparator.comparing(number -> Objects.requireNonNull(number.exact())));
    List<Answer> parts = new ArrayList<>();
    Answer.Scalar low = MINUS_INFINITY;
    for (Answer.Scalar number : sorted) {
      parts.add(new Answer.Range(low, number, false, false));
      low = number;
    }
    parts.add(new Answer.Range(low, PLUS_INFINITY, false, false));
    return new Answer.Union(parts);
  }

  /** What inequalities for one variable say together, or null where {@code items} are no such. */
  static @Nullable Answer combined(List<Answer> items, boolean or, Budget budget) {
    List<Answer> parts = new ArrayList<>();
    String name = null;
    for (Answer item : items) {
      Inequality inequality =
          item instanceof Answer.Relation relation ? Inequality.of(relation, budget) : null;
      if (inequality == null || (name != null && !name.equals(inequality.name()))) {
        return null;
      }
      name = inequality.name();
      parts.add(inequality.values());
    }
    if (or) {
      return new Answer.Union(parts);
    }
    if (parts.size() == 2
        && parts.get(0) instanceof Answer.Range one
        && parts.get(1) instanceof Answer.Range two) {
      if (isMinusInfinity(one.low()) && isInfinite(two.high())) {
        return new Answer.Range(two.low(), one.high(), two.lowClosed(), one.highClosed());
      }
      if (isMinusInfinity(two.low()) && isInfinite(one.high())) {
        return new Answer.Range(one.low(), two.high(), one.lowClosed(), two.highClosed());
      }
    }
    return null;
  }
}
