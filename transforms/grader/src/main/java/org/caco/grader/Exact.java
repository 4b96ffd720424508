package org.caco.grader;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Works out formulas that are rational numbers, exactly. */
final class Exact {
  private static final int MAX_FACTORIAL = 3_000;
  private static final BigInteger MAX_EXPONENT = BigInteger.valueOf(100_000);

  private final Budget budget;

  private Exact(Budget budget) {
    this.budget = budget;
  }

  /** The value of {@code expr}, or null where it is no rational number that is found this way. */
  static @Nullable Rational of(Expr expr, Budget budget) {
    try {
      return new Exact(budget).value(expr);
    } catch (UndecidableException e) {
      if (budget.isSpent()) {
        throw e;
      }
      return null;
    }
  }

  private @Nullable Rational value(Expr expr) {
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

  private @Nullable Rational apply(char operator, Rational left, Rational right) {
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

  private @Nullable Rational power(Rational base, Rational exponent) {
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

  private @Nullable Rational apply(String function, List<Rational> arguments) {
    Rational first = arguments.get(0);
    return switch (function) {
      case "max" -> arguments.stream().max(Rational::compareTo).orElseThrow();
      case "min" -> arguments.stream().min(Rational::compareTo).orElseThrow();
      case "gcd", "lcm" -> common(function, arguments);
      default ->
          switch (arguments.size()) {
            case 1 -> applyOne(function, first);
            case 2 -> applyTwo(function, first, arguments.get(1));
            default -> null;
          };
    };
  }

  private @Nullable Rational applyOne(String function, Rational value) {
    return switch (function) {
      case "sqrt" -> root(value, 2);
      case "abs" -> value.abs();
      case "floor" -> floor(value);
      case "ceil" -> floor(value.negate()).negate();
      case "factorial" -> factorial(value);
      case "Rational" -> value;
      default -> null;
    };
  }

  private @Nullable Rational applyTwo(String function, Rational first, Rational second) {
    return switch (function) {
      case "root" -> {
        boolean degree =
            second.isInteger() && second.numerator().bitLength() < 7 && second.signum() > 0;
        yield degree ? root(first, second.numerator().intValue()) : null;
      }
      case "binom" -> binomial(first, second);
      case "Rational" -> first.dividedBy(second);
      default -> null;
    };
  }

  private static Rational floor(Rational value) {
    BigInteger[] parts = value.numerator().divideAndRemainder(value.denominator());
    return Rational.of(parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0]);
  }

  private @Nullable Rational factorial(Rational value) {
    if (!value.isInteger()
        || value.signum() < 0
        || value.compareTo(Rational.of(MAX_FACTORIAL)) > 0) {
      return null;
    }
    int n = value.numerator().intValue();
    budget.take(1 + n);
    return Rational.of(product(1, n));
  }

  /** The product of the numbers from {@code low} to {@code high}, of factors of like size. */
  private static BigInteger product(int low, int high) {
    if (high - low < 8) {
      long small = 1;
      for (int factor = Math.max(1, low); factor <= high; factor++) {
        // Eight factors up to 3,000 are more than 64 bits.
        if (small > Long.MAX_VALUE / MAX_FACTORIAL) {
          return BigInteger.valueOf(small).multiply(product(factor, high));
        }
        small *= factor;
      }
      return BigInteger.valueOf(small);
    }
    int middle = (low + high) >>> 1;
    return product(low, middle).multiply(product(middle + 1, high));
  }

  private @Nullable Rational binomial(Rational top, Rational bottom) {
    Rational all = factorial(top);
    Rational chosen = factorial(bottom);
    Rational others = factorial(top.minus(bottom));
    return all == null || chosen == null || others == null
        ? null
        : Rational.of(all.numerator().divide(chosen.numerator().multiply(others.numerator())));
  }

  private static @Nullable Rational common(String function, List<Rational> arguments) {
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
  private @Nullable Rational root(Rational value, int degree) {
    if (value.signum() < 0) {
      Rational positive = degree % 2 == 0 ? null : root(value.negate(), degree);
      return positive == null ? null : positive.negate();
    }
    BigInteger numerator = root(value.numerator(), degree);
    BigInteger denominator = root(value.denominator(), degree);
    return numerator == null || denominator == null ? null : new Rational(numerator, denominator);
  }

  private @Nullable BigInteger root(BigInteger value, int degree) {
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
