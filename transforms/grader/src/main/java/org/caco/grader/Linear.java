package org.caco.grader;

import org.jspecify.annotations.Nullable;

/**
 * The formula {@code slope * x + constant} for one variable x.
 *
 * @param name the variable, or a name such as f(x) that stands for a value
 */
record Linear(String name, Rational slope, Rational constant) {
  /** {@code expr} as such, with a slope that is not 0; null where it is none. */
  static @Nullable Linear of(Expr expr) {
    Linear found = RelationComparison.isApplication(expr) ? identity(text(expr)) : parse(expr);
    return found == null || found.slope.signum() == 0 ? null : found;
  }

  private static Linear identity(String name) {
    return new Linear(name, Rational.ONE, Rational.ZERO);
  }

  private static String text(Expr expr) {
    return expr instanceof Expr.Binary binary
        ? text(binary.left()) + text(binary.right())
        : expr instanceof Expr.Variable variable ? variable.name() : expr.toString();
  }

  private static @Nullable Linear parse(Expr expr) {
    if (expr instanceof Expr.Constant number) {
      return new Linear("", Rational.ZERO, number.value());
    }
    if (expr instanceof Expr.Variable variable) {
      return identity(variable.name());
    }
    if (!(expr instanceof Expr.Binary binary)) {
      return null;
    }
    Linear left = parse(binary.left());
    Linear right = parse(binary.right());
    if (left == null || right == null) {
      return null;
    }
    switch (binary.operator()) {
      case '+':
        return left.plus(right);
      case '-':
        return left.plus(right.times(Rational.of(-1)));
      case '*':
        return left.isConstant() ? right.times(left.constant) : timesConstant(left, right);
      case '/':
        boolean divides = right.isConstant() && right.constant.signum() != 0;
        return divides ? left.times(Rational.ONE.dividedBy(right.constant)) : null;
      default:
        return null;
    }
  }

  private boolean isConstant() {
    return name.isEmpty();
  }

  private static @Nullable Linear timesConstant(Linear left, Linear right) {
    return right.isConstant() ? left.times(right.constant) : null;
  }

  private Linear times(Rational factor) {
    return new Linear(name, slope.times(factor), constant.times(factor));
  }

  private @Nullable Linear plus(Linear that) {
    if (!isConstant() && !that.isConstant() && !name.equals(that.name)) {
      return null;
    }
    return new Linear(
        isConstant() ? that.name : name, slope.plus(that.slope), constant.plus(that.constant));
  }

  /** Where it has this value. */
  Rational at(Rational value) {
    return value.minus(constant).dividedBy(slope);
  }
}
