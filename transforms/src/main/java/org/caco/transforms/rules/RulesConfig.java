package org.caco.transforms.rules;

import java.io.Serializable;

/**
 * Thresholds of {@link ApplyRules}.
 *
 * @param minCodeLines lines that a program needs, not counting blank, comment and import lines;
 *     default 6
 * @param maxDigits digits that a number of the input or output may have; default 10,000
 */
public record RulesConfig(int minCodeLines, int maxDigits) implements Serializable {
  /** The thresholds of the method. */
  public static RulesConfig defaults() {
    return new RulesConfig(6, 10_000);
  }
}
