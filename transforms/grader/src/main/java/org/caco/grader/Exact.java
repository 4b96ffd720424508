package org.caco.grader;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Works out formulas that are rational numbers, exactly. */
final class Exact {
  private static final int MAX_FACTORIAL = 3_000;
  private static final BigInteger MAX_EXPONENT = BigInteger.valueOf(100_000);

  private final Budget budget;

  private Exact(Budget budget) {
    this.budget = budget;
  }

  /** The value of {@code expr}, or null where it is no rational number that is found this way. */
  static Rational of(Expr expr, Budget budget) {
    try {
      return new Exact(budget).value(expr);
    } catch (UndecidableException e) {
      if (budget.isSpent()) {
        throw e;
      }
      return null;
    }
  }

  private Rational value(Expr expr) {
    if (expr instanceof Expr.Constant constant) {
      return constant.value();
    }
    budget.take(1);
    if (expr instanceof Expr.Binary binary) {
      Rational left = value(binary.left());
      if (left == null) {
        return null;
      }
      Rational right = value(binary.right());
      return right == null ? null : apply(binary.operator(), left, right);
    }
    if (expr instanceof Expr.Call call) {
      List<Rational> arguments = new ArrayList<>();
      for (Expr argument : call.arguments()) {
        Rational value = value(argument);
        if (value == null) {
          return null;
        }
        arguments.add(value);
      }
      return apply(call.function(), arguments);
    }
    return null;
  }

  private Rational apply(char operator, Rational left, Rational right) {
    int bits = left.numerator().bitLength() + left.denominator().bitLength();
    bits += right.numerator().bitLength() + right.denominator().bitLength();
    budget.take(1 + bits / 300 + (bits > 10_000 ? bits / 8 : 0));
    return switch (operator) {
      case '+' -> left.plus(right);
      case '-' -> left.minus(right);
      case '*' -> left.times(right);
      case '/' -> left.dividedBy(right);
      default -> power(left, right);
    };
  }

  private Rational power(Rational base, Rational exponent) {
    if (exponent.numerator().abs().compareTo(MAX_EXPONENT) > 0) {
      return null;
    }
    if (exponent.isInteger()) {
      if (base.signum() == 0 && exponent.signum() <= 0) {
        throw new UndecidableException("0^0");
      }
      budget.take(200);
      return base.power(exponent.numerator().intValue());
    }
    if (exponent.denominator().compareTo(BigInteger.valueOf(64)) > 0) {
      return null;
    }
    Rational root = root(base, exponent.denominator().intValue());
    return root == null ? null : power(root, Rational.of(exponent.numerator()));
  }

  private Rational apply(String function, List<Rational> arguments) {
    Rational first = arguments.get(0);
    boolean single = arguments.size() == 1;
    switch (function) {
      case "sqrt":
        return single ? root(first, 2) : null;
      case "root":
        return arguments.size() == 2
                && arguments.get(1).isInteger()
                && arguments.get(1).numerator().bitLength() < 7
                && arguments.get(1).signum() > 0
            ? root(first, arguments.get(1).numerator().intValue())
            : null;
      case "abs":
        return single ? first.abs() : null;
      case "floor":
        return single ? floor(first) : null;
      case "ceil":
        return single ? floor(first.negate()).negate() : null;
      case "factorial":
        return single ? factorial(first) : null;
      case "binom":
        return arguments.size() == 2 ? binomial(first, arguments.get(1)) : null;
      case "Rational":
        return arguments.size() == 2 ? first.dividedBy(arguments.get(1)) : single ? first : null;
      case "max":
        return arguments.stream().max(Rational::compareTo).orElseThrow();
      case "min":
        return arguments.stream().min(Rational::compareTo).orElseThrow();
      case "gcd":
      case "lcm":
        return common(function, arguments);
      default:
        return null;
    }
  }

  private static Rational floor(Rational value) {
    BigInteger[] parts = value.numerator().divideAndRemainder(value.denominator());
    return Rational.of(parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0]);
  }

  private Rational factorial(Rational value) {
    if (!value.isInteger()
        || value.signum() < 0
        || value.compareTo(Rational.of(MAX_FACTORIAL)) > 0) {
      return null;
    }
    int n = value.numerator().intValue();
    budget.take(1 + n);
    BigInteger product = BigInteger.ONE;
    for (int factor = 2; factor <= n; factor++) {
      product = product.multiply(BigInteger.valueOf(factor));
    }
    return Rational.of(product);
  }

  private Rational binomial(Rational top, Rational bottom) {
    Rational all = factorial(top);
    Rational chosen = factorial(bottom);
    Rational others = factorial(top.minus(bottom));
    return all == null || chosen == null || others == null
        ? null
        : all.dividedBy(chosen.times(others));
  }

  private static Rational common(String function, List<Rational> arguments) {
    BigInteger result = arguments.get(0).numerator();
    for (Rational argument : arguments) {
      if (!argument.isInteger() || argument.signum() == 0) {
        return null;
      }
      BigInteger divisor = result.gcd(argument.numerator());
      result =
          function.equals("gcd")
              ? divisor
              : Rational.of(result.multiply(argument.numerator()).divide(divisor)).numerator();
    }
    return Rational.of(result.abs());
  }

  /** The real root of that {@code degree} where it is rational, else null. */
  private Rational root(Rational value, int degree) {
    if (value.signum() < 0) {
      Rational positive = degree % 2 == 0 ? null : root(value.negate(), degree);
      return positive == null ? null : positive.negate();
    }
    BigInteger numerator = root(value.numerator(), degree);
    BigInteger denominator = root(value.denominator(), degree);
    return numerator == null || denominator == null ? null : new Rational(numerator, denominator);
  }

  private BigInteger root(BigInteger value, int degree) {
    if (value.bitLength() > 4_000) {
      return null;
    }
    if (degree == 2) {
      BigInteger[] root = value.sqrtAndRemainder();
      return root[1].signum() == 0 ? root[0] : null;
    }
    BigInteger low = BigInteger.ZERO;
    BigInteger high = BigInteger.ONE.shiftLeft(value.bitLength() / degree + 1);
    while (low.compareTo(high) < 0) {
      budget.take(2);
      BigInteger middle = low.add(high).shiftRight(1);
      if (middle.pow(degree).compareTo(value) < 0) {
        low = middle.add(BigInteger.ONE);
      } else {
        high = middle;
      }
    }
    return low.pow(degree).equals(value) ? low : null;
  }
}
