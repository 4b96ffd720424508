package org.caco.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this JVM has running, as the kernel sees it. */
final class Processes {
  private Processes() {}

  static Set<Long> descendants() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** The descendants that are not among these. */
  static Set<Long> besides(Set<Long> before) {
    Set<Long> own = descendants();
    own.removeAll(before);
    return own;
  }

  static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("caco-sandbox"))
        .collect(Collectors.toSet());
  }

  static long openDescriptors() throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
      return entries.count();
    }
  }

  static Set<String> temporaryFiles() throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir", "/tmp")))) {
      return entries
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("caco-sandbox"))
          .collect(Collectors.toSet());
    }
  }

  static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  /** Looks until it is so, for at most this long; the last look. */
  static <T> T await(Duration limit, Callable<T> look, Predicate<T> so) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    T seen = look.call();
    while (!so.test(seen) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      seen = look.call();
    }
    return seen;
  }
}
