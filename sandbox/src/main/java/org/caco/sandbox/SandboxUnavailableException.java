package org.caco.sandbox;

/**
 * Thrown when no program may be run here: the message names what is missing or open, and the fix.
 */
public final class SandboxUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SandboxUnavailableException(String message) {
    super(message);
  }

  SandboxUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
