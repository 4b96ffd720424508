package org.caco.transforms.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the request for a sample ended.
 *
 * @param response null if none came
 * @param failure null if the response's text is of use
 * @param sent the attempts that this sample accounts for, in order: of several samples that share a
 *     request, one does for all
 * @param endpoint the address of the last attempt, empty if there was none
 * @param latencyMillis of the last attempt, to the last byte
 * @param firstByteMillis of the last attempt, to the response's headers
 * @param cached whether the response was asked for by somebody else
 */
record CallResult(
    @Nullable ModelResponse response,
    @Nullable CallFailure failure,
    List<Sent> sent,
    String endpoint,
    long latencyMillis,
    long firstByteMillis,
    boolean cached) {

  /**
   * An attempt.
   *
   * @param endpoint the address that it was sent to
   * @param again whether the same was asked for before
   * @param throttledMillis time spent waiting after it because the server asked for fewer requests
   * @param adapted what the server was not told, or by another name, in words
   */
  record Sent(String endpoint, boolean again, long throttledMillis, List<String> adapted) {
    Sent withThrottledMillis(long throttledMillis) {
      return new Sent(endpoint, again, throttledMillis, adapted);
    }
  }

  CallResult {
    sent = List.copyOf(sent);
  }

  /**
   * A response that is known already.
   *
   * @param failure null if its text is of use
   */
  static CallResult known(ModelResponse response, @Nullable CallFailure failure) {
    return new CallResult(response, failure, List.of(), "", 0, 0, true);
  }

  /** The end of a request that was not sent. */
  static CallResult notSent(CallFailure failure) {
    return new CallResult(null, failure, List.of(), "", 0, 0, false);
  }

  /** The number of requests sent. */
  int attempts() {
    return sent.size();
  }

  /** Time spent waiting because a server asked for fewer requests. */
  long throttledMillis() {
    return sent.stream().mapToLong(Sent::throttledMillis).sum();
  }

  /** Whether all who waited for it had gone before it was sent. */
  boolean isCancelled() {
    return failure != null && failure.reason().equals(CallFailure.CANCELLED);
  }

  boolean isTruncated() {
    return failure != null && failure.reason().equals(CallFailure.TRUNCATED);
  }

  CallResult asCached() {
    return new CallResult(response, failure, List.of(), "", 0, 0, true);
  }
}
