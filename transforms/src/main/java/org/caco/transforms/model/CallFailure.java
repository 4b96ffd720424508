package org.caco.transforms.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt yielded no completion.
 *
 * @param reason as {@link GenerateText} lists them
 * @param evidence what was seen
 * @param retryable whether another attempt may fare better
 * @param throttled whether the server asked for fewer requests
 * @param retryAfter how long the server asked to wait, or zero
 * @param limit what kept the request from being sent, or null if it was sent
 * @param denial that the server refuses whatever it is asked, or null
 */
record CallFailure(
    String reason,
    String evidence,
    boolean retryable,
    boolean throttled,
    Duration retryAfter,
    @Nullable Limit limit,
    @Nullable Denial denial) {

  /** The reason for what a limit of the run has kept from being sent. */
  static final String NOT_RUN = "not_run";

  /** The reason for an answer that is longer than its role may have. */
  static final String TOO_LONG = "reply_too_long";

  /** Characters of what a server said that are kept. */
  static final int MAX_EVIDENCE = 500;

  /** The reason for an answer that was cut off. */
  static final String TRUNCATED = "truncated";

  /** The reason for a text with a token or character that no text may have. */
  static final String CONTROL_TOKEN = "control_token";

  /** The reason for an answer that cannot be told from the reasoning around it. */
  static final String MIXED_REASONING = "mixed_reasoning";

  /** The reason for an answer without text. */
  static final String EMPTY = "empty_response";

  /** The reason for what nobody waits for any more. */
  static final String CANCELLED = "interrupted";

  CallFailure(
      String reason, String evidence, boolean retryable, boolean throttled, Duration retryAfter) {
    this(reason, evidence, retryable, throttled, retryAfter, null, null);
  }

  static CallFailure notRun(Limit limit, String evidence) {
    return new CallFailure(NOT_RUN, evidence, false, false, Duration.ZERO, limit, null);
  }

  static CallFailure cancelled() {
    return permanent(CANCELLED, "the bundle was cancelled");
  }

  static CallFailure retryable(String reason, String evidence) {
    return new CallFailure(reason, evidence, true, false, Duration.ZERO);
  }

  static CallFailure permanent(String reason, String evidence) {
    return new CallFailure(reason, evidence, false, false, Duration.ZERO);
  }

  /** The same, which would befall any other request too: it is not tried again. */
  CallFailure denied(Denial denial) {
    return new CallFailure(reason, evidence, false, false, Duration.ZERO, limit, denial);
  }

  /** What it says about the server. */
  Endpoint.Outcome outcome() {
    if (throttled) {
      return Endpoint.Outcome.THROTTLED;
    }
    if (!retryable) {
      // Whatever is wrong is wrong with the request.
      return Endpoint.Outcome.ANSWERED;
    }
    boolean broken =
        reason.equals("endpoint_unreachable")
            || reason.equals("connection_broken")
            || reason.equals("timeout")
            || reason.startsWith("http_5");
    return broken ? Endpoint.Outcome.BROKEN : Endpoint.Outcome.UNCLEAR;
  }

  /** The same as seen at {@code address}: without the key, and cut after that. */
  CallFailure from(String address, KeyMask mask) {
    String hidden = mask.hide(evidence);
    String cut =
        hidden.length() <= MAX_EVIDENCE ? hidden : hidden.substring(0, MAX_EVIDENCE) + "...";
    return withEvidence(address + ": " + cut);
  }

  private CallFailure withEvidence(String evidence) {
    return new CallFailure(reason, evidence, retryable, throttled, retryAfter, limit, denial);
  }
}
