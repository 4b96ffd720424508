package org.caco.pipelines.run;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.caco.transforms.step.StepMetrics;

/** Reads the counters of the steps out of what a runner has measured. */
public final class StepCounters {
  private static final MetricsFilter OURS =
      MetricsFilter.builder()
          .addNameFilter(MetricNameFilter.inNamespace(StepMetrics.NAMESPACE))
          .build();

  private StepCounters() {}

  /**
   * The attempted values of all counters and the sums of all distributions in {@link
   * StepMetrics#NAMESPACE}, by name.
   */
  public static Map<String, Long> of(MetricResults metrics) {
    Map<String, Long> counters = new HashMap<>();
    MetricQueryResults results = metrics.queryMetrics(OURS);
    for (MetricResult<Long> counter : results.getCounters()) {
      // Several transforms may count under one name.
      counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    for (MetricResult<DistributionResult> distribution : results.getDistributions()) {
      counters.merge(
          distribution.getName().getName(), distribution.getAttempted().getSum(), Long::sum);
    }
    return counters;
  }

  /** How many seconds each step took, summed over its threads and calls in flight. */
  static SortedMap<String, Double> seconds(Map<String, Long> counters) {
    String suffix = "." + StepMetrics.MICROS;
    SortedMap<String, Double> seconds = new TreeMap<>();
    counters.forEach(
        (name, value) -> {
          if (name.endsWith(suffix)) {
            seconds.put(name.substring(0, name.length() - suffix.length()), value / 1e6);
          }
        });
    return seconds;
  }
}
