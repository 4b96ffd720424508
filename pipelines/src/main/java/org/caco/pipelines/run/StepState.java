package org.caco.pipelines.run;

import java.util.SortedMap;

/**
 * How far a step of a run is.
 *
 * @param name as metrics and report have it
 * @param reasons how many records were rejected for each reason
 * @param total how many records the step will take
 * @param perSecond records that it has worked on lately, in each second
 */
record StepState(
    String name,
    long accepted,
    long rejected,
    SortedMap<String, Long> reasons,
    Estimate total,
    double perSecond) {

  /** Records that the step is done with. */
  long done() {
    return accepted + rejected;
  }

  /** Whether nothing is left to do, as far as is known. */
  boolean isOver() {
    return total.isExact() && done() >= total.expected();
  }

  /** Whether it works. */
  boolean isUnderWay() {
    return !isOver() && done() > 0;
  }

  /** The share of its records that the step is done with, from 0 to 1. */
  double share() {
    double expected = total.expected();
    return expected > 0 ? Math.min(1, done() / expected) : isOver() ? 1 : 0;
  }

  /** Seconds that the rest takes at the rate of late; NaN where there is none. */
  double secondsLeft() {
    return isOver()
        ? 0
        : perSecond > 0 && total.isKnown()
            ? Math.max(0, total.expected() - done()) / perSecond
            : Double.NaN;
  }
}
