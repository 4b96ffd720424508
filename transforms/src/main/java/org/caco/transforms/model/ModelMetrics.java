package org.caco.transforms.model;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.caco.transforms.step.StepMetrics;

/**
 * What a role's calls cost, in namespace {@link StepMetrics#NAMESPACE} under {@code
 * STEP.model.NAME}. A retried bundle counts again.
 */
public final class ModelMetrics implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Counter: requests sent, those sent again included. */
  public static final String CALLS = "model.calls";

  /** Counter: requests sent again. */
  public static final String RETRIES = "model.retries";

  /** Counter: responses that nothing had to be sent for. */
  public static final String CACHED = "model.cached";

  /** Counter: requests that ended without a usable response. */
  public static final String FAILED = "model.failed";

  /** Counter: tokens of prompts that were paid for, as the servers tell. */
  public static final String INPUT_TOKENS = "model.input_tokens";

  /** Counter: tokens of responses that were paid for, as the servers tell. */
  public static final String OUTPUT_TOKENS = "model.output_tokens";

  /** Counter: millionths of the price's currency that the responses cost. */
  public static final String COST_MICROS = "model.cost_micros";

  /**
   * Counter: requests that were not sent because a limit of the run was reached. There is one for
   * each limit besides: {@link Limit#metric}.
   */
  public static final String NOT_RUN = "model.not_run";

  /**
   * Distribution: milliseconds from sending a request to the last byte of its response. What {@link
   * #percentile} needs is in counters of the same name with {@code .bucket.N} behind it.
   */
  public static final String LATENCY_MILLIS = "model.latency_millis";

  /**
   * Distribution: milliseconds from sending a request to the headers of its response, with counters
   * as {@link #LATENCY_MILLIS} has them.
   */
  public static final String FIRST_BYTE_MILLIS = "model.first_byte_millis";

  /** Counter: milliseconds that requests waited because a server asked for fewer. */
  public static final String THROTTLED_MILLIS = "model.throttled_millis";

  private static final String BUCKET = ".bucket.";

  private final String step;
  private final Price price;
  private final Counter calls;
  private final Counter retries;
  private final Counter cached;
  private final Counter failed;
  private final Counter inputTokens;
  private final Counter outputTokens;
  private final Counter cost;
  private final Counter notRun;
  private final Map<Limit, Counter> notRunBy = new EnumMap<>(Limit.class);
  private final Distribution latency;
  private final Distribution firstByte;
  private final Counter throttled;

  /** What Beam's runners look at before they add workers. */
  private final Counter beamThrottled =
      Metrics.counter(Metrics.THROTTLE_TIME_NAMESPACE, Metrics.THROTTLE_TIME_COUNTER_NAME);

  ModelMetrics(String step, Price price) {
    this.step = step;
    this.price = price;
    calls = Metrics.counter(StepMetrics.NAMESPACE, step + "." + CALLS);
    retries = Metrics.counter(StepMetrics.NAMESPACE, step + "." + RETRIES);
    cached = Metrics.counter(StepMetrics.NAMESPACE, step + "." + CACHED);
    failed = Metrics.counter(StepMetrics.NAMESPACE, step + "." + FAILED);
    inputTokens = Metrics.counter(StepMetrics.NAMESPACE, step + "." + INPUT_TOKENS);
    outputTokens = Metrics.counter(StepMetrics.NAMESPACE, step + "." + OUTPUT_TOKENS);
    cost = Metrics.counter(StepMetrics.NAMESPACE, step + "." + COST_MICROS);
    notRun = Metrics.counter(StepMetrics.NAMESPACE, step + "." + NOT_RUN);
    for (Limit limit : Limit.values()) {
      notRunBy.put(limit, Metrics.counter(StepMetrics.NAMESPACE, step + "." + limit.metric()));
    }
    latency = Metrics.distribution(StepMetrics.NAMESPACE, step + "." + LATENCY_MILLIS);
    firstByte = Metrics.distribution(StepMetrics.NAMESPACE, step + "." + FIRST_BYTE_MILLIS);
    throttled = Metrics.counter(StepMetrics.NAMESPACE, step + "." + THROTTLED_MILLIS);
  }

  /** Counts a call. Only on the bundle's own thread. */
  void count(CallResult result) {
    if (result.failure() != null) {
      failed.inc();
      if (result.failure().limit() != null) {
        notRun.inc();
        notRunBy.get(result.failure().limit()).inc();
      }
    }
    if (result.cached()) {
      cached.inc();
      return;
    }
    calls.inc(result.attempts());
    retries.inc(Math.max(0, result.attempts() - 1));
    if (result.throttledMillis() > 0) {
      throttled.inc(result.throttledMillis());
      beamThrottled.inc(result.throttledMillis());
    }
    if (result.response() != null) {
      inputTokens.inc(result.response().inputTokens());
      outputTokens.inc(result.response().outputTokens());
      cost.inc(price.micros(result.response().inputTokens(), result.response().outputTokens()));
      latency.update(result.latencyMillis());
      firstByte.update(result.firstByteMillis());
      bucket(LATENCY_MILLIS, result.latencyMillis()).inc();
      bucket(FIRST_BYTE_MILLIS, result.firstByteMillis()).inc();
    }
  }

  /** Beam counts no histograms, so each bucket is a counter. Its number is that of the bucket. */
  private Counter bucket(String name, long millis) {
    return Metrics.counter(
        StepMetrics.NAMESPACE, step + "." + name + BUCKET + Percentiles.bucket(millis));
  }

  /**
   * The value that a share of a step's calls do not exceed, to 5%; 0 where there was no call.
   *
   * @param counters the values of the counters in {@link StepMetrics#NAMESPACE} by name
   * @param name {@link #LATENCY_MILLIS} or {@link #FIRST_BYTE_MILLIS}
   * @param share such as 0.99
   */
  public static long percentile(
      Map<String, Long> counters, String step, String name, double share) {
    String prefix = step + "." + name + BUCKET;
    SortedMap<Integer, Long> buckets = new TreeMap<>();
    counters.forEach(
        (counter, count) -> {
          if (counter.startsWith(prefix)) {
            buckets.put(Integer.parseInt(counter.substring(prefix.length())), count);
          }
        });
    return Percentiles.of(buckets, share);
  }
}
