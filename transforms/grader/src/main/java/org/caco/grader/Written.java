package org.caco.grader;

/**
 * How a number was written.
 *
 * @param decimal whether it has a decimal point, and so may be rounded
 * @param places digits after the point (less the exponent); negative never
 * @param digits significant digits, trailing zeros included
 */
record Written(boolean decimal, int places, int digits) {
  /** An integer, a fraction or any other formula: not rounded. */
  static final Written EXACTLY = new Written(false, 0, 0);

  /**
   * Binary floating point prints this many digits or more where its value is not a short decimal.
   */
  private static final int FLOAT_DIGITS = 12;

  static Written of(String number) {
    int exponentAt = Math.max(number.indexOf('e'), number.indexOf('E'));
    String mantissa = exponentAt < 0 ? number : number.substring(0, exponentAt);
    int point = mantissa.indexOf('.');
    if (point < 0 && exponentAt < 0) {
      return EXACTLY;
    }
    int places = point < 0 ? 0 : mantissa.length() - point - 1;
    int digits = 0;
    for (int i = 0; i < mantissa.length(); i++) {
      char c = mantissa.charAt(i);
      if (c >= '0' && c <= '9' && (digits > 0 || c != '0')) {
        digits++;
      }
    }
    if (exponentAt >= 0) {
      String exponent = number.substring(exponentAt + 1);
      if (exponent.length() > 5) {
        return EXACTLY;
      }
      places -= Integer.parseInt(exponent);
    }
    return places > 0 ? new Written(true, places, digits) : EXACTLY;
  }

  boolean looksLikeFloat() {
    return decimal && digits >= FLOAT_DIGITS;
  }
}
