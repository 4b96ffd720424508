package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of a sandbox once it is closed: nothing. */
class ClosingTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String SLEEP = "import time\ntime.sleep(600)\noutput = 1";

  private final Set<Long> before = Processes.descendants();
  private final Set<String> threadsBefore = Processes.threads();
  private final ExecutorService callers = Executors.newFixedThreadPool(8);

  @AfterEach
  void endCallers() {
    callers.shutdownNow();
  }

  private static Sandbox open(Isolation isolation) {
    return Sandbox.open(
        TestConfigs.DEFAULT
            .withIsolation(isolation)
            .withWorkers(2)
            .withCpuLimit(Duration.ofMinutes(10)));
  }

  private void awaitProcesses(int atLeast) throws Exception {
    Processes.await(
        Duration.ofSeconds(60), () -> Processes.besides(before), own -> own.size() >= atLeast);
  }

  private void assertNothingIsLeft() throws Exception {
    assertThat(Processes.await(LIMIT, () -> Processes.besides(before), Set::isEmpty)).isEmpty();
    assertThat(Processes.threads()).isEqualTo(threadsBefore);
  }

  @ParameterizedTest
  @EnumSource
  void endsProgramsThatRunAndCallersThatWait(Isolation isolation) throws Exception {
    long descriptors = Processes.openDescriptors();
    Set<String> files = Processes.temporaryFiles();
    Sandbox sandbox = open(isolation);
    int idle = Processes.besides(before).size();
    List<Future<SandboxResult>> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      runs.add(callers.submit(() -> sandbox.run(Snippet.of("id", SLEEP))));
    }
    awaitProcesses(idle + 1);

    sandbox.close();

    for (Future<SandboxResult> run : runs) {
      assertThatThrownBy(run::get).hasCauseInstanceOf(SandboxUnavailableException.class);
    }
    assertNothingIsLeft();
    assertThat(Processes.openDescriptors()).isLessThanOrEqualTo(descriptors + 2);
    assertThat(Processes.temporaryFiles()).isEqualTo(files);
  }

  @ParameterizedTest
  @EnumSource
  void endsAStartUnderWay(Isolation isolation) throws Exception {
    Sandbox sandbox = open(isolation);
    int idle = Processes.besides(before).size();
    Future<SandboxResult> starting =
        callers.submit(() -> sandbox.run(Snippet.of("id", "import sympy\noutput = 1")));
    awaitProcesses(idle + 1);

    sandbox.close();

    assertThatThrownBy(starting::get).hasCauseInstanceOf(SandboxUnavailableException.class);
    assertNothingIsLeft();
  }

  @Test
  void mayBeClosedTwiceAndFromSeveralThreads() throws Exception {
    Sandbox sandbox = open(Isolation.NAMESPACES);
    CompletableFuture<?>[] closes = new CompletableFuture<?>[4];
    Arrays.setAll(closes, i -> CompletableFuture.runAsync(sandbox::close, callers));
    CompletableFuture.allOf(closes).join();

    sandbox.close();

    assertNothingIsLeft();
  }

  @Test
  void refusesEveryLaterCall() {
    Sandbox sandbox = open(Isolation.NAMESPACES);
    sandbox.close();

    assertThatThrownBy(() -> sandbox.run(Snippet.of("id", "output = 1")))
        .isInstanceOf(SandboxUnavailableException.class);
    assertThatThrownBy(sandbox::selfTest).isInstanceOf(SandboxUnavailableException.class);
  }

  /** A job's class loader goes with the job, and the sandbox of a worker may be there longer. */
  @Test
  void itsThreadsDoNotHoldTheClassLoaderOfWhoeverOpenedIt() throws Exception {
    Thread caller = Thread.currentThread();
    ClassLoader own = caller.getContextClassLoader();
    try (URLClassLoader ofAJob = new URLClassLoader(new URL[0], own)) {
      caller.setContextClassLoader(ofAJob);
      try (Sandbox sandbox = open(Isolation.NAMESPACES)) {
        assertThat(sandbox.run(Snippet.of("id", "output = 1")).output()).isEqualTo("1");
        assertThat(Thread.getAllStackTraces().keySet())
            .filteredOn(thread -> thread.getName().startsWith("caco-sandbox"))
            .isNotEmpty()
            .noneMatch(thread -> thread.getContextClassLoader() == ofAJob);
      } finally {
        caller.setContextClassLoader(own);
      }
    }
  }

  /** A JVM that is killed closes nothing. */
  @ParameterizedTest
  @EnumSource
  void leavesNoProcessWhereTheJvmJustEnds(Isolation isolation) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ClosingTest.class.getName(),
                isolation.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Long> pids = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        pids.add(Long.parseLong(line));
      }
    }
    jvm.waitFor();

    assertThat(pids).hasSizeGreaterThan(1);
    assertThat(
            Processes.await(
                LIMIT,
                () -> pids.stream().filter(pid -> ProcessHandle.of(pid).isPresent()).toList(),
                List::isEmpty))
        .isEmpty();
  }

  /** Runs a program without end, says which processes there are, and ends at once. */
  public static void main(String[] arguments) throws Exception {
    Sandbox sandbox = open(Isolation.valueOf(arguments[0]));
    int idle = Processes.descendants().size();
    Thread caller = new Thread(() -> sandbox.run(Snippet.of("id", SLEEP)));
    caller.setDaemon(true);
    caller.start();
    Set<Long> all =
        Processes.await(Duration.ofSeconds(60), Processes::descendants, pids -> pids.size() > idle);
    all.forEach(System.out::println);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
