package org.caco.grader;

/** Thrown inside the grader where a text is not what a parser hoped for. It never leaves it. */
final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param expected what was hoped for, and what stands there where that helps
   */
  SyntaxException(String expected) {
    // No stack trace: texts that are no formulas are ordinary, and frequent.
    super("expected " + expected, null, false, false);
  }
}
