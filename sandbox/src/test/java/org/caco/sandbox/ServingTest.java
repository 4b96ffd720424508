package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sandbox keeps serving, whatever becomes of its processes and callers. */
class ServingTest {
  private final Set<Long> before = descendants();
  private final Sandbox sandbox =
      Sandbox.open(TestConfigs.DEFAULT.withWorkers(2).withCpuLimit(Duration.ofSeconds(1)));
  private final ExecutorService callers = Executors.newFixedThreadPool(8);

  @AfterEach
  void close() {
    callers.shutdownNow();
    sandbox.close();
  }

  private SandboxResult run(String code) {
    return sandbox.run(Snippet.of("id", code));
  }

  private static Set<Long> descendants() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** The processes of this test's sandbox, and not those that other tests share. */
  private Set<Long> own() {
    Set<Long> own = descendants();
    own.removeAll(before);
    return own;
  }

  private List<Future<SandboxResult>> submit(int count) {
    List<Future<SandboxResult>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Snippet snippet = Snippet.of("id" + i, "input = {'a': " + i + "}\noutput = input['a'] * 2");
      results.add(callers.submit(() -> sandbox.run(snippet)));
    }
    return results;
  }

  @Test
  void survivesZygotesThatAreKilled() throws Exception {
    List<Future<SandboxResult>> results = submit(400);
    for (int i = 0; i < results.size(); i++) {
      if (i % 100 == 50) {
        // The first process of each jail: one further down may be the program's own, and killing
        // that is a verdict on the program.
        ProcessHandle.current()
            .children()
            .filter(process -> !before.contains(process.pid()))
            .forEach(ProcessHandle::destroyForcibly);
      }
      results.get(i).get();
    }

    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i).get().output()).isEqualTo(Integer.toString(2 * i));
    }
  }

  /** A worker of the JVM holds more memory than a program: the kernel must not choose it. */
  @Test
  void itsProcessesAreTheFirstToGoWhereMemoryRunsOut() throws Exception {
    run("output = 1");

    for (long pid : own()) {
      assertThat(Path.of("/proc/" + pid + "/oom_score_adj")).hasContent("1000");
    }
  }

  /** Without a user namespace, the limit on threads counts those of all programs at once. */
  @Test
  void aProgramThatHoldsAllThreadsLeavesItsNeighbourAlone() throws Exception {
    try (Sandbox shared =
        Sandbox.open(TestConfigs.DEFAULT.withIsolation(Isolation.LANDLOCK).withWorkers(2))) {
      List<Future<SandboxResult>> warm = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Snippet snippet = Snippet.of("warm", "import time\ntime.sleep(0.2)\noutput = 1");
        warm.add(callers.submit(() -> shared.run(snippet)));
      }
      for (Future<SandboxResult> one : warm) {
        one.get();
      }
      Set<Long> zygotes = own();
      String hoard =
          """
          import threading, time
          threading.stack_size(65536)
          try:
              while True:
                  threading.Thread(target=time.sleep, args=(1.5,), daemon=True).start()
          except RuntimeError:
              time.sleep(1)
          output = 1
          """;
      // Twice: the limits of the two zygotes differ by what there was when they started.
      for (int i = 0; i < 2; i++) {
        Future<SandboxResult> hoarder = callers.submit(() -> shared.run(Snippet.of("h", hoard)));
        while (!hoarder.isDone()) {
          assertThat(shared.run(Snippet.of("n", "output = 2")).output()).isEqualTo("2");
        }
      }

      assertThat(own()).isEqualTo(zygotes);
    }
  }

  @Test
  void endsAZygoteThatHangs() throws Exception {
    Sandbox impatient =
        Sandbox.open(
            TestConfigs.DEFAULT
                .withWorkers(1)
                .withCpuLimit(Duration.ofMillis(10))
                .withWallFactor(1));
    try {
      Set<Long> all = own();
      // A stopped process neither answers nor ends.
      for (long pid : all) {
        new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
      }
      assertThat(impatient.run(Snippet.of("id", "output = 1")).output()).isEqualTo("1");
    } finally {
      impatient.close();
    }
  }

  @Test
  void outlivesTheThreadThatOpenedIt() throws Exception {
    Sandbox[] opened = new Sandbox[1];
    Thread thread =
        new Thread(
            () -> {
              opened[0] = Sandbox.open(TestConfigs.DEFAULT.withWorkers(1));
              opened[0].run(Snippet.of("id", "output = 1"));
            });
    thread.start();
    thread.join();
    try (Sandbox sandboxOfAnother = opened[0]) {
      Set<Long> zygotes = own();
      sandboxOfAnother.run(Snippet.of("id", "output = 1"));
      assertThat(own()).isEqualTo(zygotes);
    }
  }

  @Test
  void aCallerThatIsInterruptedGetsItsRecord() throws Exception {
    SandboxResult[] result = new SandboxResult[1];
    Thread caller = new Thread(() -> result[0] = run("output = sum(range(1000000))"));
    caller.start();
    caller.interrupt();
    caller.join();

    assertThat(result[0].verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void leavesNothingBehind() throws Exception {
    for (Future<SandboxResult> warm : submit(20)) {
      warm.get();
    }
    Set<Long> zygotes = own();
    long descriptors = openDescriptors();
    Set<String> files = temporaryFiles();

    for (Future<SandboxResult> result : submit(2000)) {
      result.get();
    }

    assertThat(own()).isEqualTo(zygotes);
    assertThat(openDescriptors()).isLessThanOrEqualTo(descriptors + 5);
    assertThat(temporaryFiles()).isEqualTo(files);
  }

  @Test
  void closingEndsItsProcesses() throws Exception {
    sandbox.close();

    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!own().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(own()).isEmpty();
  }

  @Test
  void refusesToRunOnceClosed() {
    sandbox.close();

    assertThatThrownBy(() -> run("output = 1")).isInstanceOf(SandboxUnavailableException.class);
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
      return entries.count();
    }
  }

  private static Set<String> temporaryFiles() throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return entries
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("caco-sandbox"))
          .collect(Collectors.toSet());
    }
  }
}
