package org.caco.transforms.grade;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;

/** Numerals with a base, such as 664_7. */
final class Numerals {
  private Numerals() {}

  /** From sign, digits and base in groups 1, 2, and 3 or 4; null where these are no numeral. */
  static Answer parse(Matcher numeral) {
    String baseText = numeral.group(3) != null ? numeral.group(3) : numeral.group(4);
    Integer base = Vocabulary.NUMBER_WORDS.get(baseText);
    if (base == null) {
      if (!Character.isDigit(baseText.charAt(0))) {
        return null;
      }
      base = Integer.parseInt(baseText);
    }
    String digits = numeral.group(2).toUpperCase(Locale.ROOT);
    if (base < 2 || base > 36 || digits.length() > 2_000 || !fits(digits, base)) {
      return null;
    }
    BigInteger value = new BigInteger(numeral.group(1) + digits, base);
    if (base == 10) {
      Rational exact = Rational.of(value);
      return new Answer.Scalar(new Expr.Constant(exact), exact, Written.EXACTLY, Unit.NONE);
    }
    return new Answer.Numeral(numeral.group(1) + digits, base, value);
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
