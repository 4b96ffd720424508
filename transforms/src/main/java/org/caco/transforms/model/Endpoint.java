package org.caco.transforms.model;

import java.time.Duration;

/**
 * One server, and how many calls it is given at once. The number starts at {@value #START} and
 * grows by one with each answer until the server asks for less in earnest, which is for a tenth of
 * the calls of a second; then by a twentieth, but at least one, with each round of answers. It
 * falls when the server asks for less (status 429, or 503 with Retry-After): to 0.7 of itself
 * within a second in which a fifth of the calls are refused so, and in proportion where fewer are,
 * since a limit that few calls meet is not one of concurrency. With answers after a second it comes
 * to rest where one call in thirty is refused. All calls wait for Retry-After where no more are
 * answered than are refused. After {@value #FAILURES_TO_OPEN} failures in a row the circuit opens:
 * no call goes out but one from time to time, to see whether the server is back.
 *
 * <p>Not safe for threads by itself: the pool calls it under its lock. Times are in nanoseconds.
 */
final class Endpoint {
  static final int START = 16;
  static final int FAILURES_TO_OPEN = 5;

  private static final double CUT = 0.3;
  private static final double FULL_CUT_SHARE = 0.2;
  private static final double RAMP_ENDS_SHARE = 0.1;
  private static final double GROWTH = 0.05;
  private static final long SECOND = 1_000_000_000L;
  // A call to a server that is down costs nothing, and every second that it is not seen to be back
  // costs all of them.
  private static final long LONGEST_WAIT = 3 * SECOND;

  private final String address;
  private final int most;
  private final long firstWait;

  private int outstanding;
  private double limit;
  private boolean ramp = true;
  // The second at hand: when it began, the limit then, what came since, and what cuts have left.
  private long second;
  private double limitBefore;
  private double left = 1;
  private int answered;
  private int throttled;
  private long pausedUntil;
  private int failures;
  private boolean open;
  private boolean probing;
  private long downSince;
  private int failedProbes;
  private long probeAt;
  private long wait;

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
    this.most = most;
    this.firstWait = firstWait.toNanos();
    limit = Math.min(START, most);
    second = now;
    limitBefore = limit;
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
    return (int) limit;
  }

  /** How long to wait until it may get a call, 0 if it may now; a full one waits for an answer. */
  long nanosUntilFree(long now) {
    if (open) {
      return probing ? Long.MAX_VALUE : Math.max(0, probeAt - now);
    }
    if (outstanding >= (int) limit) {
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

  /** Begins a call. True if it is the one that shows whether the server is back. */
  boolean take() {
    outstanding++;
    probing |= open;
    return open;
  }

  /** Ends a call. */
  void ended(boolean probe, Outcome outcome, Duration retryAfter, long now) {
    outstanding--;
    if (probe) {
      probing = false;
    }
    if (now - second >= SECOND) {
      second = now;
      limitBefore = limit;
      answered = 0;
      throttled = 0;
      left = 1;
    }
    switch (outcome) {
      case ANSWERED -> {
        answered++;
        close();
        grow();
      }
      case THROTTLED -> {
        close();
        throttled++;
        if (throttled >= answered) {
          pausedUntil = Math.max(pausedUntil, now + retryAfter.toNanos());
        }
        cut();
      }
      case BROKEN -> broken(probe, now);
      case UNCLEAR -> {
        if (probe) {
          broken(true, now);
        }
      }
    }
  }

  private void close() {
    failures = 0;
    failedProbes = 0;
    if (open) {
      open = false;
      // A server that comes back is cold.
      limit = Math.min(limit, START);
      ramp = true;
    }
  }

  private void grow() {
    // A limit that is not made use of says nothing about a higher one.
    if (outstanding + 1 >= limit / 2) {
      limit = Math.min(most, limit + (ramp ? 1 : Math.max(GROWTH, 1 / limit)));
    }
  }

  private void cut() {
    // Of a round of calls at least, for one refusal among the first answers of a second is no
    // share.
    double share = throttled / Math.max(limitBefore, answered + throttled);
    ramp &= share < RAMP_ENDS_SHARE;
    double leave = 1 - CUT * Math.min(1, share / FULL_CUT_SHARE);
    if (leave < left) {
      limit = Math.max(1, limit * leave / left);
      left = leave;
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
