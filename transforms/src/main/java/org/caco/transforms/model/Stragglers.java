package org.caco.transforms.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Knows how long the calls of one configuration take, and from when on one is a straggler: after
 * {@value #TIMES} times what 99 of 100 take, and 5 seconds at least. Safe for threads.
 */
final class Stragglers {
  private static final int ENOUGH = 30;
  private static final double SHARE = 0.99;
  private static final int TIMES = 2;
  private static final Duration LEAST = Duration.ofSeconds(5);

  @GuardedBy("this")
  private final SortedMap<Integer, Long> buckets = new TreeMap<>();

  @GuardedBy("this")
  private long answers;

  /** Counts a call that took so long until it was answered, or given up. */
  synchronized void took(long millis) {
    answers++;
    buckets.merge(Percentiles.bucket(millis), 1L, Long::sum);
  }

  /**
   * From when on a call is a straggler; {@code limit} until 30 calls are answered, and at most.
   *
   * @param givenUp how often the call was one before; each time doubles it, so that what takes long
   *     by its nature comes to its end
   */
  synchronized Duration since(int givenUp, Duration limit) {
    if (answers < ENOUGH) {
      return limit;
    }
    long usual = Math.max(LEAST.toMillis(), TIMES * Percentiles.of(buckets, SHARE));
    return Duration.ofMillis(Math.min(usual << Math.min(givenUp, 10), limit.toMillis()));
  }
}
