package org.caco.pipelines.run;

/** A limit of its options has ended a run that would have gone on; its report is written. */
public final class LimitReachedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LimitReachedException(String message) {
    super(message);
  }
}
