package org.caco.python;

import java.math.BigDecimal;
import java.math.MathContext;

/** Floats as Python's {@code repr} writes them. */
final class FloatText {
  /**
   * From this many digits before the point on, and so many zeros after it, there is an exponent.
   */
  private static final int MAX_WHOLE_DIGITS = 16;

  private static final int MAX_ZEROS = 4;

  /** So many digits always come back from a float as they were; so many tell any float. */
  private static final int SAFE_DIGITS = 15;

  private static final int MAX_DIGITS = 17;

  private FloatText() {}

  /** The shortest decimal that is read as {@code value}; Java's own may be longer before 19. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    int digits = SAFE_DIGITS;
    BigDecimal rounded = exact.round(new MathContext(digits));
    while (rounded.doubleValue() != value && digits < MAX_DIGITS) {
      digits++;
      rounded = exact.round(new MathContext(digits));
    }
    return rounded.stripTrailingZeros();
  }

  static String of(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return Double.toString(value);
    }
    BigDecimal digits = shortest(value);
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -MAX_ZEROS && exponent < MAX_WHOLE_DIGITS) {
      return digits.scale() <= 0 ? digits.toPlainString() + ".0" : digits.toPlainString();
    }
    String text = digits.unscaledValue().abs().toString();
    return (value < 0 ? "-" : "")
        + text.charAt(0)
        + (text.length() > 1 ? "." + text.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
