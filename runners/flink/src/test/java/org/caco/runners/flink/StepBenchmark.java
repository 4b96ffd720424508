package org.caco.runners.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.caco.pipelines.command.Caco;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a program costs beside the model, from seeds to the dataset: the embedded model runs in a
 * process of its own, whose work is not counted. Not part of the tests:
 *
 * <pre>
 * mvn -q -B -pl runners/flink -am test -Dtest=StepBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>{@code -Dcaco.steps.programs=500,2000} sets how many programs, of a quarter as many seeds of
 * GSM8K, which it takes from {@code -Dcaco.data=DIR}; {@code -Dcaco.steps.runner=flink} where they
 * run. Of each size it prints CPU milliseconds a program (process, compilers, collector, sandbox),
 * bytes written a program (records between steps, journal and output), memory, and for the Java
 * code itself what the profiler of the JDK saw, each sample counted for the innermost step it was
 * in. The first size pays for the compilation of what later ones use, too.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class StepBenchmark {
  private static final String SIZES = System.getProperty("caco.steps.programs", "500,2000");
  private static final String RUNNER = System.getProperty("caco.steps.runner", "flink");
  private static final Path DATA = Path.of(System.getProperty("caco.data", "/none"));
  private static final String STEPS = "org.caco.transforms.";
  // Used by all steps, so that what called them says more.
  private static final Set<String> SHARED =
      Set.of("step", "records", "reply", "program", "similarity", "text");
  private static final double TICKS = 100;

  @TempDir Path folder;

  /** CPU seconds so far, and what has been written. */
  private record Used(
      double process, double compilers, double collector, double children, long bytes) {
    static Used now() throws IOException {
      double compilers = 0;
      double collector = 0;
      try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
        for (Path thread : threads) {
          String stat = Files.readString(thread.resolve("stat"));
          String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
          double cpu = (field(stat, 14) + field(stat, 15)) / TICKS;
          compilers += name.contains("Compiler") ? cpu : 0;
          collector += name.startsWith("GC ") || name.startsWith("VM Thread") ? cpu : 0;
        }
      }
      String stat = Files.readString(Path.of("/proc/self/stat"));
      OperatingSystemMXBean machine =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Used(
          machine.getProcessCpuTime() / 1e9,
          compilers,
          collector,
          (field(stat, 16) + field(stat, 17)) / TICKS,
          Long.parseLong(value("/proc/self/io", "wchar:")));
    }

    Used since(Used before) {
      return new Used(
          process - before.process,
          compilers - before.compilers,
          collector - before.collector,
          children - before.children,
          bytes - before.bytes);
    }

    private static long field(String stat, int number) {
      // The name, the second field, may hold spaces.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[number - 3]);
    }
  }

  private static String value(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void measure() throws Exception {
    Path seeds = DATA.resolve("gsm8k/train.jsonl");
    assumeTrue(Files.exists(seeds), () -> seeds + " is absent; set -Dcaco.data=DIR");
    assumeTrue(Files.exists(Path.of("/proc/self/io")), "it reads /proc");
    for (String size : SIZES.split(",", -1)) {
      int programs = Integer.parseInt(size);
      try (ModelServer server = ModelServer.start()) {
        run(programs, seeds, server.address());
      }
    }
  }

  private void run(int programs, Path seeds, String endpoint) throws Exception {
    Path output = folder.resolve("of" + programs);
    Used before = Used.now();
    long start = System.nanoTime();
    Map<String, Integer> samples;
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
      recording.enable("jdk.NativeMethodSample").withPeriod(Duration.ofMillis(10));
      recording.start();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int status =
          Caco.run(
              List.of(
                  "synthesize",
                  "--runner=" + RUNNER,
                  "--seeds=" + seeds,
                  "--maxSeeds=" + Math.max(1, programs / 4),
                  "--programs=" + programs,
                  "--endpoint=" + endpoint,
                  "--model=embedded",
                  "--output=" + output),
              new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
              new PrintStream(err, true, UTF_8));
      assertThat(status).as(err.toString(UTF_8)).isZero();
      recording.stop();
      Path file = folder.resolve(programs + ".jfr");
      recording.dump(file);
      samples = samples(file);
      Files.delete(file);
    }
    Used used = Used.now().since(before);
    double java = used.process() - used.compilers() - used.collector();
    System.out.printf(
        Locale.ROOT,
        "%d programs on %s: %.0f s; CPU ms a program: %.1f, of it Java code %.1f, compilers %.1f,"
            + " collector %.1f; sandbox %.1f beside it; %.0f kB written a program; at most %s"
            + " resident%n",
        programs,
        RUNNER,
        (System.nanoTime() - start) / 1e9,
        1e3 * used.process() / programs,
        1e3 * java / programs,
        1e3 * used.compilers() / programs,
        1e3 * used.collector() / programs,
        1e3 * used.children() / programs,
        used.bytes() / 1e3 / programs,
        value("/proc/self/status", "VmHWM:"));
    double all = samples.values().stream().mapToInt(Integer::intValue).sum();
    samples.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(25)
        .forEach(
            part ->
                System.out.printf(
                    Locale.ROOT,
                    "  %-28s %6.2f ms%n",
                    part.getKey(),
                    1e3 * java * part.getValue() / all / programs));
  }

  private static Map<String, Integer> samples(Path file) throws IOException {
    Map<String, Integer> samples = new HashMap<>();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (event.getStackTrace() == null) {
          continue;
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        boolean nativeCode = event.getEventType().getName().equals("jdk.NativeMethodSample");
        // Other native methods wait more than they work.
        boolean embeds =
            frames.get(0).getMethod().getType().getName().startsWith("ai.onnxruntime.");
        if (!nativeCode || embeds) {
          samples.merge(embeds ? "embedding" : part(frames), 1, Integer::sum);
        }
      }
    }
    return samples;
  }

  /** The innermost step, or what else it was that worked. */
  private static String part(List<RecordedFrame> frames) {
    String rest = "other";
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      if (type.startsWith("org.apache.beam.sdk.coders.")
          || type.startsWith("org.apache.beam.sdk.extensions.protobuf.")
          || type.startsWith("org.apache.beam.runners.flink.translation.types.")) {
        return "coders";
      }
      if (type.startsWith(STEPS)) {
        String step = type.substring(STEPS.length()).replaceFirst("\\..*", "");
        if (!SHARED.contains(step)) {
          return step;
        }
        rest = step;
      } else if (type.startsWith("org.caco.") && rest.equals("other")) {
        rest = type.substring("org.caco.".length()).replaceFirst("\\..*", "");
      } else if (rest.equals("other")) {
        rest =
            type.startsWith("org.apache.flink.")
                ? "flink"
                : type.startsWith("org.apache.beam.") ? "beam" : rest;
      }
    }
    return rest;
  }
}
