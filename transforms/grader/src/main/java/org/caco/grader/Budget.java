package org.caco.grader;

import java.util.function.Supplier;

/**
 * The work allowed for one pair of answers, counted in steps, so that what comes out does not
 * depend on the clock or on how busy the machine is. The clock is a second bound, far beyond the
 * time that the steps take.
 */
final class Budget {
  private static final int STEPS = 200_000;
  private static final long NANOS = 2_000_000_000L;

  private long start = System.nanoTime();
  private int left = STEPS;

  /** Takes {@code steps}, each about as long as one operation on a number of 50 digits. */
  void take(int steps) {
    left -= steps;
    if (left < 0 || ((left & 63) == 0 && System.nanoTime() - start > NANOS)) {
      left = -1;
      throw new UndecidableException("out of steps");
    }
  }

  /** Does work that has a time limit of its own, for which the clock stands still. */
  <T> T untimed(Supplier<T> work) {
    long before = System.nanoTime();
    T result = work.get();
    start += System.nanoTime() - before;
    return result;
  }

  boolean isSpent() {
    return left < 0;
  }
}
