package org.caco.grader;

/**
 * Thrown inside the grader where a value cannot be worked out within bounds. It never leaves it.
 */
final class UndecidableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UndecidableException(String what) {
    // No stack trace: odd answers are ordinary, and frequent.
    super(what, null, false, false);
  }
}
