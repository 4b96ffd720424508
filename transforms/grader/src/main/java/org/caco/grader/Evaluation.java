package org.caco.grader;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Works out a formula at one point. */
final class Evaluation {
  private static final int MAX_INTEGER_POWER = 20_000;
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private final Map<String, Complex> point;
  private final Budget budget;

  Evaluation(Map<String, Complex> point, Budget budget) {
    this.point = point;
    this.budget = budget;
  }

  /** Throws UndecidableException or ArithmeticException where there is no value. */
  Complex value(Expr expr) {
    budget.take(2);
    if (expr instanceof Expr.Constant constant) {
      return real(constant.value());
    }
    if (expr instanceof Expr.Variable variable) {
      Complex value = point.get(variable.name());
      if (value == null) {
        throw new UndecidableException("no value for " + variable.name());
      }
      return value;
    }
    if (expr instanceof Expr.Named named) {
      return switch (named.name()) {
        case "pi" -> Complex.of(Real.PI.round(Real.DIGITS));
        case "e" -> Complex.of(Real.E.round(Real.DIGITS));
        case "i" -> Complex.I;
        default -> throw new UndecidableException("infinity");
      };
    }
    if (expr instanceof Expr.Binary binary) {
      return binary(binary);
    }
    Expr.Call call = (Expr.Call) expr;
    List<Complex> arguments = new ArrayList<>();
    for (Expr argument : call.arguments()) {
      arguments.add(value(argument));
    }
    return apply(call.function(), arguments);
  }

  private static Complex real(Rational value) {
    BigDecimal numerator = new BigDecimal(value.numerator());
    return Complex.of(
        value.isInteger()
            ? numerator.round(Real.DIGITS)
            : numerator.divide(new BigDecimal(value.denominator()), Real.DIGITS));
  }

  private Complex binary(Expr.Binary binary) {
    if (binary.operator() == '^') {
      return power(binary.left(), binary.right());
    }
    Complex left = value(binary.left());
    Complex right = value(binary.right());
    return switch (binary.operator()) {
      case '+' -> left.plus(right);
      case '-' -> left.minus(right);
      case '*' -> left.times(right);
      default -> left.dividedBy(right);
    };
  }

  private Complex power(Expr baseExpr, Expr exponentExpr) {
    Complex base = value(baseExpr);
    Rational exponent = Exact.of(exponentExpr, budget);
    if (exponent != null) {
      if (exponent.isInteger()
          && exponent.numerator().abs().compareTo(BigInteger.valueOf(MAX_INTEGER_POWER)) <= 0) {
        return integerPower(base, exponent.numerator().intValue());
      }
      if (exponent.denominator().bitLength() < 12
          && exponent.numerator().bitLength() < 12
          && base.isReal()) {
        Complex root = root(base, exponent.denominator().intValue());
        return integerPower(root, exponent.numerator().intValue());
      }
    }
    return generalPower(base, value(exponentExpr));
  }

  private Complex integerPower(Complex base, int exponent) {
    if (exponent == 0 && base.isZero()) {
      throw new UndecidableException("0^0");
    }
    return base.power(exponent, budget);
  }

  private Complex generalPower(Complex base, Complex exponent) {
    if (base.isZero()) {
      throw new UndecidableException("power of zero");
    }
    return base.ln(budget).times(exponent).exp(budget);
  }

  /** The real root where there is one: of -8, the cube root is -2. */
  private Complex root(Complex value, int degree) {
    if (degree == 1) {
      return value;
    }
    if (degree == 2) {
      return value.sqrt(budget);
    }
    if (value.isZero()) {
      return value;
    }
    if (value.isReal() && value.re().signum() < 0 && degree % 2 == 1) {
      return root(value.negate(), degree).negate();
    }
    return value.ln(budget).dividedBy(integer(degree)).exp(budget);
  }

  private static Complex integer(int value) {
    return Complex.of(BigDecimal.valueOf(value));
  }

  private Complex apply(String function, List<Complex> arguments) {
    Complex x = arguments.get(0);
    if (arguments.size() == 2) {
      return applyTwo(function, x, arguments.get(1));
    }
    if (arguments.size() != 1) {
      return extreme(function, arguments);
    }
    return switch (function) {
      case "sqrt" -> x.sqrt(budget);
      case "abs" -> Complex.of(x.size(budget));
      case "exp" -> x.exp(budget);
      case "ln" -> x.ln(budget);
      case "log", "log10" -> x.ln(budget).dividedBy(integer(10).ln(budget));
      case "floor" -> Complex.of(real(x).setScale(0, RoundingMode.FLOOR));
      case "ceil" -> Complex.of(real(x).setScale(0, RoundingMode.CEILING));
      case "factorial" -> factorial(x);
      case "max", "min", "Rational" -> x;
      default -> trigonometric(function, x);
    };
  }

  private Complex trigonometric(String function, Complex x) {
    return switch (function) {
      case "sin" -> sin(x);
      case "cos" -> cos(x);
      case "tan" -> sin(x).dividedBy(cos(x));
      case "cot" -> cos(x).dividedBy(sin(x));
      case "sec" -> Complex.ONE.dividedBy(cos(x));
      case "csc" -> Complex.ONE.dividedBy(sin(x));
      case "sinh" -> x.exp(budget).minus(x.negate().exp(budget)).dividedBy(integer(2));
      case "cosh" -> x.exp(budget).plus(x.negate().exp(budget)).dividedBy(integer(2));
      case "tanh" -> {
        Complex square = x.times(integer(2)).exp(budget);
        yield square.minus(Complex.ONE).dividedBy(square.plus(Complex.ONE));
      }
      case "arctan" -> Complex.of(Real.atan(real(x), budget));
      case "arcsin" -> Complex.of(arcsin(real(x)));
      case "arccos" ->
          Complex.of(Real.PI.divide(TWO, Real.DIGITS).subtract(arcsin(real(x)), Real.DIGITS));
      default -> throw new UndecidableException(function);
    };
  }

  private Complex applyTwo(String function, Complex x, Complex y) {
    return switch (function) {
      case "root" -> {
        BigDecimal degree = real(y);
        if (degree.stripTrailingZeros().scale() > 0 || degree.abs().compareTo(TWO.pow(10)) > 0) {
          throw new UndecidableException("degree of a root");
        }
        yield root(x, degree.intValue());
      }
      case "log", "ln" -> x.ln(budget).dividedBy(y.ln(budget));
      case "binom" -> factorial(x).dividedBy(factorial(y).times(factorial(x.minus(y))));
      case "Rational" -> x.dividedBy(y);
      default -> extreme(function, List.of(x, y));
    };
  }

  private static Complex extreme(String function, List<Complex> arguments) {
    BigDecimal result = real(arguments.get(0));
    for (Complex argument : arguments) {
      BigDecimal value = real(argument);
      result =
          switch (function) {
            case "max" -> result.max(value);
            case "min" -> result.min(value);
            default -> throw new UndecidableException(function);
          };
    }
    return Complex.of(result);
  }

  private static BigDecimal real(Complex x) {
    if (!x.isReal()) {
      throw new UndecidableException("not real");
    }
    return x.re();
  }

  private Complex factorial(Complex x) {
    BigDecimal n = real(x).stripTrailingZeros();
    if (n.scale() > 0 || n.signum() < 0 || n.compareTo(BigDecimal.valueOf(3_000)) > 0) {
      throw new UndecidableException("factorial");
    }
    BigDecimal product = BigDecimal.ONE;
    budget.take(1 + n.intValue());
    for (int factor = 2; factor <= n.intValue(); factor++) {
      product = product.multiply(BigDecimal.valueOf(factor), Real.DIGITS);
    }
    return Complex.of(product);
  }

  private BigDecimal arcsin(BigDecimal x) {
    BigDecimal rest = BigDecimal.ONE.subtract(x.multiply(x, Real.DIGITS));
    if (rest.signum() < 0) {
      throw new UndecidableException("no real arcsine");
    }
    return rest.signum() == 0
        ? Real.PI.divide(TWO, Real.DIGITS).multiply(BigDecimal.valueOf(x.signum()))
        : Real.atan(x.divide(Real.sqrt(rest, budget), Real.DIGITS), budget);
  }

  private Complex sin(Complex x) {
    if (x.isReal()) {
      return Complex.of(clean(Real.sin(x.re(), budget)));
    }
    Complex ix = x.times(Complex.I);
    return ix.exp(budget).minus(ix.negate().exp(budget)).dividedBy(Complex.I.times(integer(2)));
  }

  private Complex cos(Complex x) {
    if (x.isReal()) {
      return Complex.of(clean(Real.cos(x.re(), budget)));
    }
    Complex ix = x.times(Complex.I);
    return ix.exp(budget).plus(ix.negate().exp(budget)).dividedBy(integer(2));
  }

  /** The sine of pi is zero, and so the tangent of a right angle has no value. */
  private static BigDecimal clean(BigDecimal x) {
    return x.abs().compareTo(new BigDecimal("1e-40")) < 0 ? BigDecimal.ZERO : x;
  }
}
