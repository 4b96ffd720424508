package org.caco.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Thrown when no program may be run on a machine: the message names the machine, what is missing or
 * open there, and the fix.
 */
public final class SandboxUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SandboxUnavailableException(String message) {
    this(message, null);
  }

  SandboxUnavailableException(String message, Throwable cause) {
    super("On " + machine() + ": " + message, cause);
  }

  /** Not by the network's names, which may take long to be asked for. */
  private static String machine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "this machine";
    }
  }
}
