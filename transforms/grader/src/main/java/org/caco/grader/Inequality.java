package org.caco.grader;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an inequality says of one variable: {@code x < 5}, {@code -1 < 2x+1 < 5}, {@code |x-3| <=
 * 2}, {@code 0 < f(x) < 1}.
 *
 * @param name the variable
 * @param values an interval, or the union of two
 */
record Inequality(String name, Answer values) {
  /** An end of an interval, and whether it belongs to that. */
  private record Bound(Answer.Scalar value, boolean closed) {}

  /** What {@code relation} says, or null where it is no such inequality. */
  static @Nullable Inequality of(Answer.Relation relation, Budget budget) {
    List<String> operators = relation.operators();
    List<Answer.Scalar> sides = relation.sides();
    if (operators.contains("=") || sides.size() > 3) {
      return null;
    }
    if (sides.size() == 3) {
      return between(sides, operators.get(0), operators.get(1));
    }
    String operator = operators.get(0);
    boolean swapped = !isOpen(sides.get(0));
    Answer.Scalar open = sides.get(swapped ? 1 : 0);
    Answer.Scalar number = sides.get(swapped ? 0 : 1);
    if (!isOpen(open)) {
      return null;
    }
    if (isOpen(number)) {
      return bothSides(open, operator, number, budget);
    }
    return oneSide(open, swapped ? reversed(operator) : operator, number, budget);
  }

  private static boolean isOpen(Answer.Scalar side) {
    return !BigOperator.freeVariables(side.expr()).isEmpty();
  }

  private static String reversed(String operator) {
    return switch (operator.charAt(0)) {
      case '<' -> ">" + operator.substring(1);
      case '>' -> "<" + operator.substring(1);
      default -> operator;
    };
  }

  /** x + 1 < 3 - x. */
  private static @Nullable Inequality bothSides(
      Answer.Scalar left, String operator, Answer.Scalar right, Budget budget) {
    Expr difference = new Expr.Binary('-', left.expr(), right.expr());
    return Linear.of(difference) == null
        ? null
        : oneSide(Ranges.bound(difference), operator, number(Rational.ZERO), budget);
  }

  private static @Nullable Inequality oneSide(
      Answer.Scalar open, String operator, Answer.Scalar number, Budget budget) {
    if (open.expr() instanceof Expr.Call call && call.function().equals("abs")) {
      return absolute(call.arguments().get(0), operator, number, budget);
    }
    Solved solved = solve(open, number);
    if (solved == null) {
      return null;
    }
    String turned = solved.turned() ? reversed(operator) : operator;
    return new Inequality(solved.name(), half(turned, solved.value()));
  }

  /** The values below, above or beside a number. */
  private static Answer half(String operator, Answer.Scalar number) {
    boolean closed = operator.endsWith("=");
    return switch (operator.charAt(0)) {
      case '<' -> Ranges.below(number, closed);
      case '>' -> Ranges.above(number, closed);
      default ->
          new Answer.Union(List.of(Ranges.below(number, false), Ranges.above(number, false)));
    };
  }

  private static @Nullable Inequality between(
      List<Answer.Scalar> sides, String first, String second) {
    boolean sameWay = first.charAt(0) == second.charAt(0) && !first.equals("!=");
    if (!sameWay || isOpen(sides.get(0)) || isOpen(sides.get(2))) {
      return null;
    }
    Solved start = solve(sides.get(1), sides.get(0));
    Solved end = solve(sides.get(1), sides.get(2));
    if (start == null || end == null) {
      return null;
    }
    Bound one = new Bound(start.value(), first.endsWith("="));
    Bound other = new Bound(end.value(), second.endsWith("="));
    boolean rising = first.startsWith("<") != start.turned();
    return new Inequality(start.name(), rising ? range(one, other) : range(other, one));
  }

  private static Answer.Range range(Bound low, Bound high) {
    return new Answer.Range(low.value(), high.value(), low.closed(), high.closed());
  }

  /** {@code |inner| operator size}. */
  private static @Nullable Inequality absolute(
      Expr inner, String operator, Answer.Scalar size, Budget budget) {
    Answer.Scalar negative = negative(size);
    Solved low = solve(Ranges.bound(inner), negative);
    Solved high = solve(Ranges.bound(inner), size);
    if (low == null || high == null || operator.equals("!=") || !isPositive(size, budget)) {
      return null;
    }
    boolean closed = operator.endsWith("=");
    Answer.Scalar least = low.turned() ? high.value() : low.value();
    Answer.Scalar most = low.turned() ? low.value() : high.value();
    Answer values =
        operator.startsWith("<")
            ? new Answer.Range(least, most, closed, closed)
            : new Answer.Union(List.of(Ranges.below(least, closed), Ranges.above(most, closed)));
    return new Inequality(low.name(), values);
  }

  private static boolean isPositive(Answer.Scalar size, Budget budget) {
    Rational value =
        size.exact() != null ? size.exact() : new Numeric(budget).realValue(size.expr());
    return value != null && value.signum() > 0;
  }

  private static Answer.Scalar negative(Answer.Scalar size) {
    return size.exact() == null
        ? Ranges.bound(Expr.negated(size.expr()))
        : number(size.exact().negate());
  }

  private static Answer.Scalar number(Rational value) {
    return new Answer.Scalar(new Expr.Constant(value), value, Written.EXACTLY, Unit.NONE);
  }

  /** Where a side has a value, and whether it falls as its variable rises. */
  private record Solved(String name, Answer.Scalar value, boolean turned) {}

  private static @Nullable Solved solve(Answer.Scalar side, Answer.Scalar value) {
    Linear linear = Linear.of(side.expr());
    if (linear == null) {
      return null;
    }
    boolean turned = linear.slope().signum() < 0;
    if (linear.slope().equals(Rational.ONE) && linear.constant().signum() == 0) {
      return new Solved(linear.name(), value, false);
    }
    if (value.exact() != null) {
      return new Solved(linear.name(), number(linear.at(value.exact())), turned);
    }
    if (Ranges.isInfinite(value)) {
      return null;
    }
    Expr moved = new Expr.Binary('-', value.expr(), new Expr.Constant(linear.constant()));
    Expr solved = new Expr.Binary('/', moved, new Expr.Constant(linear.slope()));
    return new Solved(linear.name(), Ranges.bound(solved), turned);
  }
}
