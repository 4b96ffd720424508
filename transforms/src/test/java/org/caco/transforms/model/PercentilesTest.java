package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Percentage;

final class PercentilesTest {
  @Property
  void isOffByFivePercentAtMost(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 600_000) Integer> millis,
      @ForAll @DoubleRange(max = 1) double share) {
    Map<Integer, Long> buckets = new TreeMap<>();
    millis.forEach(time -> buckets.merge(Percentiles.bucket(time), 1L, Long::sum));
    int rank = Math.max(1, (int) Math.ceil(millis.size() * share));
    double exact = millis.stream().sorted().skip(rank - 1).findFirst().orElseThrow();

    assertThat((double) Percentiles.of(new TreeMap<>(buckets), share) + 1)
        .isCloseTo(exact + 1, within((exact + 1) * 0.05 + 0.5));
  }

  @Example
  void isReadFromTheCounters() {
    Map<String, Long> counters =
        Map.of(
            "ask.model.latency_millis.bucket." + Percentiles.bucket(1_000),
            98L,
            "ask.model.latency_millis.bucket." + Percentiles.bucket(5_000),
            2L,
            "ask.model.first_byte_millis.bucket." + Percentiles.bucket(9_000),
            7L,
            "ask.model.calls",
            100L);

    assertThat((double) ModelMetrics.percentile(counters, "ask", ModelMetrics.LATENCY_MILLIS, 0.5))
        .isCloseTo(1_000, Percentage.withPercentage(5));
    assertThat((double) ModelMetrics.percentile(counters, "ask", ModelMetrics.LATENCY_MILLIS, 0.99))
        .isCloseTo(5_000, Percentage.withPercentage(5));
    assertThat(ModelMetrics.percentile(counters, "other", ModelMetrics.LATENCY_MILLIS, 0.5))
        .isZero();
  }
}
