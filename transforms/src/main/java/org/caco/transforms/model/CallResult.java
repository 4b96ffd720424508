package org.caco.transforms.model;

import java.util.List;

/**
 * How a request ended.
 *
 * @param response null if none came
 * @param failure null if the response's text is of use
 * @param sent its attempts, in order
 * @param latencyMillis of the last attempt, to the last byte
 * @param firstByteMillis of the last attempt, to the response's headers
 * @param cached whether the response was asked for by somebody else
 */
record CallResult(
    ModelResponse response,
    CallFailure failure,
    List<Sent> sent,
    long latencyMillis,
    long firstByteMillis,
    boolean cached) {

  /**
   * An attempt.
   *
   * @param endpoint the address that it was sent to
   * @param throttledMillis time spent waiting after it because the server asked for fewer requests
   */
  record Sent(String endpoint, long throttledMillis) {}

  CallResult {
    sent = List.copyOf(sent);
  }

  /** The number of requests sent. */
  int attempts() {
    return sent.size();
  }

  /** Time spent waiting because a server asked for fewer requests. */
  long throttledMillis() {
    return sent.stream().mapToLong(Sent::throttledMillis).sum();
  }

  CallResult asCached() {
    return new CallResult(response, failure, List.of(), 0, 0, true);
  }
}
