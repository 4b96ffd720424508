package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs 100,000 programs, of which 21% import sympy and 1% try to do damage, by four callers a core,
 * and shows what accumulates. Not part of the tests:
 *
 * <pre>
 * mvn -q -B -pl sandbox test -Dtest=SandboxEndurance -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>{@code -Dcaco.endurance.programs=100000} sets the number. Fails if a sound program does not
 * end as it should, or if there are more processes, descriptors or temporary files at the end than
 * after the first tenth, or if the zygotes' memory has grown by a fifth. The temporary files are
 * those of everything here that is called caco, so it wants to be the only one that runs.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class SandboxEndurance {
  private static final int PROGRAMS = Integer.getInteger("caco.endurance.programs", 100_000);
  private static final int PARTS = 10;
  private static final int CALLERS = 4 * Runtime.getRuntime().availableProcessors();

  private static final List<String> DAMAGE =
      List.of(
          "import os\nos.closerange(0, 100)",
          "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
          "import ctypes\nctypes.string_at(0)",
          "output = [bytes(1 << 26) for _ in range(1 << 10)]",
          "while True:\n    print('x' * 100_000)",
          "open('/tmp/left', 'w').write('x')\noutput = 1",
          "import os\nwhile True:\n    os.dup(1)",
          "a = []\na.append(a)\noutput = {'a': a, 'f': lambda: 1}");

  private record State(int processes, long descriptors, int files, long zygoteKib) {}

  @Test
  void nothingAccumulates() throws Exception {
    List<String> mix = BenchmarkPrograms.mix(1_000);
    List<State> states = new ArrayList<>();
    Map<Verdict, Long> sound = new EnumMap<>(Verdict.class);
    Map<Verdict, Long> damage = new EnumMap<>(Verdict.class);
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (Sandbox sandbox = Sandbox.open(SandboxConfig.defaults())) {
      for (int part = 1; part <= PARTS; part++) {
        long start = System.nanoTime();
        List<Future<SandboxResult>> results = new ArrayList<>();
        for (int i = (part - 1) * (PROGRAMS / PARTS); i < part * (PROGRAMS / PARTS); i++) {
          Snippet snippet =
              i % 100 == 99
                  ? Snippet.of("damage", DAMAGE.get(i / 100 % DAMAGE.size()))
                  : Snippet.of("sound", mix.get(i % mix.size()));
          results.add(callers.submit(() -> sandbox.run(snippet)));
        }
        for (Future<SandboxResult> result : results) {
          SandboxResult record = result.get();
          (record.id().equals("sound") ? sound : damage).merge(record.verdict(), 1L, Long::sum);
        }
        State state = state();
        states.add(state);
        System.out.printf(
            Locale.ROOT,
            "%7d programs, %6.1f /s; %d processes, %d descriptors, %d temporary files, zygotes %d"
                + " MiB; sound %s, damage %s%n",
            part * (PROGRAMS / PARTS),
            (double) PROGRAMS / PARTS / ((System.nanoTime() - start) / 1e9),
            state.processes(),
            state.descriptors(),
            state.files(),
            state.zygoteKib() >> 10,
            sound,
            damage);
      }
    } finally {
      callers.shutdown();
    }
    State first = states.get(0);
    State last = states.get(states.size() - 1);
    assertThat(sound.keySet()).as("verdicts on sound programs").isEqualTo(Set.of(Verdict.OK));
    assertThat(last.processes()).as("processes").isLessThanOrEqualTo(first.processes());
    assertThat(last.descriptors()).as("descriptors").isLessThanOrEqualTo(first.descriptors() + 5);
    assertThat(last.files()).as("temporary files").isLessThanOrEqualTo(first.files());
    assertThat(last.zygoteKib()).as("memory").isLessThan(first.zygoteKib() * 6 / 5);
  }

  private static State state() throws IOException {
    List<Long> processes = ProcessHandle.current().descendants().map(ProcessHandle::pid).toList();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"));
        Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return new State(
          processes.size(),
          descriptors.count(),
          (int) files.filter(file -> file.getFileName().toString().startsWith("caco")).count(),
          processes.stream().mapToLong(SandboxEndurance::residentKib).sum());
    }
  }

  /** The memory of a process, of what is shared its part; 0 if it has just ended. */
  private static long residentKib(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }
}
