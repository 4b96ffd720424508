package org.caco.pipelines.run;

import java.util.Map;
import org.caco.pipelines.options.LimitOptions;
import org.caco.transforms.model.ModelMetrics;
import org.jspecify.annotations.Nullable;

/** What is left of a run's limits after some of its passes, for each pass counts from nothing. */
final class RemainingLimits {
  private final LimitOptions options;
  private final @Nullable Long calls;
  private final @Nullable Long tokens;
  private final @Nullable Double cost;

  private RemainingLimits(LimitOptions options) {
    this.options = options;
    this.calls = options.getMaxCalls();
    this.tokens = options.getMaxTokens();
    this.cost = options.getMaxCost();
  }

  static RemainingLimits of(LimitOptions options) {
    return new RemainingLimits(options);
  }

  /**
   * Sets the options to what is left.
   *
   * @param counters of all passes so far
   */
  void take(Map<String, Long> counters) {
    if (calls != null) {
      options.setMaxCalls(left(calls - sum(counters, ModelMetrics.CALLS)));
    }
    if (tokens != null) {
      long spent =
          sum(counters, ModelMetrics.INPUT_TOKENS) + sum(counters, ModelMetrics.OUTPUT_TOKENS);
      options.setMaxTokens(left(tokens - spent));
    }
    if (cost != null) {
      options.setMaxCost(Math.max(0, cost - sum(counters, ModelMetrics.COST_MICROS) / 1e6));
    }
  }

  /** Sets the options to what they were. */
  void restore() {
    options.setMaxCalls(calls);
    options.setMaxTokens(tokens);
    options.setMaxCost(cost);
  }

  /** Less than one for each worker is nothing. */
  private long left(long amount) {
    int workers = options.getWorkers() == null ? 1 : options.getWorkers();
    return amount < workers ? 0 : amount;
  }

  private static long sum(Map<String, Long> counters, String name) {
    return counters.entrySet().stream()
        .filter(counter -> counter.getKey().endsWith("." + name))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
