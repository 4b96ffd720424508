package org.caco.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when no program may be run: the message is one sentence that names this machine, what is
 * missing or open, and the fix. Nothing of it is remembered, so that a later {@link Sandbox#open}
 * works once the cause has passed.
 */
public final class SandboxUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private SandboxUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** This machine cannot run programs, for this reason. */
  static SandboxUnavailableException here(String why, @Nullable Throwable cause) {
    String reason = why.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\.$", "");
    return new SandboxUnavailableException(
        "No program can be run here (" + machine() + "): " + reason + ".", cause);
  }

  /** The sandbox was closed before or while a program ran. */
  static SandboxUnavailableException closed() {
    return new SandboxUnavailableException("The sandbox is closed.", null);
  }

  /** The kernel's name for it: asking the network for one may take long. */
  private static String machine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "a machine without a name";
    }
  }
}
