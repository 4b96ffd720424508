package org.caco.server.embedded;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A number as Python has it.
 *
 * @param exact the value of an int or a Fraction, null of a float
 * @param approx the value of a float
 */
record Value(Kind kind, Rational exact, double approx) {
  enum Kind {
    INT,
    FRACTION,
    FLOAT
  }

  static Value ofInt(Rational value) {
    return new Value(Kind.INT, value, 0);
  }

  static Value ofFraction(Rational value) {
    return new Value(Kind.FRACTION, value, 0);
  }

  static Value ofFloat(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new CannotException("a number that is not finite");
    }
    return new Value(Kind.FLOAT, null, value);
  }

  double toDouble() {
    return kind == Kind.FLOAT ? approx : exact.doubleValue();
  }

  /** The exact value; of a float, that of its shortest decimal form. */
  Rational toExact() {
    return kind == Kind.FLOAT ? Rational.of(shortest(approx)) : exact;
  }

  /** As Python's {@code str} writes it. */
  String text() {
    if (kind != Kind.FLOAT) {
      return exact.isInteger()
          ? exact.numerator().toString()
          : exact.numerator() + "/" + exact.denominator();
    }
    if (approx == 0) {
      return 1 / approx < 0 ? "-0.0" : "0.0";
    }
    BigDecimal digits = shortest(approx).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = digits.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String unscaled = digits.unscaledValue().abs().toString();
    return (digits.signum() < 0 ? "-" : "")
        + unscaled.charAt(0)
        + (unscaled.length() > 1 ? "." + unscaled.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** The shortest decimal that reads back as {@code value}, which Java 17's own text is not. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 15; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return plain(rounded);
      }
    }
    return plain(exact.round(new MathContext(17, RoundingMode.HALF_EVEN)));
  }

  private static BigDecimal plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
