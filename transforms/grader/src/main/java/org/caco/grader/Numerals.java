package org.caco.grader;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;
import org.jspecify.annotations.Nullable;

/** Numerals with a base, such as 664_7, 1101 base 2 or 0.0011_2. */
final class Numerals {
  private static final Pattern NUMERAL =
      BoundedPattern.of(
          "(-?)\\s{0,9}([0-9A-Za-z]{1,200}+)(?:\\.([0-9A-Za-z]{1,200}+))?"
              + "(?:\\s{0,9}_\\s{0,9}\\{?\\s{0,9}([a-z]{1,20}|\\d{1,2})\\s{0,9}\\}?"
              + "|\\s{0,9}\\(?\\s{0,9}(?:in\\s{1,9})?base[\\s-]{0,9}([a-z]{1,20}|\\d{1,2})\\s{0,9}\\)?)");
  private static final int MAX_DIGITS = 2_000;

  private Numerals() {}

  /** The numeral that {@code text} is, or null. */
  static @Nullable Answer parse(String text) {
    if (text.indexOf('_') < 0 && !text.contains("base")) {
      return null;
    }
    Matcher numeral = NUMERAL.matcher(text);
    if (!numeral.matches()) {
      return null;
    }
    Integer base = base(numeral.group(4) != null ? numeral.group(4) : numeral.group(5));
    String whole = numeral.group(2).toUpperCase(Locale.ROOT);
    String fraction = numeral.group(3) == null ? "" : numeral.group(3).toUpperCase(Locale.ROOT);
    String digits = whole + fraction;
    if (base == null || digits.length() > MAX_DIGITS || !fits(digits, base)) {
      return null;
    }
    Rational value =
        Rational.of(new BigInteger(digits, base))
            .dividedBy(Rational.of(base).power(fraction.length()));
    if (!numeral.group(1).isEmpty()) {
      value = value.negate();
    }
    return base == 10
        ? new Answer.Scalar(new Expr.Constant(value), value, Written.EXACTLY, Unit.NONE)
        : new Answer.Numeral(base, value);
  }

  private static @Nullable Integer base(String text) {
    Integer named = NumberWords.SMALL.get(text);
    Integer base =
        named != null || !Character.isDigit(text.charAt(0)) ? named : Integer.valueOf(text);
    return base != null && base >= 2 && base <= 36 ? base : null;
  }

  private static boolean fits(String digits, int base) {
    boolean anyDigit = false;
    for (int i = 0; i < digits.length(); i++) {
      if (Character.digit(digits.charAt(i), base) < 0) {
        return false;
      }
      anyDigit |= Character.isDigit(digits.charAt(i));
    }
    return anyDigit;
  }
}
