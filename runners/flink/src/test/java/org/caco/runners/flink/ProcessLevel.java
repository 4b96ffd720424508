package org.caco.runners.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM holds at a moment, after a collection: how many of each kind, where threads are told
 * apart by their names without numbers and descriptors by what they are open for.
 */
record ProcessLevel(SortedMap<String, Integer> counts) {
  private static final String LOADERS_KIND = "class loaders";

  private static final Pattern LOADERS =
      Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+\\S*ChildFirstClassLoader.*");

  /** The level once it is not above another, or after some time; without another, after that. */
  static ProcessLevel settled(long pid, ProcessLevel wanted, Duration patience)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(patience);
    while (true) {
      ProcessLevel level = of(pid);
      if (Instant.now().isAfter(end) || (wanted != null && level.moreThan(wanted).isEmpty())) {
        return level;
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  /**
   * What is more here than there, but for one class loader: the JDK keeps the last record that was
   * compared (in a method handle's {@code asTypeCache}), and the code of a thread that sleeps what
   * it was compiled for. A loader that leaks is one more with each job.
   */
  SortedMap<String, String> moreThan(ProcessLevel other) {
    SortedMap<String, String> more = new TreeMap<>();
    counts.forEach(
        (kind, count) -> {
          int there = other.counts.getOrDefault(kind, 0);
          if (count > there + (kind.equals(LOADERS_KIND) ? 1 : 0)) {
            more.put(kind, there + " -> " + count);
          }
        });
    return more;
  }

  private static ProcessLevel of(long pid) throws IOException, InterruptedException {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (String line : jcmd(pid, "GC.class_histogram")) {
      Matcher loader = LOADERS.matcher(line);
      if (loader.lookingAt()) {
        counts.put(LOADERS_KIND, Integer.parseInt(loader.group(1)));
      }
    }
    for (String line : jcmd(pid, "Thread.print")) {
      if (line.startsWith("\"")) {
        add(counts, "thread " + line.substring(1, line.indexOf('"', 1)));
      }
    }
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          add(counts, "descriptor " + Files.readSymbolicLink(descriptor));
        } catch (IOException e) {
          // Closed meanwhile.
        }
      }
    }
    ProcessHandle.of(pid).orElseThrow().descendants().forEach(child -> add(counts, "child"));
    return new ProcessLevel(counts);
  }

  private static void add(SortedMap<String, Integer> counts, String kind) {
    counts.merge(kind.replaceAll("[0-9a-f]{8,}|\\d+", "#"), 1, Integer::sum);
  }

  private static Iterable<String> jcmd(long pid, String command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/jcmd", Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return text.lines().toList();
  }
}
