package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** What a run may spend on model calls, and how fast. */
@Group(title = "Limits, rates and prices", order = 70)
public interface LimitOptions extends PipelineOptions {
  @Description(
      "Largest number of model calls of the run, all roles together, retries included. When"
          + " a limit is reached no further call is sent: what is finished is exported, the rest"
          + " is rejected as not_run, and the same command continues later.")
  @Decides(Kind.RUN)
  @Shown(order = 1, byDefault = "no limit", daily = true)
  @Nullable Long getMaxCalls();

  void setMaxCalls(@Nullable Long value);

  @Description(
      "Largest number of tokens of prompts and responses of the run, all roles together."
          + " Calls in flight when it is reached come on top.")
  @Decides(Kind.RUN)
  @Shown(order = 2, byDefault = "no limit")
  @Nullable Long getMaxTokens();

  void setMaxTokens(@Nullable Long value);

  @Description(
      "Largest cost of the run's model calls, in the currency of --prices. Calls in flight"
          + " when it is reached come on top.")
  @Decides(Kind.RUN)
  @Shown(order = 3, byDefault = "no limit", daily = true)
  @Nullable Double getMaxCost();

  void setMaxCost(@Nullable Double value);

  @Description("Time after which the run sends no further model call, such as 2h.")
  @Decides(Kind.RUN)
  @Shown(order = 4, byDefault = "no limit", daily = true)
  @Nullable String getMaxDuration();

  void setMaxDuration(@Nullable String value);

  @Description("Largest number of calls per minute to the same endpoints, all workers together.")
  @Decides(Kind.RUN)
  @Shown(order = 5, byDefault = "no limit")
  @Nullable Integer getRequestsPerMinute();

  void setRequestsPerMinute(@Nullable Integer value);

  @Description(
      "Largest number of tokens of prompts and responses per minute, on average, to and"
          + " from the same endpoints, all workers together.")
  @Decides(Kind.RUN)
  @Shown(order = 6, byDefault = "no limit")
  @Nullable Integer getTokensPerMinute();

  void setTokensPerMinute(@Nullable Integer value);

  @Description(
      "JSON file, on any Beam file system, with the price of a million tokens for each model:"
          + " {\"MODEL\": {\"input\": 0.35, \"output\": 0.40}, ...}. --maxCost needs it, and so"
          + " does the cost in the report.")
  @FilePath
  @Decides(Kind.RUN)
  @Shown(order = 7, byDefault = "none", daily = true)
  @Nullable String getPrices();

  void setPrices(@Nullable String value);

  @Description(
      "Number of worker processes. Each gets an equal share of all limits and rates, and"
          + " stops when its share is used up, even if others have some left; the same command"
          + " continues.")
  @Decides(Kind.RUN)
  @Shown(
      order = 8,
      byDefault =
          "1 in this process, the TaskManagers of a Flink cluster, --maxNumWorkers on Dataflow")
  @Nullable Integer getWorkers();

  void setWorkers(@Nullable Integer value);

  /** When the options were made, in milliseconds since 1970: what time limits count from. */
  @Hidden
  @Default.InstanceFactory(Now.class)
  Long getRunStartMillis();

  void setRunStartMillis(Long value);

  /** The time at which it is first asked. */
  final class Now implements DefaultValueFactory<Long> {
    @Override
    public Long create(PipelineOptions options) {
      return System.currentTimeMillis();
    }
  }
}
