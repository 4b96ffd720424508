package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A zygote that is stopped by a signal and never goes on costs at most 10 s, whenever that happens.
 */
class StoppedTest {
  private static final Duration AT_MOST = Duration.ofSeconds(10);
  private static final SandboxConfig CONFIG =
      TestConfigs.DEFAULT.withIsolation(Isolation.LANDLOCK).withWorkers(1);

  private final Set<Long> before = Processes.descendants();
  private final ExecutorService others = Executors.newCachedThreadPool();

  @AfterEach
  void endOthers() {
    others.shutdownNow();
  }

  /** Without namespaces the zygote is a child of this JVM, and a program is the zygote's. */
  private static Set<Long> own(Set<Long> before) {
    Set<Long> children = Processes.besides(before);
    children.removeIf(
        pid ->
            ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .filter(parent -> parent.equals(ProcessHandle.current()))
                .isEmpty());
    return children;
  }

  private void stopOne(Set<Long> zygotes) {
    try {
      Processes.signal("STOP", zygotes.iterator().next());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<Long> stopOnce(Set<Long> known, boolean withAProgram) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            Set<Long> zygotes =
                Processes.await(
                    Duration.ofSeconds(60),
                    () -> own(known),
                    own ->
                        !own.isEmpty()
                            && (!withAProgram || Processes.besides(known).size() > own.size()));
            stopOne(zygotes);
            return System.nanoTime();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        others);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  @Test
  void atItsStart() {
    CompletableFuture<Long> stopped = stopOnce(before, false);

    try (Sandbox sandbox = Sandbox.open(CONFIG)) {
      assertThat(since(stopped.join())).isLessThan(AT_MOST);
      assertThat(sandbox.run(Snippet.of("id", "output = 1")).output()).isEqualTo("1");
    }
  }

  @Test
  void atItsSelfTest() {
    CompletableFuture<Long> stopped = stopOnce(before, true);

    try (Sandbox sandbox = Sandbox.open(CONFIG)) {
      assertThat(since(stopped.join())).isLessThan(AT_MOST);
      assertThat(sandbox.run(Snippet.of("id", "output = 1")).output()).isEqualTo("1");
    }
  }

  @Test
  void inTheMiddleOfARun() {
    try (Sandbox sandbox = Sandbox.open(CONFIG.withCpuLimit(Duration.ofMinutes(10)))) {
      CompletableFuture<Long> stopped = stopOnce(before, true);

      String code = "import time\ntime.sleep(1)\noutput = 1";
      assertThat(sandbox.run(Snippet.of("id", code)).output()).isEqualTo("1");
      assertThat(since(stopped.join())).isLessThan(AT_MOST);
    }
  }

  @Test
  void betweenRuns() {
    try (Sandbox sandbox = Sandbox.open(CONFIG.withCpuLimit(Duration.ofMinutes(10)))) {
      stopOne(own(before));
      long start = System.nanoTime();

      assertThat(sandbox.run(Snippet.of("id", "output = 1")).output()).isEqualTo("1");
      assertThat(since(start)).isLessThan(AT_MOST);
    }
  }

  @Test
  void inItsJail() throws Exception {
    SandboxConfig config =
        CONFIG.withIsolation(Isolation.NAMESPACES).withCpuLimit(Duration.ofMinutes(10));
    try (Sandbox sandbox = Sandbox.open(config)) {
      for (long pid : Processes.besides(before)) {
        Processes.signal("STOP", pid);
      }
      long start = System.nanoTime();

      assertThat(sandbox.run(Snippet.of("id", "output = 1")).output()).isEqualTo("1");
      assertThat(since(start)).isLessThan(AT_MOST);
    }
  }
}
