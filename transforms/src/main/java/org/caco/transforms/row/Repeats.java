package org.caco.transforms.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/** Runs of words that come again and again, as where a model has lost its way. */
final class Repeats {
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private static final int MAX_WORD = 40;

  private Repeats() {}

  /** The run of {@code length} words that comes more than {@code most} times. */
  static Optional<String> broken(String text, int length, int most) {
    List<String> words = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(text);
    while (tokens.hasMoreTokens()) {
      String word = tokens.nextToken();
      if (word.length() <= MAX_WORD || word.charAt(MAX_WORD / 2) < 128) {
        words.add(word);
      } else {
        // Some scripts have no spaces.
        word.chars().forEach(c -> words.add(String.valueOf((char) c)));
      }
    }
    long power = 1;
    for (int i = 0; i < length - 1; i++) {
      power *= PRIME;
    }
    Map<Long, Integer> runs = new HashMap<>();
    long hash = 0;
    for (int i = 0; i < words.size(); i++) {
      if (i >= length) {
        hash -= hash(words.get(i - length)) * power;
      }
      hash = hash * PRIME + hash(words.get(i));
      if (i >= length - 1 && runs.merge(hash, 1, Integer::sum) > most) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "%d words come %d times: %s ...",
                length,
                most + 1,
                String.join(" ", words.subList(i - length + 1, Math.min(i, i - length + 11)))));
      }
    }
    return Optional.empty();
  }

  private static long hash(String word) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < word.length(); i++) {
      hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
