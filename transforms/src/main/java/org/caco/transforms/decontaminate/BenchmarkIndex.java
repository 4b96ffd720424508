package org.caco.transforms.decontaminate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.beam.sdk.values.KV;
import org.caco.hash.ContentHash;
import org.caco.transforms.similarity.Embedding;
import org.caco.transforms.step.Shared;
import org.jspecify.annotations.Nullable;

/**
 * Finds the benchmark problem that a text is a copy of. Where there are several, the first of the
 * nearest.
 */
final class BenchmarkIndex {
  /**
   * A copy.
   *
   * @param reason why it is taken for one
   * @param evidence the benchmark's file and row, and what of the text it shares
   */
  record Hit(String reason, String evidence) {}

  /**
   * A problem and, where embeddings are compared, its embedding.
   *
   * @param embedding may be null
   */
  record Entry(BenchmarkProblem problem, @Nullable Embedding embedding) {}

  /**
   * @param problems hash of all problems
   */
  private record Key(DecontaminateConfig config, String problems) {}

  private static final Shared<Key, BenchmarkIndex> SHARED = Shared.lingering("benchmarks");

  private final DecontaminateConfig config;
  private final List<Entry> entries;
  private final Map<String, Integer> exact = new HashMap<>();
  private final Map<Long, List<Integer>> byRun = new HashMap<>();
  private final int[] runs;

  /**
   * @param unordered in any order, which makes no difference
   */
  BenchmarkIndex(DecontaminateConfig config, List<Entry> unordered) {
    this.config = config;
    this.entries =
        unordered.stream()
            .sorted((a, b) -> BenchmarkProblem.BY_PLACE.compare(a.problem(), b.problem()))
            .toList();
    this.runs = new int[entries.size()];
    for (int i = 0; i < runs.length; i++) {
      add(i, Words.of(entries.get(i).problem().text()));
    }
  }

  /**
   * The JVM's index of some problems, made if there is none.
   *
   * @param problems with their embeddings, where the configuration has any
   */
  static Shared.Lease<BenchmarkIndex> acquire(
      DecontaminateConfig config, List<KV<BenchmarkProblem, byte[]>> problems) {
    String hash =
        ContentHash.of(
            problems.stream()
                .map(KV::getKey)
                .sorted(BenchmarkProblem.BY_PLACE)
                .map(problem -> ContentHash.of(problem.place(), problem.text()))
                .toArray(String[]::new));
    return SHARED.acquire(
        new Key(config, hash),
        () ->
            new BenchmarkIndex(
                config,
                problems.stream()
                    .map(
                        problem ->
                            new Entry(
                                problem.getKey(),
                                config.embeds() ? Embedding.ofBytes(problem.getValue()) : null))
                    .toList()));
  }

  private void add(int entry, Words words) {
    if (!words.isEmpty()) {
      exact.putIfAbsent(words.joined(), entry);
    }
    Set<Long> distinct = new HashSet<>();
    for (long run : words.runs(config.words())) {
      if (distinct.add(run)) {
        byRun.computeIfAbsent(run, r -> new ArrayList<>(1)).add(entry);
      }
    }
    runs[entry] = distinct.size();
  }

  /**
   * The problem that {@code text} is a copy of.
   *
   * @param embedding of the text; asked for only if nothing else tells
   */
  Optional<Hit> find(String text, Supplier<Embedding> embedding) {
    Words words = Words.of(text);
    Integer same = exact.get(words.joined());
    if (same != null) {
      return Optional.of(new Hit(Decontaminate.EXACT, place(same) + ", " + words.quoteAll()));
    }
    return ngram(words).or(() -> config.embeds() ? near(embedding.get()) : Optional.empty());
  }

  private String place(int entry) {
    return entries.get(entry).problem().place();
  }

  private Optional<Hit> ngram(Words words) {
    long[] own = words.runs(config.words());
    Map<Integer, Integer> matches = new HashMap<>();
    Set<Long> seen = new HashSet<>();
    for (long run : own) {
      if (seen.add(run)) {
        byRun.getOrDefault(run, List.of()).forEach(e -> matches.merge(e, 1, Integer::sum));
      }
    }
    int best = -1;
    for (Map.Entry<Integer, Integer> match : matches.entrySet()) {
      int entry = match.getKey();
      int count = match.getValue();
      boolean copy = count >= config.minMatches() && count >= config.overlap() * runs[entry];
      if (copy && (best < 0 || isNearer(entry, best, matches))) {
        best = entry;
      }
    }
    return best < 0
        ? Optional.empty()
        : Optional.of(hit(best, matches.getOrDefault(best, 0), words, own));
  }

  /**
   * Whether {@code entry} shares more of its runs than {@code best}; of equals, the first is
   * nearer.
   */
  private boolean isNearer(int entry, int best, Map<Integer, Integer> matches) {
    long one = (long) matches.getOrDefault(entry, 0) * runs[best];
    long other = (long) matches.getOrDefault(best, 0) * runs[entry];
    return one != other ? one > other : entry < best;
  }

  private Hit hit(int entry, int count, Words words, long[] own) {
    // The longest stretch of words that the two share.
    int first = 0;
    int length = 0;
    int begin = 0;
    for (int i = 0; i <= own.length; i++) {
      // Entries were added in order.
      boolean shared =
          i < own.length
              && Collections.binarySearch(byRun.getOrDefault(own[i], List.of()), entry) >= 0;
      if (!shared) {
        if (i - begin > length) {
          first = begin;
          length = i - begin;
        }
        begin = i + 1;
      }
    }
    return new Hit(
        Decontaminate.NGRAM,
        String.format(
            Locale.ROOT,
            "%s, %d of %d runs of %d words, the longest at %s",
            place(entry),
            count,
            runs[entry],
            config.words(),
            words.quote(first, first + length - 1, config.words())));
  }

  private Optional<Hit> near(Embedding embedding) {
    int best = -1;
    int bestProduct = Embedding.productAt(config.cosine()) - 1;
    for (int i = 0; i < entries.size(); i++) {
      Embedding other = entries.get(i).embedding();
      if (other != null && embedding.product(other) > bestProduct) {
        best = i;
        bestProduct = embedding.product(other);
      }
    }
    if (best < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Hit(
            Decontaminate.EMBEDDING,
            String.format(
                Locale.ROOT,
                "%s, cosine %.4f, all of the text: %s",
                place(best),
                Embedding.cosineOf(bestProduct),
                entries.get(best).problem().text())));
  }
}
