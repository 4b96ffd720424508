package org.caco.sandbox;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Starts zygotes and ends them: all processes and threads of a sandbox are here. Safe for any
 * number of threads.
 */
final class Zygotes implements AutoCloseable {
  private static final int LAUNCHERS = 4;
  private static final long CLOSE_LIMIT_S = 10;

  private final SandboxConfig config;
  private final Interpreter python;
  private final Judge judge;
  private final int maxReply;
  private final ScheduledThreadPoolExecutor watchdog;
  // The kernel ends a jail with the thread that started it: these live as long as the sandbox.
  private final ExecutorService launcher;

  /** All that have a process, those that are still starting too. */
  @GuardedBy("this")
  private final Set<Zygote> alive = new HashSet<>();

  @GuardedBy("this")
  private boolean closed;

  /**
   * @param workers how many callers there are
   * @param maxReply bytes that one reply may have
   */
  Zygotes(SandboxConfig config, Interpreter python, Judge judge, int workers, int maxReply) {
    this.config = config;
    this.python = python;
    this.judge = judge;
    this.maxReply = maxReply;
    this.watchdog = new ScheduledThreadPoolExecutor(1, daemon("caco-sandbox-watchdog"));
    watchdog.setRemoveOnCancelPolicy(true);
    this.launcher =
        Executors.newFixedThreadPool(Math.min(LAUNCHERS, workers), daemon("caco-sandbox-launcher"));
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      // Not the job's: Java's own thread that waits for a process takes it over, and stays a
      // minute.
      thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
      return thread;
    };
  }

  /**
   * Starts a zygote and proves its isolation.
   *
   * @throws IOException if it did not start; another try may work
   * @throws SandboxUnavailableException if it cannot be trusted, or if this is closed
   */
  Zygote start(boolean heavy, int hashSeed) throws IOException {
    Zygote zygote = launch(heavy, hashSeed);
    try {
      List<Probe> open =
          selfTest(zygote).attack().stream().filter(probe -> !probe.blocked()).toList();
      if (!open.isEmpty()) {
        throw SandboxUnavailableException.here(
            "the sandbox ("
                + config.isolation().label()
                + ") does not hold: "
                + open.stream()
                    .map(p -> p.name() + " (" + p.attempt() + "): " + p.evidence())
                    .collect(Collectors.joining("; ")),
            null);
      }
      return zygote;
    } catch (IOException | RuntimeException e) {
      end(zygote);
      throw e;
    }
  }

  SelfTest selfTest(Zygote zygote) {
    return new SelfTest(config, python, judge, zygote);
  }

  private Zygote launch(boolean heavy, int hashSeed) throws IOException {
    try {
      return Waiting.uninterrupted(
          launcher.submit(
                  () -> {
                    Zygote zygote =
                        Zygote.launch(
                            Jail.command(config, python),
                            Jail.environment(hashSeed),
                            watchdog,
                            maxReply);
                    keep(zygote);
                    try {
                      zygote.warmUp(Jail.message(config, python, heavy));
                      return zygote;
                    } catch (IOException e) {
                      end(zygote);
                      throw e;
                    }
                  })
              ::get);
    } catch (RejectedExecutionException e) {
      throw SandboxUnavailableException.closed();
    } catch (ExecutionException e) {
      requireOpen();
      if (e.getCause() instanceof IOException cause) {
        throw new IOException(cause.getMessage() + Jail.hint(config), cause);
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * @throws SandboxUnavailableException if this is closed
   */
  synchronized void requireOpen() {
    if (closed) {
      throw SandboxUnavailableException.closed();
    }
  }

  private void keep(Zygote zygote) {
    synchronized (this) {
      if (!closed) {
        alive.add(zygote);
        return;
      }
    }
    zygote.close();
    throw SandboxUnavailableException.closed();
  }

  /** Ends a zygote that is of no further use. */
  void end(Zygote zygote) {
    zygote.close();
    synchronized (this) {
      alive.remove(zygote);
    }
  }

  /** Ends all processes and threads and waits for it; whoever is in a run gets an exception. */
  @Override
  public void close() {
    List<Zygote> ended;
    synchronized (this) {
      closed = true;
      ended = List.copyOf(alive);
    }
    launcher.shutdown();
    ended.parallelStream().forEach(this::end);
    watchdog.shutdownNow();
    await(launcher);
    await(watchdog);
  }

  private static void await(ExecutorService executor) {
    try {
      Waiting.uninterrupted(() -> executor.awaitTermination(CLOSE_LIMIT_S, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
