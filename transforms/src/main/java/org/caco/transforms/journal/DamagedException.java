package org.caco.transforms.journal;

import java.io.IOException;

/** What was read is not what was written, or not all of it. */
final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedException(String message) {
    super(message);
  }

  DamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
