package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caco.server.Fault;
import org.caco.server.ServingConfig;
import org.junit.jupiter.api.Test;

final class FaultRunTest {
  private static final int CALLS = 400;
  private static final int SLOTS = 16;

  /** The others only take time, and {@link GenerateTextTest} has them. */
  private static final Map<Fault, Double> QUICK_FAULTS =
      Arrays.stream(Fault.values())
          .filter(
              fault ->
                  fault != Fault.HANG && fault != Fault.SLOW_DRIP && fault != Fault.ENDLESS_BODY)
          .collect(Collectors.toMap(Function.identity(), fault -> 0.02));

  @Test
  void everyCallIsAnsweredOrRejectedByNameAndNoAnswerIsAskedForTwice() throws Exception {
    ServingConfig serving =
        ServingConfig.PLAIN
            .withSlots(SLOTS, 0)
            .withLatency(Duration.ofMillis(20), 0.8)
            .withFaults(QUICK_FAULTS);

    FaultRun run =
        FaultRun.of(
            CALLS,
            SLOTS + SLOTS / 2,
            Duration.ofMinutes(2),
            serving,
            Map.of(CALLS / 4L, Duration.ofSeconds(1), CALLS / 2L, Duration.ZERO));

    assertThat(run.ends().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(CALLS);
    assertThat(run.ends())
        .containsKeys("accepted", "truncated", "content_filter", "refused")
        .doesNotContainKeys("internal_error", "endpoint_unreachable");
    assertThat(run.ends().get("accepted")).isGreaterThan(CALLS / 2);
    // What was on its way when the connections were cut may have to be sent again.
    assertThat(run.server().repeated()).isLessThanOrEqualTo(2L * SLOTS);
    assertThat(run.server().served()).isGreaterThanOrEqualTo(run.ends().get("accepted"));
  }
}
