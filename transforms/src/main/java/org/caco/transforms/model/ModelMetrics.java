package org.caco.transforms.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.caco.transforms.step.StepMetrics;
import org.jspecify.annotations.Nullable;

/**
 * What a role's calls cost, in namespace {@link StepMetrics#NAMESPACE} under {@code
 * STEP.model.NAME}. A role with several endpoints has, besides, {@link #CALLS}, {@link #RETRIES},
 * {@link #FAILED}, {@link #THROTTLED_MILLIS}, tokens and cost of each, under {@code
 * STEP.model.NAME@ADDRESS}. A retried bundle counts again.
 */
public final class ModelMetrics implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Counter: requests sent, those sent again included. */
  public static final String CALLS = "model.calls";

  /** Counter: requests sent again. */
  public static final String RETRIES = "model.retries";

  /** Counter: responses that nothing had to be sent for. */
  public static final String CACHED = "model.cached";

  /** Counter: tokens of prompts in the requests behind {@link #CACHED} responses. */
  public static final String CACHED_INPUT_TOKENS = "model.cached_input_tokens";

  /** Counter: tokens of {@link #CACHED} responses. */
  public static final String CACHED_OUTPUT_TOKENS = "model.cached_output_tokens";

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

  /**
   * Counter of each thing that an endpoint was not told because it refuses it, or was told by
   * another name: requests that were sent so. The thing in words is behind it, and the endpoint's
   * address, as {@link #adapted} puts them.
   */
  public static final String ADAPTED = "model.adapted.";

  /** Counter: replies that could not be read and were asked for once more. */
  public static final String REPAIRS = "model.repairs";

  /** Counter: replies that could be read at last. */
  public static final String REPAIRED = "model.repaired";

  private static final String BUCKET = ".bucket.";

  private static final List<String> OF_REQUESTS =
      List.of(
          CALLS,
          RETRIES,
          FAILED,
          INPUT_TOKENS,
          OUTPUT_TOKENS,
          COST_MICROS,
          THROTTLED_MILLIS,
          LATENCY_MILLIS,
          FIRST_BYTE_MILLIS);

  private final String step;
  private final Price price;
  private final Traffic total;
  private final Map<String, Traffic> byEndpoint = new HashMap<>();
  private final Counter cached;
  private final Counter cachedInput;
  private final Counter cachedOutput;
  private final Counter repairs;
  private final Counter repaired;
  private final Counter notRun;
  private final Map<Limit, Counter> notRunBy = new EnumMap<>(Limit.class);
  private final Distribution latency;
  private final Distribution firstByte;

  /** What Beam's runners look at before they add workers. */
  private final Counter beamThrottled =
      Metrics.counter(Metrics.THROTTLE_TIME_NAMESPACE, Metrics.THROTTLE_TIME_COUNTER_NAME);

  ModelMetrics(String step, ModelConfig config) {
    this.step = step;
    price = config.price();
    total = new Traffic(step, "");
    if (config.endpoints().size() > 1) {
      for (String endpoint : config.endpoints()) {
        byEndpoint.put(endpoint, new Traffic(step, endpoint));
      }
    }
    cached = Metrics.counter(StepMetrics.NAMESPACE, step + "." + CACHED);
    cachedInput = Metrics.counter(StepMetrics.NAMESPACE, step + "." + CACHED_INPUT_TOKENS);
    cachedOutput = Metrics.counter(StepMetrics.NAMESPACE, step + "." + CACHED_OUTPUT_TOKENS);
    repairs = Metrics.counter(StepMetrics.NAMESPACE, step + "." + REPAIRS);
    repaired = Metrics.counter(StepMetrics.NAMESPACE, step + "." + REPAIRED);
    notRun = Metrics.counter(StepMetrics.NAMESPACE, step + "." + NOT_RUN);
    for (Limit limit : Limit.values()) {
      notRunBy.put(limit, Metrics.counter(StepMetrics.NAMESPACE, step + "." + limit.metric()));
    }
    latency = Metrics.distribution(StepMetrics.NAMESPACE, step + "." + LATENCY_MILLIS);
    firstByte = Metrics.distribution(StepMetrics.NAMESPACE, step + "." + FIRST_BYTE_MILLIS);
  }

  /** The name of a counter of one of a role's endpoints, to be put after the step's. */
  public static String at(String endpoint, String name) {
    return endpoint.isEmpty() ? name : name + "@" + endpoint;
  }

  /** The name of a counter of what an endpoint was not told, to be put after the step's. */
  public static String adapted(String endpoint, String words) {
    return ADAPTED + words + "@" + endpoint;
  }

  /** Counts a call. Only on the bundle's own thread. */
  void count(CallResult result) {
    if (result.failure() != null && result.failure().limit() != null) {
      notRun.inc();
      Objects.requireNonNull(notRunBy.get(result.failure().limit())).inc();
    }
    if (result.cached()) {
      cached.inc();
      if (result.response() != null) {
        cachedInput.inc(result.response().inputTokens());
        cachedOutput.inc(result.response().outputTokens());
      }
      if (result.failure() != null) {
        total.failed.inc();
      }
    } else {
      count(result, total, null);
      for (CallResult.Sent sent : result.sent()) {
        for (String words : sent.adapted()) {
          Metrics.counter(StepMetrics.NAMESPACE, step + "." + adapted(sent.endpoint(), words))
              .inc();
        }
      }
      byEndpoint.forEach((endpoint, traffic) -> count(result, traffic, endpoint));
      if (result.throttledMillis() > 0) {
        beamThrottled.inc(result.throttledMillis());
      }
      // Of a request for several samples, once.
      if (result.response() != null && result.attempts() > 0) {
        latency.update(result.latencyMillis());
        firstByte.update(result.firstByteMillis());
        bucket(LATENCY_MILLIS, result.latencyMillis()).inc();
        bucket(FIRST_BYTE_MILLIS, result.firstByteMillis()).inc();
      }
    }
  }

  /** Counts a reply that is asked for once more. Only on the bundle's own thread. */
  void repairs() {
    repairs.inc();
  }

  /** Counts a reply that can be read at last. Only on the bundle's own thread. */
  void repaired() {
    repaired.inc();
  }

  /**
   * @param endpoint whose part is counted, or null for all of them
   */
  private void count(CallResult result, Traffic traffic, @Nullable String endpoint) {
    for (CallResult.Sent sent : result.sent()) {
      if (endpoint == null || sent.endpoint().equals(endpoint)) {
        traffic.calls.inc();
        traffic.retries.inc(sent.again() ? 1 : 0);
        traffic.throttled.inc(sent.throttledMillis());
      }
    }
    // A request that was never sent belongs to no endpoint.
    if (endpoint != null && !result.endpoint().equals(endpoint)) {
      return;
    }
    if (result.failure() != null) {
      traffic.failed.inc();
    }
    if (result.response() != null) {
      long input = result.response().inputTokens();
      long output = result.response().outputTokens();
      traffic.inputTokens.inc(input);
      traffic.outputTokens.inc(output);
      traffic.cost.inc(price.micros(input, output));
    }
  }

  /** Beam counts no histograms, so each bucket is a counter. Its number is that of the bucket. */
  private Counter bucket(String name, long millis) {
    return Metrics.counter(
        StepMetrics.NAMESPACE, step + "." + name + BUCKET + Percentiles.bucket(millis));
  }

  /**
   * Whether a counter, named {@code STEP.NAME}, counts requests that were sent and what they took,
   * and not what was found in the journal or became of records.
   */
  public static boolean isOfRequests(String counter) {
    return OF_REQUESTS.stream().anyMatch(name -> isNamed(counter, name))
        || counter.contains("." + ADAPTED);
  }

  /** With an endpoint behind it, or a bucket. */
  private static boolean isNamed(String counter, String name) {
    int start = counter.indexOf("." + name);
    if (start < 0) {
      return false;
    }
    String rest = counter.substring(start + 1 + name.length());
    return rest.isEmpty() || rest.startsWith("@") || rest.startsWith(BUCKET);
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
    return Percentiles.of(buckets(counters, step, name), share);
  }

  /**
   * How many of a step's calls took at most so long, to 5%.
   *
   * @param counters the values of the counters in {@link StepMetrics#NAMESPACE} by name
   * @param name {@link #LATENCY_MILLIS} or {@link #FIRST_BYTE_MILLIS}
   */
  public static long atMost(
      Map<String, Long> counters, String step, String name, Duration longest) {
    return buckets(counters, step, name)
        .headMap(Percentiles.bucket(longest.toMillis()) + 1)
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static SortedMap<Integer, Long> buckets(
      Map<String, Long> counters, String step, String name) {
    String prefix = step + "." + name + BUCKET;
    SortedMap<Integer, Long> buckets = new TreeMap<>();
    counters.forEach(
        (counter, count) -> {
          if (counter.startsWith(prefix)) {
            buckets.put(Integer.parseInt(counter.substring(prefix.length())), count);
          }
        });
    return buckets;
  }

  /** What went to one endpoint, or to all. */
  private static final class Traffic implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Counter calls;
    private final Counter retries;
    private final Counter failed;
    private final Counter inputTokens;
    private final Counter outputTokens;
    private final Counter cost;
    private final Counter throttled;

    private Traffic(String step, String endpoint) {
      calls = counter(step, endpoint, CALLS);
      retries = counter(step, endpoint, RETRIES);
      failed = counter(step, endpoint, FAILED);
      inputTokens = counter(step, endpoint, INPUT_TOKENS);
      outputTokens = counter(step, endpoint, OUTPUT_TOKENS);
      cost = counter(step, endpoint, COST_MICROS);
      throttled = counter(step, endpoint, THROTTLED_MILLIS);
    }

    private static Counter counter(String step, String endpoint, String name) {
      return Metrics.counter(StepMetrics.NAMESPACE, step + "." + at(endpoint, name));
    }
  }
}
