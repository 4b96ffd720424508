package org.caco.pipelines.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant who wrote a name that there is not. */
public final class SimilarNames {
  private static final int SHORT = 3;

  private SimilarNames() {}

  /** Of {@code names}, the one that is most like {@code name}, if one is. */
  public static Optional<String> to(String name, Collection<String> names) {
    String plain = plain(name);
    int most = Math.max(2, plain.length() / 3);
    Optional<String> near =
        names.stream()
            .filter(other -> distance(plain, plain(other)) <= most)
            .min(
                Comparator.<String>comparingInt(other -> distance(plain, plain(other)))
                    .thenComparing(Comparator.naturalOrder()));
    return near.isPresent() || plain.length() < SHORT
        ? near
        : names.stream()
            .filter(other -> plain(other).contains(plain))
            .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
  }

  private static String plain(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    return plain.length() <= 64 ? plain : plain.substring(0, 64);
  }

  /** Levenshtein's: how many letters have to be put in, taken out or replaced. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
