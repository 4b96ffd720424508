package org.caco.transforms.row;

import java.io.Serializable;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Thresholds of {@link CheckRow}.
 *
 * @param repeatWords how many words a run has that must not come again and again; default 50
 * @param repeats how often such a run may come at most; default 2
 * @param otherLetters share of the letters, 0 to 1, that may be of another script than most; Greek
 *     ones do not count, and scripts of the program's code neither; default 0.02
 * @param disabled rules that are not applied, of {@link CheckRow#RULES}; default none
 */
public record RowConfig(int repeatWords, int repeats, double otherLetters, Set<String> disabled)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** All rules. */
  public static final RowConfig DEFAULT = new RowConfig(50, 2, 0.02, Set.of());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is out of range, or {@code disabled} has what is
   *     no rule
   */
  public RowConfig {
    if (repeatWords < 2 || repeats < 1 || !(0 <= otherLetters && otherLetters <= 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a run has at least 2 words and comes at least once, and a share is from 0 to 1, not"
                  + " %d, %d, %s",
              repeatWords,
              repeats,
              otherLetters));
    }
    disabled = Set.copyOf(disabled);
    for (String name : new TreeSet<>(disabled)) {
      if (!CheckRow.RULES.contains(name)) {
        throw new IllegalArgumentException(
            "the rules of rows are " + String.join(", ", CheckRow.RULES) + ", not " + name);
      }
    }
  }

  /**
   * The same with these rules and no others.
   *
   * @throws IllegalArgumentException if one is not among {@link CheckRow#RULES}
   */
  public RowConfig withRules(Set<String> rules) {
    Set<String> unknown = new TreeSet<>(rules);
    CheckRow.RULES.forEach(unknown::remove);
    Set<String> off = new TreeSet<>(CheckRow.RULES);
    off.removeAll(rules);
    // What is no rule is named as such.
    off.addAll(unknown);
    return withDisabled(off);
  }

  /** The same with other {@code disabled} rules. */
  public RowConfig withDisabled(Set<String> value) {
    return new RowConfig(repeatWords, repeats, otherLetters, value);
  }

  /** The same with another {@code repeatWords}. */
  public RowConfig withRepeatWords(int value) {
    return new RowConfig(value, repeats, otherLetters, disabled);
  }

  /** The same with another {@code otherLetters}. */
  public RowConfig withOtherLetters(double value) {
    return new RowConfig(repeatWords, repeats, value, disabled);
  }
}
