package org.caco.sandbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;

/**
 * Runs untrusted Python programs: each in a forked process of its own without network, files to
 * write, other processes, or more than its share of time and memory.
 *
 * <p>A pool of jailed Python processes, the zygotes, have everything imported; each program gets a
 * fresh fork of one. {@link #open} attacks its own isolation and refuses to start if anything gets
 * through. One program runs at a time per worker; callers beyond that wait their turn in order.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.open(SandboxConfig.defaults())) {
 *   SandboxResult result = sandbox.run(Snippet.of("1", "output = 6 * 7"));
 *   result.output(); // 42
 * }
 * }</pre>
 */
public final class Sandbox implements AutoCloseable {
  private static final int MAX_SOURCE_BYTES = 1 << 20;
  private static final int ATTEMPTS = 3;
  private static final int LAUNCHERS = 4;

  /** What one reply may hold; more inputs than fit go into further requests. */
  private static final int MAX_REPLY_BYTES = 64 << 20;

  /** Characters of inputs and outputs that are kept of one snippet before the rest is left. */
  private static final long MAX_KEPT_CHARS = 64 << 20;

  /** Runs of one snippet that may use up their time before the rest is left. */
  private static final int MAX_TIMEOUTS = 2;

  private final SandboxConfig config;
  private final Interpreter python;
  private final Judge judge;
  private final ScheduledThreadPoolExecutor watchdog;
  // The kernel ends a jail with the thread that started it: these live as long as the sandbox.
  private final ExecutorService launcher;
  private final List<Slot> slots = new ArrayList<>();
  private final BlockingQueue<Slot> free;

  private Sandbox(SandboxConfig config, Interpreter python) {
    this.config = config;
    this.python = python;
    this.judge = new Judge(config);
    // Of this machine, which need not be the one where the configuration was made.
    int workers =
        config.workers() == SandboxConfig.ALL_CORES
            ? Runtime.getRuntime().availableProcessors()
            : config.workers();
    this.watchdog = new ScheduledThreadPoolExecutor(1, daemon("caco-sandbox-watchdog"));
    watchdog.setRemoveOnCancelPolicy(true);
    this.launcher =
        Executors.newFixedThreadPool(Math.min(LAUNCHERS, workers), daemon("caco-sandbox-launcher"));
    this.free = new ArrayBlockingQueue<>(workers, true);
    for (int i = 0; i < workers; i++) {
      slots.add(new Slot(this::start));
    }
    free.addAll(slots);
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Opens a sandbox and proves its isolation.
   *
   * @throws SandboxUnavailableException if the machine lacks something, or if an attack of the
   *     self-test got through; there is no weaker fallback
   */
  public static Sandbox open(SandboxConfig config) {
    List<Requirement> missing = Requirement.missing(config);
    if (!missing.isEmpty()) {
      throw new SandboxUnavailableException(describe(missing));
    }
    Sandbox sandbox = new Sandbox(config, Interpreter.find(config.python()).found());
    try {
      sandbox.slots.get(0).zygote(false, 0);
      return sandbox;
    } catch (RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  private static String describe(List<Requirement> missing) {
    String details =
        missing.stream().map(Requirement::detail).distinct().collect(Collectors.joining("; "));
    String packages =
        missing.stream()
            .map(Requirement::debianPackage)
            .filter(name -> !name.isEmpty())
            .distinct()
            .collect(Collectors.joining(" "));
    return "No program can be run here: "
        + details
        + (packages.isEmpty() ? "." : ". On Debian or Ubuntu: apt-get install -y " + packages);
  }

  /**
   * Runs a program and waits for it. Safe for any number of threads, served in order. Whatever the
   * program does is in the result.
   *
   * @throws SandboxUnavailableException if this sandbox is closed or its processes cannot be
   *     started any more
   */
  public SandboxResult run(Snippet snippet) {
    String code = Source.withoutFences(snippet.code());
    if (code.length() > MAX_SOURCE_BYTES) {
      return result(
          snippet,
          new Outcome(
              Facts.NONE,
              List.of(
                  Run.failed(
                      Verdict.REJECTED,
                      null,
                      "source_too_large: " + code.length() + " characters",
                      0)),
              0,
              0),
          List.of());
    }
    boolean heavy = Source.isHeavy(code);
    Slot slot = take();
    try {
      Outcome outcome = run(slot, heavy, 0, code, snippet.inputs());
      List<Run> repeats = new ArrayList<>();
      if (outcome.runs().get(0).verdict() == Verdict.OK) {
        for (int seed = 1; seed < snippet.runs(); seed++) {
          Outcome repeat = run(slot, heavy, seed, code, List.of());
          repeats.add(repeat.runs().get(0));
          outcome = outcome.plus(repeat);
        }
      }
      return result(snippet, outcome, repeats);
    } finally {
      free.add(slot);
    }
  }

  private Slot take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return free.take();
        } catch (InterruptedException e) {
          // A run is bounded in time, and half a run is no result.
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What the runs of one source under one hash seed came to. */
  private record Outcome(Facts facts, List<Run> runs, long cpuMicros, long wallMicros) {
    Outcome plus(Outcome other) {
      return new Outcome(facts, runs, cpuMicros + other.cpuMicros, wallMicros + other.wallMicros);
    }
  }

  private Outcome run(Slot slot, boolean heavy, int seed, String code, List<String> inputs) {
    List<Run> runs = new ArrayList<>();
    Facts facts = null;
    long cpu = 0;
    long wall = 0;
    while (runs.size() < inputs.size() + 1) {
      // A run that ends its process takes the runs after it along: they get another process.
      boolean first = runs.isEmpty();
      int from = Math.max(0, runs.size() - 1);
      Request request =
          new Request(
              config,
              code,
              inputs.subList(from, Math.min(inputs.size(), from + inputsPerRequest())),
              !first,
              config.cpuLimit().toMillis());
      Reply reply = exchange(slot, heavy, seed, request);
      if (reply == null) {
        Run died =
            Run.failed(Verdict.KILLED, null, "its sandbox process died " + ATTEMPTS + " times", 0);
        runs.add(died);
      } else {
        Judge.Account account = judge.judge(reply, request);
        facts = facts == null ? account.facts() : facts;
        runs.addAll(account.runs());
        cpu += reply.cpuMicros();
        wall += reply.wallMicros();
      }
      if (runs.get(0).verdict() != Verdict.OK
          || timeouts(runs) >= MAX_TIMEOUTS
          || kept(runs) >= MAX_KEPT_CHARS) {
        break;
      }
    }
    return new Outcome(facts == null ? Facts.NONE : facts, runs, cpu, wall);
  }

  private static long timeouts(List<Run> runs) {
    return runs.stream().filter(run -> run.verdict() == Verdict.TIMEOUT).count();
  }

  private static long kept(List<Run> runs) {
    long kept = 0;
    for (Run run : runs) {
      kept += length(run.input()) + length(run.output()) + run.outputText().length();
    }
    return kept;
  }

  private static long length(String text) {
    return text == null ? 0 : text.length();
  }

  private int inputsPerRequest() {
    return Math.max(1, MAX_REPLY_BYTES / config.maxOutputBytes());
  }

  /** Null where the zygote died every time. */
  private Reply exchange(Slot slot, boolean heavy, int seed, Request request) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Zygote zygote = slot.zygote(heavy, seed);
      try {
        return zygote.run(request);
      } catch (IOException e) {
        // Nothing that a program does ends its zygote, so it was ended from outside: once more.
        slot.discard(heavy, seed);
      }
    }
    return null;
  }

  private SandboxResult result(Snippet snippet, Outcome outcome, List<Run> repeats) {
    Run own = outcome.runs().get(0);
    boolean ok = own.verdict() == Verdict.OK;
    return new SandboxResult(
        snippet.id(),
        own.verdict(),
        own.input(),
        own.output(),
        own.outputText(),
        own.error(),
        outcome.cpuMicros() / 1000,
        outcome.wallMicros() / 1000,
        outcome.facts(),
        isolation(),
        ok ? outcome.runs().subList(1, outcome.runs().size()) : List.of(),
        repeats);
  }

  private Zygote start(boolean heavy, int hashSeed) throws IOException {
    Zygote zygote = launch(heavy, hashSeed);
    try {
      List<Probe> open =
          new SelfTest(config, judge, zygote)
              .attack().stream().filter(probe -> !probe.blocked()).toList();
      if (!open.isEmpty()) {
        throw new SandboxUnavailableException(
            "The sandbox ("
                + isolation()
                + ") does not hold on this machine, so no program is run: "
                + open.stream()
                    .map(p -> p.name() + " (" + p.attempt() + "): " + p.evidence())
                    .collect(Collectors.joining("; ")));
      }
      return zygote;
    } catch (IOException | RuntimeException e) {
      zygote.close();
      throw e;
    }
  }

  private Zygote launch(boolean heavy, int hashSeed) throws IOException {
    int maxReply = (inputsPerRequest() + 1) * config.maxOutputBytes() + (2 << 20);
    try {
      return launcher
          .submit(
              () ->
                  Zygote.start(
                      Jail.command(config, python),
                      Jail.environment(hashSeed),
                      Jail.message(config, python, heavy),
                      watchdog,
                      maxReply))
          .get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw new IOException(
            config.isolation() == Isolation.NAMESPACES
                ? cause.getMessage()
                    + " (Where namespaces are forbidden, as in most containers, --isolation=landlock"
                    + " may work.)"
                : cause.getMessage(),
            cause);
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxUnavailableException("Interrupted while starting a sandbox process.", e);
    }
  }

  /**
   * Attacks this sandbox in all the ways of the self-test.
   *
   * @return one line per attack, for a person to read
   */
  public List<Probe> selfTest() {
    Slot slot = take();
    try {
      return new SelfTest(config, judge, slot.zygote(false, 0)).attack();
    } catch (IOException e) {
      slot.discard(false, 0);
      throw new SandboxUnavailableException("The sandbox process died under the self-test.", e);
    } finally {
      free.add(slot);
    }
  }

  /** The name of the tier, such as {@code namespaces+seccomp}. */
  public String isolation() {
    return config.isolation().label();
  }

  /** How many programs run at once. */
  public int workers() {
    return slots.size();
  }

  /** The interpreter's version, such as 3.11.2. */
  public String pythonVersion() {
    return python.version();
  }

  /** Ends all its processes. */
  @Override
  public void close() {
    for (Slot slot : slots) {
      slot.close();
    }
    launcher.shutdown();
    watchdog.shutdownNow();
  }
}
