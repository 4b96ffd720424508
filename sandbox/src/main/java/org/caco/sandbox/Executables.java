package org.caco.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Programs of the host that the sandbox starts. */
final class Executables {
  /** nobody: has no files and no rights. */
  private static final String UNPRIVILEGED = "65534";

  private static final int ATTEMPTS = 2;

  /** Looks in a row, one a second, at which a process is stopped before it is given up. */
  static final int STOPPED_LOOKS = 3;

  static final boolean IS_ROOT = isRoot();

  private Executables() {}

  record Output(int exitCode, String text) {}

  private static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  static Optional<String> onPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : (path + ":/usr/bin:/bin:/usr/sbin:/sbin").split(":", -1)) {
      File file = new File(folder, name);
      if (!folder.isEmpty() && file.isFile() && file.canExecute()) {
        return Optional.of(file.getPath());
      }
    }
    return Optional.empty();
  }

  /**
   * The beginning of a command that runs the rest without root's rights. In a user namespace made
   * by root the jailed user would be the host's root, on whom process limits do not bind.
   */
  static List<String> dropPrivileges() {
    if (!IS_ROOT) {
      return List.of();
    }
    return List.of(
        onPath("setpriv").orElse("setpriv"),
        "--reuid=" + UNPRIVILEGED,
        "--regid=" + UNPRIVILEGED,
        "--clear-groups",
        "--no-new-privs",
        "--");
  }

  /** Whether nobody, as whom root's programs run, may enter a folder, as far as its mode says. */
  static boolean mayEnter(Path folder) {
    try {
      int mode = (int) Files.getAttribute(folder, "unix:mode");
      boolean own = (int) Files.getAttribute(folder, "unix:uid") == Integer.parseInt(UNPRIVILEGED);
      return (mode & (own ? 0100 : 0001)) != 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether a process or any below it was stopped by a signal: it will not go on by itself. */
  static boolean isStopped(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .anyMatch(
            handle -> {
              try {
                String stat = Files.readString(Path.of("/proc/" + handle.pid() + "/stat"));
                return stat.startsWith("T", stat.lastIndexOf(')') + 2);
              } catch (IOException e) {
                // It has ended.
                return false;
              }
            });
  }

  /**
   * Runs a command to its end; one that is stopped by a signal is run again.
   *
   * @throws IOException if it cannot be run, or does not end in time
   */
  static Output run(List<String> command, int timeoutSeconds) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Output output = runOnce(command, timeoutSeconds);
      if (output != null) {
        return output;
      }
    }
    throw new IOException("it was stopped by a signal");
  }

  /**
   * Starts a process without the class loader of the job at hand, which Java's own thread that
   * waits for it would take over, and keep for a minute.
   */
  private static Process start(ProcessBuilder builder) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    try {
      return builder.start();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Null where it was stopped. */
  private static @Nullable Output runOnce(List<String> command, int timeoutSeconds)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.directory(new File("/"));
    Process process = start(builder);
    process.getOutputStream().close();
    // A reader of its own: the deadline must hold while the pipe is open.
    StringBuilder text = new StringBuilder();
    Thread reader =
        new Thread(
            () -> {
              try (InputStream stream = process.getInputStream()) {
                text.append(new String(stream.readNBytes(1 << 20), StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.append(e.getMessage());
              }
            },
            "caco-sandbox-inspection");
    reader.setDaemon(true);
    reader.setContextClassLoader(ClassLoader.getSystemClassLoader());
    reader.start();
    try {
      int stopped = 0;
      for (int second = 0; !process.waitFor(1, TimeUnit.SECONDS); second++) {
        stopped = isStopped(process) ? stopped + 1 : 0;
        if (stopped == STOPPED_LOOKS) {
          return null;
        }
        if (second == timeoutSeconds) {
          throw new IOException("no answer within " + timeoutSeconds + " s");
        }
      }
      reader.join(TimeUnit.SECONDS.toMillis(timeoutSeconds));
      return new Output(process.exitValue(), text.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
