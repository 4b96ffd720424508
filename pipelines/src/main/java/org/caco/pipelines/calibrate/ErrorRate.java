package org.caco.pipelines.calibrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * How many of some items were judged wrongly.
 *
 * @param wrong the number that was
 * @param of all of them
 */
record ErrorRate(long wrong, long of) {
  /** Of the normal distribution, for 95%. */
  private static final double Z = 1.96;

  double share() {
    return of == 0 ? 0 : (double) wrong / of;
  }

  /** The lower end of Wilson's 95% interval for the true share. */
  double low() {
    return wrong == 0 ? 0 : Math.max(0, bound(-Z));
  }

  /** Its upper end; 1 where nothing was measured. */
  double high() {
    return of == 0 ? 1 : Math.min(1, bound(Z));
  }

  private double bound(double z) {
    double p = share();
    double n = of;
    double spread = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return (p + z * z / (2 * n) + spread) / (1 + z * z / n);
  }

  void putInto(ObjectNode node) {
    node.put("share", share()).put("low", low()).put("high", high());
  }

  /** As a person reads it, such as {@code 0.15% 0.05% to 0.45%}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.2f%%  %.2f%% to %.2f%%", 100 * share(), 100 * low(), 100 * high());
  }
}
