package org.caco.grader;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Functions of real numbers to about 45 digits, by power series after reducing the argument. */
final class Real {
  static final MathContext DIGITS = new MathContext(50, RoundingMode.HALF_EVEN);
  static final BigDecimal PI =
      new BigDecimal(
          "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899");
  static final BigDecimal E =
      new BigDecimal(
          "2.71828182845904523536028747135266249775724709369995957496696762772407663035354759");
  private static final BigDecimal LN_TEN =
      new BigDecimal(
          "2.30258509299404568401799145468436420760110148862877297603332790096757260967735248");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal MAX_EXPONENT = BigDecimal.valueOf(100_000);
  private static final BigDecimal MAX_ANGLE = new BigDecimal("1e9");
  private static final int MAX_TERMS = 200;

  /** Bits behind the point in the power series, which run on integers: that is much faster. */
  private static final int BITS = 192;

  private static final BigInteger FIXED_ONE = BigInteger.ONE.shiftLeft(BITS);
  private static final BigDecimal SCALE = new BigDecimal(FIXED_ONE);

  private Real() {}

  static BigDecimal sqrt(BigDecimal x, Budget budget) {
    budget.take(4);
    if (x.signum() == 0) {
      return BigDecimal.ZERO;
    }
    int shift = Math.max(0, 2 * DIGITS.getPrecision() + 2 - x.precision());
    int scale = x.scale() + shift;
    if (scale % 2 != 0) {
      shift++;
      scale++;
    }
    BigInteger root = x.unscaledValue().multiply(BigInteger.TEN.pow(shift)).sqrt();
    return new BigDecimal(root, scale / 2).round(DIGITS);
  }

  private static BigInteger fixed(BigDecimal x) {
    return x.multiply(SCALE).toBigInteger();
  }

  private static BigDecimal real(BigInteger fixed) {
    return new BigDecimal(fixed).divide(SCALE, DIGITS);
  }

  private static BigInteger times(BigInteger a, BigInteger b) {
    return a.multiply(b).shiftRight(BITS);
  }

  static BigDecimal exp(BigDecimal x, Budget budget) {
    if (x.abs().compareTo(MAX_EXPONENT) > 0) {
      throw new UndecidableException("exponent too large");
    }
    int halvings = 8;
    for (BigDecimal size = x.abs(); size.compareTo(BigDecimal.ONE) > 0; halvings++) {
      size = size.divide(TWO, DIGITS);
    }
    BigInteger reduced = fixed(x).shiftRight(halvings);
    BigInteger sum = FIXED_ONE;
    BigInteger term = FIXED_ONE;
    for (int n = 1; n < MAX_TERMS && term.bitLength() > 1; n++) {
      budget.take(1);
      term = times(term, reduced).divide(BigInteger.valueOf(n));
      sum = sum.add(term);
    }
    BigDecimal result = real(sum);
    for (int i = 0; i < halvings; i++) {
      budget.take(1);
      result = result.multiply(result, DIGITS);
    }
    return result;
  }

  /** The natural logarithm of a positive number. */
  static BigDecimal ln(BigDecimal x, Budget budget) {
    int exponent = x.precision() - x.scale();
    BigDecimal mantissa = x.scaleByPowerOfTen(-exponent);
    BigDecimal y = BigDecimal.valueOf(Math.log(mantissa.doubleValue()));
    for (int i = 0; i < 2; i++) { // each step triples the digits
      BigDecimal power = exp(y, budget);
      BigDecimal step =
          mantissa.subtract(power, DIGITS).divide(mantissa.add(power, DIGITS), DIGITS);
      y = y.add(step.multiply(TWO), DIGITS);
    }
    return y.add(LN_TEN.multiply(BigDecimal.valueOf(exponent)), DIGITS);
  }

  static BigDecimal sin(BigDecimal x, Budget budget) {
    BigInteger reduced = fixed(reduceAngle(x));
    return real(series(reduced, reduced, 1, budget));
  }

  static BigDecimal cos(BigDecimal x, Budget budget) {
    return real(series(fixed(reduceAngle(x)), FIXED_ONE, 0, budget));
  }

  private static BigDecimal reduceAngle(BigDecimal x) {
    if (x.abs().compareTo(MAX_ANGLE) > 0) {
      throw new UndecidableException("angle too large");
    }
    BigDecimal turn = PI.multiply(TWO);
    BigDecimal turns = x.divide(turn, 0, RoundingMode.HALF_EVEN);
    return x.subtract(turns.multiply(turn)).round(DIGITS);
  }

  /** The sum of first - first x^2 / ((n+1)(n+2)) + ..., as of sine and cosine. */
  private static BigInteger series(BigInteger x, BigInteger first, int from, Budget budget) {
    BigInteger square = times(x, x).negate();
    BigInteger term = first;
    BigInteger sum = first;
    for (int n = from; n < MAX_TERMS && term.bitLength() > 1; n += 2) {
      budget.take(1);
      term = times(term, square).divide(BigInteger.valueOf((long) (n + 1) * (n + 2)));
      sum = sum.add(term);
    }
    return sum;
  }

  static BigDecimal atan(BigDecimal x, Budget budget) {
    BigDecimal reduced = x;
    for (int i = 0; i < 4; i++) { // atan x = 2 atan (x / (1 + sqrt(1 + x^2)))
      BigDecimal hypotenuse = sqrt(BigDecimal.ONE.add(reduced.multiply(reduced, DIGITS)), budget);
      reduced = reduced.divide(BigDecimal.ONE.add(hypotenuse), DIGITS);
    }
    BigInteger fixed = fixed(reduced);
    BigInteger square = times(fixed, fixed).negate();
    BigInteger power = fixed;
    BigInteger sum = fixed;
    for (int n = 3; n < MAX_TERMS && power.bitLength() > 1; n += 2) {
      budget.take(1);
      power = times(power, square);
      sum = sum.add(power.divide(BigInteger.valueOf(n)));
    }
    return real(sum.shiftLeft(4));
  }

  /** The angle of the point (x, y), which is not the origin. */
  static BigDecimal angle(BigDecimal y, BigDecimal x, Budget budget) {
    if (x.signum() == 0) {
      BigDecimal right = PI.divide(TWO, DIGITS);
      return y.signum() >= 0 ? right : right.negate();
    }
    BigDecimal angle = atan(y.divide(x, DIGITS), budget);
    if (x.signum() > 0) {
      return angle;
    }
    return y.signum() >= 0 ? angle.add(PI, DIGITS) : angle.subtract(PI, DIGITS);
  }
}
