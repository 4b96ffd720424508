package org.caco.transforms.rules;

import java.io.Serializable;
import java.util.Set;
import java.util.TreeSet;

/**
 * Thresholds of {@link ApplyRules}.
 *
 * @param minCodeLines lines that a program needs, not counting blank, comment and import lines;
 *     default 6
 * @param maxDigits digits that a number of the input or output may have; default 10,000
 * @param minOperations operations that a program needs on the way from its input to its output;
 *     default 1
 * @param maxAnswerLength characters that the text of the output may have; default 500
 * @param disabled rules that are not applied, of {@link ApplyRules#RULES}; default none
 */
public record RulesConfig(
    int minCodeLines, int maxDigits, int minOperations, int maxAnswerLength, Set<String> disabled)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if {@code disabled} has what is no rule
   */
  public RulesConfig {
    disabled = Set.copyOf(disabled);
    for (String name : new TreeSet<>(disabled)) {
      if (!ApplyRules.RULES.contains(name)) {
        throw new IllegalArgumentException(
            "there is no rule " + name + "; the rules are " + String.join(", ", ApplyRules.RULES));
      }
    }
  }

  /** All rules, with the thresholds of the method where it has them. */
  public static RulesConfig defaults() {
    return new RulesConfig(6, 10_000, 1, 500, Set.of());
  }

  /** The same with another {@code maxDigits}. */
  public RulesConfig withMaxDigits(int value) {
    return new RulesConfig(minCodeLines, value, minOperations, maxAnswerLength, disabled);
  }

  /** The same with other {@code disabled} rules. */
  public RulesConfig withDisabled(Set<String> value) {
    return new RulesConfig(minCodeLines, maxDigits, minOperations, maxAnswerLength, value);
  }
}
