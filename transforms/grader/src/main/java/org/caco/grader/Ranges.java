package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.Answer.Brackets;
import org.jspecify.annotations.Nullable;

/** Intervals, and the inequalities that say the same. */
final class Ranges {
  private static final Expr INFINITY = new Expr.Named("infty");
  private static final Answer.Scalar PLUS_INFINITY = bound(INFINITY);
  private static final Answer.Scalar MINUS_INFINITY = bound(Expr.negated(INFINITY));

  private Ranges() {}

  private static Answer.Scalar bound(Expr expr) {
    return new Answer.Scalar(expr, null, Written.EXACTLY, Unit.NONE);
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

  /** The variable that {@code relation} bounds by numbers, or null. */
  static @Nullable String variable(Answer.Relation relation) {
    String name = null;
    for (Answer.Scalar side : relation.sides()) {
      if (side.expr() instanceof Expr.Variable variable) {
        if (name != null) {
          return null;
        }
        name = variable.name();
      } else if (!BigOperator.freeVariables(side.expr()).isEmpty()) {
        return null;
      }
    }
    return name;
  }

  /** The interval, or union of two, that an inequality for one variable says; or null. */
  static @Nullable Answer of(Answer.Relation relation) {
    if (variable(relation) == null || relation.operators().contains("=")) {
      return null;
    }
    List<Answer.Scalar> sides = relation.sides();
    String first = relation.operators().get(0);
    if (sides.size() == 2) {
      boolean variableFirst = sides.get(0).expr() instanceof Expr.Variable;
      Answer.Scalar number = sides.get(variableFirst ? 1 : 0);
      if (first.equals("!=")) {
        return new Answer.Union(
            List.of(
                new Answer.Range(MINUS_INFINITY, number, false, false),
                new Answer.Range(number, PLUS_INFINITY, false, false)));
      }
      boolean closed = first.endsWith("=");
      boolean below = first.startsWith("<") == variableFirst;
      return below
          ? new Answer.Range(MINUS_INFINITY, number, false, closed)
          : new Answer.Range(number, PLUS_INFINITY, closed, false);
    }
    String second = relation.operators().get(1);
    if (sides.size() != 3
        || !(sides.get(1).expr() instanceof Expr.Variable)
        || first.charAt(0) != second.charAt(0)
        || first.equals("!=")) {
      return null;
    }
    boolean rising = first.startsWith("<");
    Answer.Scalar low = sides.get(rising ? 0 : 2);
    Answer.Scalar high = sides.get(rising ? 2 : 0);
    boolean lowClosed = (rising ? first : second).endsWith("=");
    boolean highClosed = (rising ? second : first).endsWith("=");
    return new Answer.Range(low, high, lowClosed, highClosed);
  }

  /** What inequalities for one variable say together, or null where {@code items} are no such. */
  static @Nullable Answer combined(List<Answer> items, boolean or) {
    List<Answer> parts = new ArrayList<>();
    String name = null;
    for (Answer item : items) {
      if (!(item instanceof Answer.Relation relation)) {
        return null;
      }
      String variable = variable(relation);
      Answer part = of(relation);
      if (part == null || (name != null && !name.equals(variable))) {
        return null;
      }
      name = variable;
      parts.add(part);
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
