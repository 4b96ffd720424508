package org.caco.transforms.consistency;

import java.io.Serializable;
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
}
