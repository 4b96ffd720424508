package org.caco.pipelines.calibrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.caco.transforms.report.Proportion;

/**
 * How many of some items were judged wrongly.
 *
 * @param wrong the number that was
 * @param of all of them
 */
record ErrorRate(long wrong, long of) {
  double share() {
    return proportion().share();
  }

  double high() {
    return proportion().high();
  }

  private Proportion proportion() {
    return new Proportion(wrong, of);
  }

  void putInto(ObjectNode node) {
    node.put("share", share()).put("low", proportion().low()).put("high", high());
  }

  /** As a person reads it, such as {@code 0.15% 0.05% to 0.45%}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.2f%%  %.2f%% to %.2f%%",
        100 * share(),
        100 * proportion().low(),
        100 * high());
  }
}
