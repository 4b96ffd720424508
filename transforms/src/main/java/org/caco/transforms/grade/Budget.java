package org.caco.transforms.grade;

/**
 * The work allowed for one pair of answers, counted in steps, so that what comes out does not
 * depend on the clock or on how busy the machine is. The clock is a second bound, far beyond the
 * time that the steps take.
 */
final class Budget {
  private static final int STEPS = 200_000;
  private static final long NANOS = 2_000_000_000L;

  private final long start = System.nanoTime();
  private int left = STEPS;

  /** Takes {@code steps}, each about as long as one operation on a number of 50 digits. */
  void take(int steps) {
    left -= steps;
    if (left < 0 || ((left & 63) == 0 && System.nanoTime() - start > NANOS)) {
      left = -1;
      throw new UndecidableException("out of steps");
    }
  }

  boolean isSpent() {
    return left < 0;
  }
}
