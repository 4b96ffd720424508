package org.caco.pipelines;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.MetricNameFilter;
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

  /** The attempted values of all counters in {@link StepMetrics#NAMESPACE}, by name. */
  public static Map<String, Long> of(MetricResults metrics) {
    Map<String, Long> counters = new HashMap<>();
    for (MetricResult<Long> counter : metrics.queryMetrics(OURS).getCounters()) {
      // Several transforms may count under one name.
      counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    return counters;
  }
}
