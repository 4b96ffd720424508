package org.caco.pipelines.run;

import java.util.List;
import java.util.Map;
import org.caco.transforms.model.ModelMetrics;

/**
 * What the model calls of a run have come to, and what they will.
 *
 * @param inFlight calls of this process that wait for their response
 * @param perSecond calls that were sent lately, in each second
 * @param cost in the price's currency; what is known of it stands in {@code costInAll} too
 * @param throttledSeconds how long calls have waited because servers asked for fewer
 * @param throttledBy the addresses of those that ask now
 * @param failing the addresses of those that fail now
 */
record CallState(
    long calls,
    long inFlight,
    double perSecond,
    long cached,
    long failed,
    long retries,
    long notRun,
    long inputTokens,
    long outputTokens,
    Estimate tokensInAll,
    double cost,
    Estimate costInAll,
    double throttledSeconds,
    List<String> throttledBy,
    List<String> failing) {

  /** The ends of what this process's calls do now. */
  record Now(long inFlight, List<String> throttledBy, List<String> failing) {}

  /**
   * Out of a run's counters.
   *
   * @param models the steps that call models
   */
  static CallState of(
      List<StepState> steps,
      List<String> models,
      Map<String, Long> counters,
      double perSecond,
      Now now) {
    Estimate micros = Outlook.total(steps, models, ModelMetrics.COST_MICROS, counters);
    Estimate input = Outlook.total(steps, models, ModelMetrics.INPUT_TOKENS, counters);
    Estimate output = Outlook.total(steps, models, ModelMetrics.OUTPUT_TOKENS, counters);
    return new CallState(
        sum(models, counters, ModelMetrics.CALLS),
        now.inFlight(),
        perSecond,
        sum(models, counters, ModelMetrics.CACHED),
        sum(models, counters, ModelMetrics.FAILED),
        sum(models, counters, ModelMetrics.RETRIES),
        sum(models, counters, ModelMetrics.NOT_RUN),
        sum(models, counters, ModelMetrics.INPUT_TOKENS),
        sum(models, counters, ModelMetrics.OUTPUT_TOKENS),
        input.plus(output),
        sum(models, counters, ModelMetrics.COST_MICROS) / 1e6,
        new Estimate(micros.expected() / 1e6, micros.low() / 1e6, micros.high() / 1e6),
        sum(models, counters, ModelMetrics.THROTTLED_MILLIS) / 1e3,
        now.throttledBy(),
        now.failing());
  }

  /** Whether any model was asked, or is. */
  boolean isAny() {
    return calls + cached + inFlight + notRun > 0;
  }

  private static long sum(List<String> steps, Map<String, Long> counters, String name) {
    return steps.stream().mapToLong(step -> counters.getOrDefault(step + "." + name, 0L)).sum();
  }
}
