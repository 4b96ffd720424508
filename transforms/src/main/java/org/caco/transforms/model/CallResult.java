package org.caco.transforms.model;

/**
 * How a request ended.
 *
 * @param response null if none came
 * @param failure null if the response's text is of use
 * @param attempts requests sent
 * @param throttledMillis time spent waiting because the server asked for fewer requests
 * @param latencyMillis of the last attempt, to the last byte
 * @param firstByteMillis of the last attempt, to the response's headers
 * @param cached whether the response was asked for by somebody else
 */
record CallResult(
    ModelResponse response,
    CallFailure failure,
    int attempts,
    long throttledMillis,
    long latencyMillis,
    long firstByteMillis,
    boolean cached) {

  CallResult asCached() {
    return new CallResult(response, failure, 0, 0, 0, 0, true);
  }
}
