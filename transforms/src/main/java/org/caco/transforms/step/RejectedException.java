package org.caco.transforms.step;

import org.jspecify.annotations.Nullable;

/** Thrown by a step's code to reject the record at hand. It never leaves the step. */
public final class RejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final @Nullable String evidence;
  private final transient @Nullable Object record;

  /**
   * @param reason one of the reasons that the step documents, in snake case
   * @param evidence what was seen, for a person to read
   */
  public RejectedException(String reason, @Nullable String evidence) {
    this(reason, evidence, null);
  }

  /**
   * @param record the record as far as the step got with it, to be kept in place of the one that
   *     went in; null keeps that one
   */
  public RejectedException(String reason, @Nullable String evidence, @Nullable Object record) {
    // No stack trace: rejections are ordinary, and frequent.
    super(reason + ": " + evidence, null, false, false);
    this.reason = reason;
    this.evidence = evidence;
    this.record = record;
  }

  /** One of the reasons that the step documents. */
  public String reason() {
    return reason;
  }

  /** What was seen, for a person to read. */
  public @Nullable String evidence() {
    return evidence;
  }

  /** The record to keep in place of {@code original}. */
  Object recordOr(Object original) {
    return record == null ? original : record;
  }
}
