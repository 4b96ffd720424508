package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;

/** What a run may spend on model calls, and how fast. */
public interface LimitOptions extends PipelineOptions {
  @Description(
      "Model calls that the run may make, all roles together, those tried again included. When a"
          + " limit is reached no further call is sent: what is finished is exported, the rest is"
          + " rejected as not_run, and the same command continues later. No limit unless set.")
  Long getMaxCalls();

  void setMaxCalls(Long value);

  @Description(
      "Tokens of prompts and responses that the run may take, all roles together. Calls under way"
          + " when it is reached still count on top. No limit unless set.")
  Long getMaxTokens();

  void setMaxTokens(Long value);

  @Description(
      "What the run's model calls may cost, in the currency of --prices. Calls under way when it"
          + " is reached still count on top. No limit unless set.")
  Double getMaxCost();

  void setMaxCost(Double value);

  @Description(
      "Time after which the run sends no further model call, such as 2h. No limit unless set.")
  String getMaxDuration();

  void setMaxDuration(String value);

  @Description("Calls a minute to the same endpoints, all workers together. Any number unless set.")
  Integer getRequestsPerMinute();

  void setRequestsPerMinute(Integer value);

  @Description(
      "Tokens of prompts and responses a minute, on average, to and from the same endpoints, all"
          + " workers together. Any number unless set.")
  Integer getTokensPerMinute();

  void setTokensPerMinute(Integer value);

  @Description(
      "JSON file, on any Beam file system, with the price of a million tokens for each model:"
          + " {\"MODEL\": {\"input\": 0.35, \"output\": 0.40}, ...}. Needed for --maxCost, and for"
          + " the cost in the report.")
  @FilePath
  String getPrices();

  void setPrices(String value);

  @Description(
      "Worker processes, among which limits and rates are divided. Unless set: 1 in this process,"
          + " the TaskManagers of a Flink cluster, --maxNumWorkers on Dataflow. A worker that has used"
          + " up its part stops, though others may have some left; the same command continues.")
  Integer getWorkers();

  void setWorkers(Integer value);

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
