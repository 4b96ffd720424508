package org.caco.transforms.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the calls of this process do at this moment, for a display of it. Metrics tell only of calls
 * that are over. Safe for threads.
 */
public final class CallsUnderWay {
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Map<String, Long> THROTTLED = new ConcurrentHashMap<>();
  private static final Map<String, Long> BROKEN = new ConcurrentHashMap<>();

  private CallsUnderWay() {}

  static void began() {
    COUNT.incrementAndGet();
  }

  static void ended(String endpoint, Endpoint.Outcome outcome, long now) {
    COUNT.decrementAndGet();
    switch (outcome) {
      case ANSWERED -> BROKEN.remove(endpoint);
      case THROTTLED -> THROTTLED.put(endpoint, now);
      case BROKEN -> BROKEN.put(endpoint, now);
      case UNCLEAR -> {
        // It says nothing of the server.
      }
    }
  }

  /** How many calls wait for their response. */
  public static long count() {
    return COUNT.get();
  }

  /** The endpoints that have asked for fewer calls within {@code time}, in the order of names. */
  public static List<String> throttled(Duration time) {
    return since(THROTTLED, time);
  }

  /** The endpoints whose last answer within {@code time} was a failure, in the order of names. */
  public static List<String> failing(Duration time) {
    return since(BROKEN, time);
  }

  private static List<String> since(Map<String, Long> moments, Duration time) {
    long first = System.nanoTime() - time.toNanos();
    return moments.entrySet().stream()
        .filter(entry -> entry.getValue() - first >= 0)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
