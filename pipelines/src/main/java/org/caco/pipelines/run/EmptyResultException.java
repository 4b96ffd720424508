package org.caco.pipelines.run;

/** A run had records to work on and accepted none in the end; its report is written. */
public final class EmptyResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmptyResultException(String message) {
    super(message);
  }
}
