package org.caco.transforms.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the calls of this process do at this moment, for a display of it. Metrics tell only of calls
 * that are over. Safe for threads.
 */
public final class CallsUnderWay {
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Recent THROTTLED = new Recent();
  private static final Recent BROKEN = new Recent();

  private CallsUnderWay() {}

  /** When something was last so, by endpoint; what is long over is forgotten. */
  private static final class Recent {
    private static final long KEPT_NANOS = Duration.ofMinutes(10).toNanos();

    @GuardedBy("this")
    private final Map<String, Long> moments = new TreeMap<>();

    synchronized void put(String endpoint, long now) {
      moments.values().removeIf(moment -> now - moment > KEPT_NANOS);
      moments.put(endpoint, now);
    }

    synchronized void remove(String endpoint) {
      moments.remove(endpoint);
    }

    synchronized List<String> within(Duration time) {
      long first = System.nanoTime() - time.toNanos();
      List<String> endpoints = new ArrayList<>();
      moments.forEach(
          (endpoint, moment) -> {
            if (moment - first >= 0) {
              endpoints.add(endpoint);
            }
          });
      return endpoints;
    }
  }

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
    return THROTTLED.within(time);
  }

  /** The endpoints whose last answer within {@code time} was a failure, in the order of names. */
  public static List<String> failing(Duration time) {
    return BROKEN.within(time);
  }
}
