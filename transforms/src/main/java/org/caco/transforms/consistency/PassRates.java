package org.caco.transforms.consistency;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * How often the solutions of a problem may agree with its program.
 *
 * @param least the least pass rate, 0 to 1; default 0, at which one agreeing solution is enough
 * @param most the largest pass rate, 0 to 1; less drops problems that are too easy; default 1
 */
public record PassRates(double least, double most) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Any rate above 0. */
  public static final PassRates ANY = new PassRates(0, 1);

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if not 0 <= least <= most <= 1
   */
  public PassRates {
    if (!(0 <= least && least <= most && most <= 1)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "pass rates go from 0 to 1, not from %s to %s", least, most));
    }
  }

  /** Whether fewer solutions agree than the least rate asks for, as it is written in decimals. */
  boolean tooFew(int agreeing, int attempts) {
    return compare(agreeing, least, attempts) < 0;
  }

  /** Whether more solutions agree than the largest rate allows, as it is written in decimals. */
  boolean tooMany(int agreeing, int attempts) {
    return compare(agreeing, most, attempts) > 0;
  }

  /** Compares exactly: 0.28 of 25 is 7, though the nearest binary fraction is a little more. */
  private static int compare(int agreeing, double rate, int attempts) {
    BigDecimal asked = BigDecimal.valueOf(rate).multiply(BigDecimal.valueOf(attempts));
    return BigDecimal.valueOf(agreeing).compareTo(asked);
  }
}
