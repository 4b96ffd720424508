package org.caco.transforms.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caco.server.Fault;
import org.caco.server.ServingConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What faults cost: a run without any, then one with every kind of fault, an outage of 30 s and a
 * restart. Not part of the tests:
 *
 * <pre>
 * mvn -q -B -pl transforms -am test -Dtest=FaultBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>{@code -Dcaco.faults.calls=20000} and {@code -Dcaco.faults.slots=128} set the size, {@code
 * -Dcaco.faults.share=0.05} the share of requests that meet a fault, all kinds together: with 0.95
 * each of the 19 kinds has 5%, and hardly one request in twenty is served at its first attempt.
 * {@code -Dcaco.faults=rate_limited:0.05,server_error:0.05,closed:0.02,hang:0.01} has these faults
 * alone, steadily, without outage and restart.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class FaultBenchmark {
  private static final int CALLS = Integer.getInteger("caco.faults.calls", 20_000);
  private static final int SLOTS = Integer.getInteger("caco.faults.slots", 128);
  private static final double SHARE =
      Double.parseDouble(System.getProperty("caco.faults.share", "0.05"));
  private static final Duration OUTAGE = Duration.ofSeconds(30);
  private static final ServingConfig HEALTHY =
      ServingConfig.PLAIN.withSlots(SLOTS, 0).withLatency(Duration.ofSeconds(1), 0.8);

  @Test
  void compare() throws Exception {
    System.out.printf(
        Locale.ROOT,
        "%d calls, %d slots, %d cores%n",
        CALLS,
        SLOTS,
        Runtime.getRuntime().availableProcessors());
    FaultRun healthy = run(HEALTHY, Map.of());
    print("without faults", healthy);
    String steady = System.getProperty("caco.faults", "");
    if (!steady.isEmpty()) {
      FaultRun faulty = run(HEALTHY.withFaults(Fault.parse(steady)), Map.of());
      print(steady, faulty);
      System.out.printf(
          Locale.ROOT,
          "%.2f times the time without faults%n",
          (double) faulty.wall().toMillis() / healthy.wall().toMillis());
      return;
    }
    Map<Fault, Double> faults =
        Arrays.stream(Fault.values())
            .collect(Collectors.toMap(Function.identity(), kind -> SHARE / Fault.values().length));
    FaultRun faulty =
        run(
            HEALTHY.withFaults(faults),
            Map.of(CALLS / 4L, OUTAGE, CALLS / 2L, Duration.ofMillis(500)));
    print(String.format(Locale.ROOT, "%.1f%% faults", 100 * SHARE), faulty);
    System.out.printf(
        Locale.ROOT,
        "%.2f times the time without faults, the outage aside%n",
        (double) faulty.wall().minus(OUTAGE).toMillis() / healthy.wall().toMillis());
  }

  private static FaultRun run(ServingConfig serving, Map<Long, Duration> restarts)
      throws Exception {
    // Longer than the outage, after which an endpoint would be given up.
    Duration timeout = OUTAGE.plusSeconds(5);
    return FaultRun.of(CALLS, SLOTS + SLOTS / 2, timeout, serving, restarts);
  }

  private static void print(String name, FaultRun run) {
    long ended = run.ends().values().stream().mapToLong(Long::longValue).sum();
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f s, %.1f%% of the slots busy between a tenth and nine tenths of the replies; %d of"
            + " %d ended: %s; the server counts %s%n",
        name,
        run.wall().toMillis() / 1e3,
        100 * run.busy(),
        ended,
        CALLS,
        run.ends(),
        run.server());
  }
}
