package org.caco.transforms.model;

import org.jspecify.annotations.Nullable;

/**
 * How many calls a server is given at once: found out from what it refuses (status 429, or 503 with
 * Retry-After), not from how long it takes, which with models says more of the text than of the
 * server.
 *
 * <p>The limit starts at {@value #START} and grows by one with each answer until a tenth of the
 * calls of a second are refused. From then on it follows CUBIC (RFC 9438): where calls are refused
 * it falls, to 0.8 of itself within a second in which a fifth of them are and in proportion where
 * fewer are, comes back to where it was within {@value #RETURN_SECONDS} seconds, stays about there
 * for as long, and then looks further and further above. A limit that is not made use of does not
 * grow.
 *
 * <p>Some servers refuse a share of the calls however many there are: others use the same quota, or
 * one replica of many is out of order. Fewer calls do not mend that. So when some calls have been
 * refused, the limit is held a tenth lower until {@value #EXPECTED} refusals are to be expected at
 * the share there was: where half of them come, the share has nothing to do with the limit, which
 * goes back and grows by one with each answer again, and the share is borne from then on (an
 * experiment as those of PCC Allegro, Dong et al., NSDI 2015). Where they do not come, the next
 * experiment waits for some seconds, and twice as long each time, a minute at most. More than 0.3
 * is never borne.
 *
 * <p>Not safe for threads. Times are in nanoseconds.
 */
final class AdaptiveLimit {
  static final int START = 16;

  private static final long SECOND = 1_000_000_000L;
  private static final double RAMP_ENDS_SHARE = 0.1;

  /** Fewer refusals than this in a second may be chance. */
  private static final int FEW = 3;

  private static final double FALL = 0.2;
  private static final double FULL_FALL_SHARE = 0.2;
  private static final int RETURN_SECONDS = 5;

  private static final double FALL_ON_TRIAL = 0.1;
  private static final int EXPECTED = 10;
  private static final double MOST_BORNE = 0.3;
  private static final long LONGEST_TRIAL = 30 * SECOND;
  private static final long FIRST_REST = 4 * SECOND;
  private static final long LONGEST_REST = 60 * SECOND;

  /** What is left of a count after a second. */
  private static final double MEMORY = 0.9;

  private final int most;
  private double limit;
  private boolean ramp;

  // CUBIC: where the limit was before it fell, to what it fell, and when.
  private double plateau;
  private double fallen;
  private long fellAt;

  // The second at hand: when it began, the limit then, what came since, and what falls have left.
  private long second;
  private double limitBefore;
  private int answered;
  private int refused;
  private double left = 1;

  // The seconds before it, the older the less.
  private double answeredBefore;
  private double refusedBefore;

  /** The share of refusals that has shown to be none of the limit's doing. */
  private double borne;

  private long begun;
  private @Nullable Trial trial;
  private long nextTrial;
  private long rest = FIRST_REST;

  /** An experiment: what it began with, and what became of the calls since. */
  private static final class Trial {
    private final double limit;
    private final double share;
    private final long since;
    private final long after;
    private int calls;
    private int refused;

    private Trial(double limit, double share, long since, long after) {
      this.limit = limit;
      this.share = share;
      this.since = since;
      this.after = after;
    }

    private void count(long number, boolean isRefused) {
      if (number > after) {
        calls++;
        refused += isRefused ? 1 : 0;
      }
    }
  }

  AdaptiveLimit(int most, long now) {
    this.most = most;
    this.limit = Math.min(START, most);
    this.nextTrial = now;
    startAgain(now);
  }

  int get() {
    return (int) limit;
  }

  /** Takes note of a call, and gives it its number. */
  long begun() {
    return ++begun;
  }

  /** Begins low, for a server that comes back is cold. */
  void startAgain(long now) {
    limit = Math.min(START, limit);
    ramp = true;
    trial = null;
    answeredBefore = 0;
    refusedBefore = 0;
    stayAt(limit, now);
    begin(now);
  }

  /**
   * Takes note of an answer.
   *
   * @param number of the call
   * @param inFlight how many calls were in flight, this one included
   */
  void answered(long number, int inFlight, long now) {
    tick(now);
    answered++;
    if (trial != null) {
      trial.count(number, false);
      decide(trial, now);
    } else if (inFlight < limit / 2) {
      // A limit that is not made use of says nothing about a higher one.
      stayAt(limit, now);
    } else {
      double next = ramp ? limit + 1 : Math.min(limit + 1, cubic(now));
      limit = Math.min(most, Math.max(limit, next));
    }
  }

  /**
   * Takes note of a refusal.
   *
   * @param number of the call
   * @return whether no more calls are answered than refused
   */
  boolean refused(long number, long now) {
    tick(now);
    refused++;
    // Of a round of calls at least, for one refusal among the first answers of a second is no
    // share.
    double calls = Math.max(limitBefore, answered + refused);
    double share = refused / calls;
    // Nor are one or two, as the first of a second, more than the answers.
    boolean tooMany = refused >= Math.max(answered, RAMP_ENDS_SHARE * limitBefore);
    ramp &= refused < FEW || (share < borne + RAMP_ENDS_SHARE && !tooMany);
    if (trial != null) {
      trial.count(number, true);
      if (!tooMany && share <= Math.max(MOST_BORNE, 3 * trial.share)) {
        decide(trial, now);
        return false;
      }
      trial = null;
      restFromTrials(now);
    }
    if (tooMany) {
      fall(Math.max(0.5, (share - borne) / FULL_FALL_SHARE), now);
    } else if (!ramp && share > borne + 2 * Math.sqrt(borne * (1 - borne) / calls) && !tries(now)) {
      fall((share - borne) / FULL_FALL_SHARE, now);
    }
    return tooMany;
  }

  private void tick(long now) {
    if (now - second < SECOND) {
      return;
    }
    double kept = Math.pow(MEMORY, (double) (now - second) / SECOND);
    answeredBefore = (answeredBefore + answered) * kept;
    refusedBefore = (refusedBefore + refused) * kept;
    begin(now);
  }

  private void begin(long now) {
    second = now;
    limitBefore = limit;
    answered = 0;
    refused = 0;
    left = 1;
  }

  /** The limit at a time after it fell, if nothing is refused. */
  private double cubic(long now) {
    double deepest = plateau * FALL;
    double back = RETURN_SECONDS * Math.cbrt((plateau - fallen) / deepest);
    double t = (double) (now - fellAt) / SECOND - back;
    return plateau + deepest * Math.pow(t / RETURN_SECONDS, 3);
  }

  /** Begins at the middle of the curve. */
  private void stayAt(double level, long now) {
    plateau = level;
    fallen = level;
    fellAt = now;
  }

  private void fall(double much, long now) {
    double leave = 1 - FALL * Math.min(1, much);
    if (leave < left) {
      if (left == 1) {
        plateau = limit;
      }
      limit = Math.max(1, limit * leave / left);
      left = leave;
      fallen = limit;
      fellAt = now;
    }
  }

  /** Begins an experiment if there is something to find out. */
  private boolean tries(long now) {
    double all = answered + answeredBefore + refused + refusedBefore;
    double share = (refused + refusedBefore) / all;
    if (now < nextTrial || refused + refusedBefore < EXPECTED / 2.0 || share > MOST_BORNE) {
      return false;
    }
    trial = new Trial(limit, share, now, begun);
    limit = Math.max(1, limit * (1 - FALL_ON_TRIAL));
    return true;
  }

  /** What was tried may have been chance, so the first rests are short. */
  private void restFromTrials(long now) {
    nextTrial = now + rest;
    rest = Math.min(LONGEST_REST, 2 * rest);
  }

  private void decide(Trial of, long now) {
    double share = (double) of.refused / Math.max(1, of.calls);
    boolean goesOn = of.refused >= EXPECTED / 2 && share >= of.share / 2;
    if (goesOn) {
      borne = Math.min(MOST_BORNE, Math.max(share, of.share));
      limit = Math.max(limit, of.limit);
      ramp = true;
      rest = FIRST_REST;
      stayAt(limit, now);
    } else if (of.calls * of.share >= EXPECTED || now - of.since > LONGEST_TRIAL) {
      borne = Math.min(borne, share);
      restFromTrials(now);
      plateau = of.limit;
      fallen = limit;
      fellAt = now;
    } else {
      return;
    }
    trial = null;
  }
}
