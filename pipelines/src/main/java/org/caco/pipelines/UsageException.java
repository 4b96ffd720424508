package org.caco.pipelines;

/** A mistake of the user's: the message is one sentence that names the option and the fix. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
