package org.caco.server.embedded;

import java.math.BigDecimal;
import java.util.Objects;
import org.caco.python.PythonValue;
import org.jspecify.annotations.Nullable;

/**
 * A number as Python has it.
 *
 * @param fraction the value of an int or a Fraction, null of a float
 * @param approx the value of a float
 */
record Value(Kind kind, @Nullable Rational fraction, double approx) {
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

  /** The value of an int or a Fraction. */
  Rational exact() {
    return Objects.requireNonNull(fraction, "a float has no exact value");
  }

  double toDouble() {
    return kind == Kind.FLOAT ? approx : exact().doubleValue();
  }

  /** The exact value; of a float, that of its shortest decimal form. */
  Rational toExact() {
    return kind == Kind.FLOAT ? Rational.of(new BigDecimal(text())) : exact();
  }

  /** As Python's {@code str} writes it. */
  String text() {
    if (kind == Kind.FLOAT) {
      return PythonValue.Floating.of(approx).text();
    }
    return exact().isInteger()
        ? exact().numerator().toString()
        : exact().numerator() + "/" + exact().denominator();
  }
}
