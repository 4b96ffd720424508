package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A polynomial in one variable with rational coefficients, as far as an integrand is one.
 *
 * @param coefficients from the constant on
 */
record Polynomial(List<Rational> coefficients) {
  private static final int MAX_DEGREE = 40;

  /** Of a pair's steps, what raising to a power may take. */
  private static final int POWER_STEPS = 500;

  /** {@code expr} as a polynomial in {@code variable}, or null where it is none. */
  static @Nullable Polynomial of(Expr expr, String variable, Budget budget) {
    if (expr instanceof Expr.Constant constant) {
      return new Polynomial(List.of(constant.value()));
    }
    if (expr instanceof Expr.Variable name) {
      return name.name().equals(variable)
          ? new Polynomial(List.of(Rational.ZERO, Rational.ONE))
          : null;
    }
    return expr instanceof Expr.Binary binary ? binary(binary, variable, budget) : null;
  }

  private static @Nullable Polynomial binary(Expr.Binary binary, String variable, Budget budget) {
    Polynomial left = of(binary.left(), variable, budget);
    Polynomial right = of(binary.right(), variable, budget);
    if (left == null || right == null) {
      return null;
    }
    budget.take(binary.operator() == '^' ? POWER_STEPS : 1 + left.degree() * right.degree());
    boolean constant = right.coefficients.size() == 1;
    Rational first = right.coefficients.get(0);
    switch (binary.operator()) {
      case '+':
        return left.plus(right);
      case '-':
        return left.plus(right.negated());
      case '*':
        return left.times(right);
      case '/':
        return constant && first.signum() != 0
            ? left.times(new Polynomial(List.of(Rational.ONE.dividedBy(first))))
            : null;
      default:
        return constant ? left.power(first) : null;
    }
  }

  private int degree() {
    return coefficients.size() - 1;
  }

  private Rational at(int power) {
    return power < coefficients.size() ? coefficients.get(power) : Rational.ZERO;
  }

  private Polynomial plus(Polynomial that) {
    List<Rational> sum = new ArrayList<>();
    for (int i = 0; i < Math.max(coefficients.size(), that.coefficients.size()); i++) {
      sum.add(at(i).plus(that.at(i)));
    }
    return new Polynomial(sum);
  }

  private Polynomial negated() {
    return new Polynomial(coefficients.stream().map(Rational::negate).toList());
  }

  private @Nullable Polynomial times(Polynomial that) {
    int size = coefficients.size() + that.coefficients.size() - 1;
    if (size > MAX_DEGREE + 1) {
      return null;
    }
    List<Rational> product = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Rational sum = Rational.ZERO;
      for (int j = 0; j <= i; j++) {
        sum = sum.plus(at(j).times(that.at(i - j)));
      }
      product.add(sum);
    }
    return new Polynomial(product);
  }

  private @Nullable Polynomial power(Rational exponent) {
    if (!exponent.isInteger()
        || exponent.signum() < 0
        || exponent.compareTo(Rational.of(MAX_DEGREE)) > 0
        || (coefficients.size() - 1) * exponent.numerator().intValue() > MAX_DEGREE) {
      return null;
    }
    Polynomial power = new Polynomial(List.of(Rational.ONE));
    for (int i = 0; i < exponent.numerator().intValue() && power != null; i++) {
      power = power.times(this);
    }
    return power;
  }

  /** What its integral is between two numbers. */
  Rational integral(Rational from, Rational to) {
    Rational sum = Rational.ZERO;
    for (int i = 0; i < coefficients.size(); i++) {
      Rational difference = to.power(i + 1).minus(from.power(i + 1));
      sum = sum.plus(at(i).times(difference).dividedBy(Rational.of(i + 1)));
    }
    return sum;
  }
}
