package org.caco.server.embedded;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** An exact fraction in lowest terms with a positive denominator. */
record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational> {
  static final Rational ZERO = of(0);
  static final Rational ONE = of(1);
  static final Rational HALF = new Rational(BigInteger.ONE, BigInteger.TWO);
  static final Rational HUNDRED = of(100);

  /** Longer numbers than this are no word problem's. */
  private static final int MAX_BITS = 512;

  Rational {
    if (denominator.signum() == 0) {
      throw new CannotException("a division by zero");
    }
    BigInteger divisor = numerator.gcd(denominator);
    if (denominator.signum() < 0) {
      divisor = divisor.negate();
    }
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
    if (numerator.bitLength() > MAX_BITS || denominator.bitLength() > MAX_BITS) {
      throw new CannotException("a number grows too long");
    }
  }

  static Rational of(long value) {
    return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  static Rational of(BigDecimal value) {
    return value.scale() > 0
        ? new Rational(value.unscaledValue(), BigInteger.TEN.pow(value.scale()))
        : new Rational(value.toBigIntegerExact(), BigInteger.ONE);
  }

  /** The value of a decimal literal, which may have commas between its digits. */
  static Rational parse(String literal) {
    return of(new BigDecimal(literal.replace(",", "")));
  }

  Rational plus(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Rational minus(Rational other) {
    return plus(other.negate());
  }

  Rational times(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  Rational dividedBy(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  Rational negate() {
    return new Rational(numerator.negate(), denominator);
  }

  /** The largest integer that is not above this. */
  Rational floor() {
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    BigInteger whole = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    return new Rational(whole, BigInteger.ONE);
  }

  Rational ceiling() {
    return negate().floor().negate();
  }

  /** This towards zero, as Python's {@code int}. */
  Rational truncate() {
    return new Rational(numerator.divide(denominator), BigInteger.ONE);
  }

  /** This to so many decimal places, halves to even, as Python's {@code round}. */
  Rational round(int places) {
    Rational scaled = new Rational(numerator.multiply(BigInteger.TEN.pow(places)), denominator);
    Rational floor = scaled.floor();
    int half = scaled.minus(floor).compareTo(HALF);
    boolean up = half > 0 || (half == 0 && floor.numerator.testBit(0));
    return new Rational(
        up ? floor.numerator.add(BigInteger.ONE) : floor.numerator, BigInteger.TEN.pow(places));
  }

  boolean isInteger() {
    return denominator.equals(BigInteger.ONE);
  }

  int signum() {
    return numerator.signum();
  }

  double doubleValue() {
    if (numerator.bitLength() <= 53 && denominator.bitLength() <= 53) {
      return numerator.doubleValue() / denominator.doubleValue();
    }
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), new MathContext(60, RoundingMode.HALF_EVEN))
        .doubleValue();
  }

  /** The value as a decimal, or null where its decimals never end. */
  @Nullable BigDecimal decimal() {
    BigInteger rest = denominator;
    int places = 0;
    for (BigInteger ten = BigInteger.TEN; !rest.equals(BigInteger.ONE); places++) {
      BigInteger common = rest.gcd(ten);
      if (common.equals(BigInteger.ONE)) {
        return null;
      }
      rest = rest.divide(common);
    }
    BigDecimal value =
        new BigDecimal(numerator)
            .setScale(places)
            .divide(new BigDecimal(denominator), RoundingMode.UNNECESSARY);
    return value.signum() == 0 ? BigDecimal.ZERO : value;
  }

  @Override
  public int compareTo(Rational other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  /** {@code 12}, {@code 2.5}, or {@code 1/3} where the decimals never end. */
  @Override
  public String toString() {
    if (isInteger()) {
      return numerator.toString();
    }
    BigDecimal decimal = decimal();
    return decimal == null
        ? numerator + "/" + denominator
        : decimal.stripTrailingZeros().toPlainString();
  }
}
