package org.caco.server.embedded;

/** Thrown where the model cannot do what it was asked; the reply is then {@code CANNOT: reason}. */
final class CannotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotException(String reason) {
    super(reason, null, false, false);
  }
}
