package org.caco.grader;

import java.math.BigDecimal;
import java.math.BigInteger;

/** An exact fraction in lowest terms with a positive denominator. */
record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational> {
  static final Rational ZERO = of(0);
  static final Rational ONE = of(1);

  /** Numbers beyond this size are not worked out exactly. */
  static final int MAX_BITS = 70_000;

  Rational {
    if (denominator.signum() == 0) {
      throw new UndecidableException("division by zero");
    }
    if (denominator.signum() < 0) {
      numerator = numerator.negate();
      denominator = denominator.negate();
    }
    if (!denominator.equals(BigInteger.ONE)) {
      BigInteger divisor = numerator.gcd(denominator);
      if (!divisor.equals(BigInteger.ONE)) {
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
      }
    }
    if (numerator.bitLength() > MAX_BITS || denominator.bitLength() > MAX_BITS) {
      throw new UndecidableException("number too large");
    }
  }

  static Rational of(long value) {
    return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  static Rational of(BigInteger value) {
    return new Rational(value, BigInteger.ONE);
  }

  static Rational of(BigDecimal value) {
    if (Math.abs((long) value.scale()) > MAX_BITS / 4) {
      throw new UndecidableException("number too large");
    }
    return value.scale() <= 0
        ? of(value.toBigIntegerExact())
        : new Rational(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
  }

  boolean isInteger() {
    return denominator.equals(BigInteger.ONE);
  }

  int signum() {
    return numerator.signum();
  }

  Rational negate() {
    return new Rational(numerator.negate(), denominator);
  }

  Rational abs() {
    return signum() < 0 ? negate() : this;
  }

  Rational plus(Rational that) {
    return new Rational(
        numerator.multiply(that.denominator).add(that.numerator.multiply(denominator)),
        denominator.multiply(that.denominator));
  }

  Rational minus(Rational that) {
    return plus(that.negate());
  }

  Rational times(Rational that) {
    return new Rational(numerator.multiply(that.numerator), denominator.multiply(that.denominator));
  }

  Rational dividedBy(Rational that) {
    return new Rational(numerator.multiply(that.denominator), denominator.multiply(that.numerator));
  }

  /**
   * This to the power of {@code exponent}, as long as the result stays within {@link #MAX_BITS}.
   */
  Rational power(int exponent) {
    long size = Math.max(numerator.bitLength(), denominator.bitLength());
    if (size * Math.abs((long) exponent) > MAX_BITS) {
      throw new UndecidableException("number too large");
    }
    return exponent >= 0
        ? new Rational(numerator.pow(exponent), denominator.pow(exponent))
        : new Rational(denominator.pow(-exponent), numerator.pow(-exponent));
  }

  /** Whether a decimal with {@code places} digits after the point is this value exactly. */
  boolean terminatesWithin(int places) {
    return BigInteger.TEN.pow(places).mod(denominator).signum() == 0;
  }

  @Override
  public int compareTo(Rational that) {
    return numerator.multiply(that.denominator).compareTo(that.numerator.multiply(denominator));
  }

  @Override
  public String toString() {
    return isInteger() ? numerator.toString() : numerator + "/" + denominator;
  }
}
