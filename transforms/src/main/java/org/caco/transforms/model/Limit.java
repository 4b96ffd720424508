package org.caco.transforms.model;

/** What a run may have at most; {@link Limits} says how much. */
public enum Limit {
  CALLS("maxCalls", "max_calls"),
  TOKENS("maxTokens", "max_tokens"),
  COST("maxCost", "max_cost"),
  DURATION("maxDuration", "max_duration");

  private final String option;
  private final String id;

  Limit(String option, String id) {
    this.option = option;
    this.id = id;
  }

  /** The name of the option that sets it. */
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
