package org.caco.transforms.model;

/**
 * So much a minute, on average: one second's worth may be taken at once, and what was taken beyond
 * is paid back before more is given. Times are in nanoseconds, of any origin.
 */
final class Rate {
  private final double perNano;
  private final double most;
  private double level;
  private long last;

  /**
   * @param perMinute 0 for any number
   */
  Rate(int perMinute, long now) {
    perNano = perMinute / 60e9;
    most = Math.max(1, perMinute / 60.0);
    level = most;
    last = now;
  }

  /** Takes {@code amount}, though it may be more than there is. */
  void take(long amount, long now) {
    fill(now);
    level -= amount;
  }

  /** How long to wait until something may be taken, 0 if it may at once. */
  long nanosUntilFree(long now) {
    if (perNano == 0) {
      return 0;
    }
    fill(now);
    // The whole of one, so that a request is never let through on a fraction.
    return level >= 1 ? 0 : (long) Math.ceil((1 - level) / perNano);
  }

  private void fill(long now) {
    if (now > last) {
      level = Math.min(most, level + (now - last) * perNano);
      last = now;
    }
  }
}
