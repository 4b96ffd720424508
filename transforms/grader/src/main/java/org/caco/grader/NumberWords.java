package org.caco.grader;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers that English spells, in lower case. What is made of several is read by its users. */
public final class NumberWords {
  /** Zero to twenty, and the tens up to ninety. */
  public static final Map<String, Integer> SMALL = small();

  /** What multiplies the number before it: hundred up to trillion, and dozen. */
  public static final Map<String, Long> SCALES =
      Map.of(
          "dozen", 12L,
          "hundred", 100L,
          "thousand", 1_000L,
          "million", 1_000_000L,
          "billion", 1_000_000_000L,
          "trillion", 1_000_000_000_000L);

  private NumberWords() {}

  private static Map<String, Integer> small() {
    List<String> units =
        List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen");
    List<String> tens =
        List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    Map<String, Integer> small = new HashMap<>();
    for (int i = 0; i < units.size(); i++) {
      small.put(units.get(i), i);
    }
    for (int i = 0; i < tens.size(); i++) {
      small.put(tens.get(i), 20 + 10 * i);
    }
    return Map.copyOf(small);
  }
}
