package org.caco.server.embedded;

import java.util.HashMap;
import java.util.Map;
import org.caco.grader.NumberWords;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/** The numbers that English words stand for in word problems: twice is 2, a quarter is 4. */
final class QuantityWords {
  private static final Map<String, Integer> VALUES = new HashMap<>();

  static {
    VALUES.putAll(NumberWords.SMALL);
    VALUES.put("hundred", 100);
    Map.of("once", 1, "single", 1, "twice", 2, "double", 2, "half", 2, "both", 2, "couple", 2)
        .forEach(VALUES::put);
    Map.of("thrice", 3, "triple", 3, "third", 3, "thirds", 3, "quarter", 4, "quarters", 4)
        .forEach(VALUES::put);
    Map.of("fourth", 4, "fourths", 4, "fifth", 5, "fifths", 5, "dozen", 12, "sixth", 6, "tenth", 10)
        .forEach(VALUES::put);
  }

  private QuantityWords() {}

  /** The number that a word such as {@code thirty-six} stands for, or null. */
  static @Nullable Rational value(String word) {
    String lower = LowerCase.of(word);
    Integer whole = VALUES.get(lower);
    if (whole != null) {
      return Rational.of(whole);
    }
    int dash = lower.indexOf('-');
    Integer first = dash < 0 ? null : VALUES.get(lower.substring(0, dash));
    if (first == null) {
      return null;
    }
    Integer second = VALUES.get(lower.substring(dash + 1));
    return Rational.of(second != null && first >= 20 && second < 10 ? first + second : first);
  }
}
