package org.caco.transforms.model;

import java.io.Serializable;

/**
 * What a run may spend, all roles together that are given equal limits. Once a limit is reached, no
 * further request is sent, and its record is rejected as {@code not_run}; what is under way is
 * still taken. Responses from the journal count nothing, so that the same run continues later. A
 * limit of tokens or cost may be passed by what the calls under way when it is reached still bring.
 * Each JVM counts for itself, from nothing when it is started again.
 *
 * @param run any text that tells this run from others in the same JVM
 * @param maxCalls requests, those sent again included
 * @param maxTokens tokens of prompts and responses, as the servers tell
 * @param maxCost in the currency of the prices
 * @param deadlineMillis when to stop, in milliseconds since 1970
 */
public record Limits(String run, long maxCalls, long maxTokens, double maxCost, long deadlineMillis)
    implements Serializable {
  public Limits {
    if (maxCalls < 0 || maxTokens < 0 || !(maxCost >= 0) || deadlineMillis < 0) {
      throw new IllegalArgumentException("a limit must not be negative");
    }
  }

  /** No limit. */
  public static Limits none() {
    return new Limits("", Long.MAX_VALUE, Long.MAX_VALUE, Double.POSITIVE_INFINITY, Long.MAX_VALUE);
  }

  /** The same with another name of the run. */
  public Limits withRun(String run) {
    return new Limits(run, maxCalls, maxTokens, maxCost, deadlineMillis);
  }

  /** The same with another number of requests. */
  public Limits withMaxCalls(long maxCalls) {
    return new Limits(run, maxCalls, maxTokens, maxCost, deadlineMillis);
  }

  /** The same with another number of tokens. */
  public Limits withMaxTokens(long maxTokens) {
    return new Limits(run, maxCalls, maxTokens, maxCost, deadlineMillis);
  }

  /** The same with another cost. */
  public Limits withMaxCost(double maxCost) {
    return new Limits(run, maxCalls, maxTokens, maxCost, deadlineMillis);
  }

  /** The same with another end, in milliseconds since 1970. */
  public Limits withDeadlineMillis(long deadlineMillis) {
    return new Limits(run, maxCalls, maxTokens, maxCost, deadlineMillis);
  }

  /** One worker's part, where the run has several: a limit binds each worker by itself. */
  public Limits share(int workers) {
    return new Limits(
        run,
        maxCalls == Long.MAX_VALUE ? maxCalls : maxCalls / workers,
        maxTokens == Long.MAX_VALUE ? maxTokens : maxTokens / workers,
        maxCost / workers,
        deadlineMillis);
  }
}
