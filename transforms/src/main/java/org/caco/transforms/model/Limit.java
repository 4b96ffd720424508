package org.caco.transforms.model;

/** What ends a run before its time: {@link Limits}, and an endpoint that refuses all calls. */
public enum Limit {
  CALLS("maxCalls", "max_calls"),
  TOKENS("maxTokens", "max_tokens"),
  COST("maxCost", "max_cost"),
  DURATION("maxDuration", "max_duration"),
  /** No option's: an endpoint refuses whatever it is asked. */
  ENDPOINT("", "endpoint");

  private final String option;
  private final String id;

  Limit(String option, String id) {
    this.option = option;
    this.id = id;
  }

  /** The name of the option that sets it, empty where none does. */
  public String option() {
    return option;
  }

  /**
   * The name of the counter of requests that it kept from being sent, to be put after the step's.
   */
  public String metric() {
    return ModelMetrics.NOT_RUN + "." + id;
  }
}
