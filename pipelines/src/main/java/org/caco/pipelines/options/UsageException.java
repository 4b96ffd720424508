package org.caco.pipelines.options;

import org.jspecify.annotations.Nullable;

/** A mistake of the user's: the message is one sentence that names the option and the fix. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
