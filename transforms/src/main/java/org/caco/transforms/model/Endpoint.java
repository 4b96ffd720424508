package org.caco.transforms.model;

import java.time.Duration;

/**
 * One server, and whether it may have a call now: fewer than its {@link AdaptiveLimit} are in
 * flight, it did not ask all calls to wait, and its circuit is closed. All calls wait for
 * Retry-After where no more are answered than are refused, which is where there are too many of
 * them; elsewhere only the call that was refused does. After {@value #FAILURES_TO_OPEN} failures in
 * a row the circuit opens: no call goes out but one from time to time, to see whether the server is
 * back.
 *
 * <p>Not safe for threads by itself: the pool calls it under its lock. Times are in nanoseconds.
 */
final class Endpoint {
  static final int FAILURES_TO_OPEN = 5;

  private static final long SECOND = 1_000_000_000L;
  // A call to a server that is down costs nothing, and every second that it is not seen to be back
  // costs all of them.
  private static final long LONGEST_WAIT = 3 * SECOND;

  private final String address;
  private final AdaptiveLimit limit;
  private final long firstWait;

  private int outstanding;
  private long pausedUntil;
  private int failures;
  private boolean open;
  private boolean probing;
  private long downSince;
  private int failedProbes;
  private long probeAt;
  private long wait;

  /**
   * A call that was begun.
   *
   * @param probe whether it is the one that shows whether the server is back
   * @param number it is the how many-th
   */
  record Begun(boolean probe, long number) {}

  /** How a call ended, as far as it says something about the server. */
  enum Outcome {
    /** The server works. */
    ANSWERED,
    /** It asks for fewer calls. */
    THROTTLED,
    /** It does not answer, or not as a working server does. */
    BROKEN,
    /** Neither way. */
    UNCLEAR
  }

  Endpoint(String address, int most, Duration firstWait, long now) {
    this.address = address;
    this.limit = new AdaptiveLimit(most, now);
    this.firstWait = firstWait.toNanos();
    pausedUntil = now;
  }

  /** The address as it was given. */
  String address() {
    return address;
  }

  int outstanding() {
    return outstanding;
  }

  /** The calls it may have at once. */
  int limit() {
    return limit.get();
  }

  /** How long to wait until it may get a call, 0 if it may now; a full one waits for an answer. */
  long nanosUntilFree(long now) {
    if (open) {
      return probing ? Long.MAX_VALUE : Math.max(0, probeAt - now);
    }
    if (outstanding >= limit.get()) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, pausedUntil - now);
  }

  /** How long it has not answered, 0 if it does. */
  long nanosDown(long now) {
    return open ? now - downSince : 0;
  }

  /** Whether a call is under way that will show whether the server is back. */
  boolean isProbed() {
    return probing;
  }

  /** How many such calls in a row have shown that it is not. */
  int failedProbes() {
    return failedProbes;
  }

  /** Begins a call. */
  Begun take() {
    outstanding++;
    probing |= open;
    return new Begun(open, limit.begun());
  }

  /** Ends a call. */
  void ended(Begun call, Outcome outcome, Duration retryAfter, long now) {
    outstanding--;
    if (call.probe()) {
      probing = false;
    }
    switch (outcome) {
      case ANSWERED -> {
        close(now);
        limit.answered(call.number(), outstanding + 1, now);
      }
      case THROTTLED -> {
        close(now);
        if (limit.refused(call.number(), now)) {
          pausedUntil = Math.max(pausedUntil, now + retryAfter.toNanos());
        }
      }
      case BROKEN -> broken(call.probe(), now);
      case UNCLEAR -> {
        if (call.probe()) {
          broken(true, now);
        }
      }
    }
  }

  private void close(long now) {
    failures = 0;
    failedProbes = 0;
    if (open) {
      open = false;
      limit.startAgain(now);
    }
  }

  private void broken(boolean probe, long now) {
    failures++;
    if (open) {
      if (probe) {
        failedProbes++;
        wait = Math.min(LONGEST_WAIT, wait * 2);
        probeAt = now + wait;
      }
    } else if (failures >= FAILURES_TO_OPEN) {
      open = true;
      downSince = now;
      wait = firstWait;
      probeAt = now + wait;
    }
  }
}
