package org.caco.pipelines.graph;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.LimitOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.Quantity;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.model.Limit;
import org.caco.transforms.model.Limits;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.Price;
import org.caco.transforms.model.PriceTable;
import org.jspecify.annotations.Nullable;

/** What a run may spend, as its options say. */
public final class Spending {
  private Spending() {}

  /** {@code config} with a worker's share of the run's limits and rates, and its model's price. */
  static ModelConfig apply(LimitOptions options, ModelConfig config) {
    Optional<Price> price = price(options, config);
    if (price.isEmpty() && options.getMaxCost() != null) {
      throw new UsageException(
          "--maxCost needs the price of "
              + config.model()
              + ", the "
              + config.role()
              + " model: name a file that has it by --prices.");
    }
    return config.toBuilder()
        .setLimits(limits(options))
        .setRequestsPerMinute(share("requestsPerMinute", options.getRequestsPerMinute(), options))
        .setTokensPerMinute(share("tokensPerMinute", options.getTokensPerMinute(), options))
        .setPrice(price.orElse(Price.free()))
        .build();
  }

  /** The price of a role's model, if it is known. The embedded model inside the worker is free. */
  public static Optional<Price> price(LimitOptions options, ModelConfig config) {
    PriceTable table;
    try {
      table =
          options.getPrices() == null ? PriceTable.empty() : PriceTable.load(options.getPrices());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--prices: " + e.getMessage() + ".", e);
    }
    boolean free = config.endpoints().stream().allMatch(ModelConfig.EMBEDDED::equals);
    return table.of(config.model()).or(() -> free ? Optional.of(Price.free()) : Optional.empty());
  }

  private static Limits limits(LimitOptions options) {
    Limits limits = Limits.none();
    if (options.getMaxCalls() != null) {
      limits = limits.withMaxCalls(divisible("maxCalls", options.getMaxCalls(), options));
    }
    if (options.getMaxTokens() != null) {
      limits = limits.withMaxTokens(divisible("maxTokens", options.getMaxTokens(), options));
    }
    if (options.getMaxCost() != null) {
      limits = limits.withMaxCost(options.getMaxCost());
    }
    if (options.getMaxDuration() != null) {
      Duration duration = Quantity.duration("maxDuration", options.getMaxDuration());
      limits = limits.withDeadlineMillis(options.getRunStartMillis() + duration.toMillis());
    }
    // A worker outlives a run; what the one before has spent, or been refused, must not count for
    // this one.
    return limits
        .share(workers(options))
        .withRun(options.getJobName() + "@" + options.getRunStartMillis());
  }

  private static int share(String option, @Nullable Integer perMinute, LimitOptions options) {
    if (perMinute == null) {
      return 0;
    }
    if (perMinute == 0) {
      throw new UsageException(
          "--" + option + "=0 lets nothing through: leave it out for no rate.");
    }
    return (int) divisible(option, perMinute, options) / workers(options);
  }

  private static long divisible(String option, long amount, LimitOptions options) {
    if (amount > 0 && amount < workers(options)) {
      throw new UsageException(
          "--"
              + option
              + "="
              + amount
              + " is less than one for each of the "
              + workers(options)
              + " workers: raise it, or lower --workers.");
    }
    return amount;
  }

  private static int workers(LimitOptions options) {
    return options.getWorkers() == null ? 1 : Math.max(1, options.getWorkers());
  }

  /**
   * What to tell the user if a limit has kept a request from being sent.
   *
   * @param counters of the run, by name
   */
  public static Optional<String> reached(
      PipelineOptions options, List<String> steps, Map<String, Long> counters) {
    Map<Limit, Long> notRun = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      long count = notRun(limit, steps, counters);
      if (count > 0 && !limit.option().isEmpty()) {
        notRun.put(limit, count);
      }
    }
    if (notRun.isEmpty()) {
      return Optional.empty();
    }
    Limit limit =
        notRun.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    long calls = notRun.values().stream().mapToLong(Long::longValue).sum();
    Object value =
        OptionCatalog.values(
                options, LimitOptions.class, option -> option.name().equals(limit.option()))
            .get(limit.option());
    return Optional.of(
        String.format(
            Locale.ROOT,
            "--%s=%s has ended the run: %,d calls were not made, and their records are in rejected/"
                + " as not_run. %s",
            limit.option(),
            value,
            calls,
            continuation(options)));
  }

  /**
   * The calls that were not made because of {@code limit}.
   *
   * @param counters of the run, by name
   */
  public static long notRun(Limit limit, List<String> steps, Map<String, Long> counters) {
    return steps.stream()
        .mapToLong(step -> counters.getOrDefault(step + "." + limit.metric(), 0L))
        .sum();
  }

  /** How a run goes on that has ended before its time. */
  public static String continuation(PipelineOptions options) {
    return Settings.journal(options.as(ModelOptions.class)).isEmpty()
        ? "The same command starts over, since --journal=off keeps nothing."
        : "The same command continues it, and asks for nothing that is in the journal.";
  }
}
