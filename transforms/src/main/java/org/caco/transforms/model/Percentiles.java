package org.caco.transforms.model;

import java.util.SortedMap;

/** A histogram of milliseconds: bucket n holds what rounds to 1.1 to the power of n, less 1. */
final class Percentiles {
  private static final double LOG_BASE = Math.log(1.1);

  private Percentiles() {}

  /** The bucket of a time. */
  static int bucket(long millis) {
    return (int) Math.round(Math.log1p((double) Math.max(0, millis)) / LOG_BASE);
  }

  /** The middle of the bucket in which the share of all counts is reached; 0 without counts. */
  static long of(SortedMap<Integer, Long> buckets, double share) {
    long all = 0;
    for (long count : buckets.values()) {
      all += count;
    }
    long rank = Math.max(1, (long) Math.ceil(all * share));
    long seen = 0;
    for (var bucket : buckets.entrySet()) {
      seen += bucket.getValue();
      if (seen >= rank) {
        return Math.round(Math.expm1(bucket.getKey() * LOG_BASE));
      }
    }
    return 0;
  }
}
