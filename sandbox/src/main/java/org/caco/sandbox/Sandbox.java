package org.caco.sandbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
  private static final String FORGED = "forged_frames: ";

  /** What one reply may hold; more inputs than fit go into further requests. */
  private static final int MAX_REPLY_BYTES = 64 << 20;

  /** Characters of inputs and outputs that are kept of one snippet before the rest is left. */
  private static final long MAX_KEPT_CHARS = 64 << 20;

  /** Runs of one snippet that may use up their time before the rest is left. */
  private static final int MAX_TIMEOUTS = 2;

  private final SandboxConfig config;
  private final Interpreter python;
  private final Judge judge;
  private final Zygotes zygotes;
  private final int workers;
  private final BlockingQueue<Slot> free;

  private Sandbox(SandboxConfig config, Interpreter python) {
    this.config = config;
    this.python = python;
    this.judge = new Judge(config);
    this.workers =
        config.workers() == SandboxConfig.ALL_CORES
            ? Runtime.getRuntime().availableProcessors()
            : config.workers();
    int maxReply = (inputsPerRequest() + 1) * config.maxOutputBytes() + (2 << 20);
    this.zygotes = new Zygotes(config, python, judge, workers, maxReply);
    this.free = new ArrayBlockingQueue<>(workers, true);
    for (int i = 0; i < workers; i++) {
      free.add(new Slot(zygotes));
    }
  }

  /**
   * Opens a sandbox and proves its isolation.
   *
   * @throws SandboxUnavailableException if the machine lacks something, or if an attack of the
   *     self-test got through; there is no weaker fallback
   */
  public static Sandbox open(SandboxConfig config) {
    Interpreter.Search search = Interpreter.find(config.python());
    List<Requirement> missing = Requirement.missing(config, search);
    if (!missing.isEmpty() || search.found() == null) {
      throw SandboxUnavailableException.here(describe(missing), null);
    }
    Sandbox sandbox = new Sandbox(config, search.found());
    Slot slot = sandbox.take();
    try {
      slot.zygote(false, 0);
      return sandbox;
    } catch (RuntimeException | Error e) {
      sandbox.close();
      throw e;
    } finally {
      sandbox.free.add(slot);
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
    return details
        + (packages.isEmpty() ? "" : " (on Debian or Ubuntu: apt-get install -y " + packages + ")");
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
      return SandboxResult.builder(snippet.id(), isolation()).error(tooLarge(code)).build();
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

  /**
   * Runs a program with each of the snippet's inputs, and not with its own. Safe for any number of
   * threads, served in order.
   *
   * @param snippet has at least one input; of its runs none is repeated
   * @param limits what one run may take; its isolation, interpreter and workers are those that this
   *     sandbox was opened with
   * @return a run for each input, in order. It ends early as {@link SandboxResult#inputRuns} does,
   *     and after the first where the source does not parse.
   * @throws SandboxUnavailableException as {@link #run}
   */
  public List<Run> runInputs(Snippet snippet, SandboxConfig limits) {
    String code = Source.withoutFences(snippet.code());
    if (code.length() > MAX_SOURCE_BYTES) {
      return List.of(Run.failed(Verdict.REJECTED, null, tooLarge(code), 0));
    }
    boolean heavy = Source.isHeavy(code);
    Slot slot = take();
    try {
      List<Run> runs = new ArrayList<>();
      List<String> inputs = snippet.inputs();
      while (runs.size() < inputs.size()) {
        int to = Math.min(inputs.size(), runs.size() + inputsPerRequest());
        List<String> some = inputs.subList(runs.size(), to);
        Request request =
            new Request(limits, code, some, /* skipOwnRun= */ true, limits.cpuLimit().toMillis());
        Reply reply = exchange(slot, heavy, 0, request);
        List<Run> more = reply == null ? List.of(died()) : judge.judge(reply, request).runs();
        runs.addAll(more);
        if (areEnough(runs)
            || (more.size() == 1 && some.size() > 1 && Source.doesNotParse(more.get(0)))) {
          break;
        }
      }
      return runs;
    } finally {
      free.add(slot);
    }
  }

  private static Run died() {
    return Run.failed(Verdict.KILLED, null, "its sandbox process died " + ATTEMPTS + " times", 0);
  }

  private static String tooLarge(String code) {
    return "source_too_large: " + code.length() + " characters";
  }

  /**
   * Runs a program, and compares it with its twins on natural ones of the snippet's inputs and some
   * more, all in one process. What the program's own numbers show is kept: a natural input is one
   * with which each has the same type and sign, is whole where it was, divides evenly where it did.
   * The same on every machine, but where a run reaches the limit of CPU time or memory. A program
   * that names sympy or numpy is not run: what its objects do has other readings than are known
   * here, and each of its runs would take as long as all of another program's. Safe for any number
   * of threads, served in order.
   *
   * @param mayChange whether another input than the program's own may be chosen
   * @throws SandboxUnavailableException as {@link #run}
   */
  public TwinRuns runTwins(Snippet snippet, boolean mayChange) {
    String code = Source.withoutFences(snippet.code());
    Told told = told(snippet, code, Request.ofTwins(config, code, snippet.inputs(), mayChange));
    if (!told.unproven().isEmpty()) {
      return TwinRuns.unproven(told.own(), told.unproven());
    }
    try {
      return judge.readTwins(told.own(), told.said());
    } catch (IOException e) {
      return TwinRuns.unproven(nothing(snippet), FORGED + e.getMessage());
    }
  }

  /**
   * Runs a program with each of the snippet's inputs, all in one process, and tells which are as
   * natural as its own and have the output of every twin that its own input leaves open. Otherwise
   * as {@link #runTwins}.
   *
   * @param snippet with inputs as JSON in the program's own encoding, up to 250 of which are
   *     useful: with more, the last may be {@link InstanceRuns#UNNATURAL} for want of operations
   * @throws SandboxUnavailableException as {@link #run}
   */
  public InstanceRuns runInstances(Snippet snippet) {
    String code = Source.withoutFences(snippet.code());
    Told told = told(snippet, code, Request.ofInstances(config, code, snippet.inputs()));
    if (!told.unproven().isEmpty()) {
      return InstanceRuns.unproven(told.own(), told.unproven());
    }
    try {
      return judge.readInstances(told.own(), snippet.inputs(), told.said());
    } catch (IOException e) {
      return InstanceRuns.unproven(nothing(snippet), FORGED + e.getMessage());
    }
  }

  /** A program's own run, and what its child said of other inputs and readings, or why nothing. */
  private record Told(SandboxResult own, String unproven, String said) {}

  private Told told(Snippet snippet, String code, Request request) {
    if (Source.isHeavy(code)) {
      return new Told(nothing(snippet), "it uses sympy, numpy or the like", "");
    }
    if (code.length() > MAX_SOURCE_BYTES) {
      return new Told(nothing(snippet), "its source is too large", "");
    }
    Slot slot = take();
    try {
      Reply reply = exchange(slot, false, 0, request);
      if (reply == null) {
        return new Told(nothing(snippet), died().error(), "");
      }
      Judge.Account account = judge.judge(reply, request);
      SandboxResult own =
          result(
              snippet,
              new Outcome(account.facts(), account.runs(), reply.cpuMicros(), reply.wallMicros()),
              List.of());
      boolean ok = own.verdict() == Verdict.OK;
      return new Told(own, ok ? "" : own.error(), account.twins());
    } finally {
      free.add(slot);
    }
  }

  private SandboxResult nothing(Snippet snippet) {
    return SandboxResult.builder(snippet.id(), isolation()).build();
  }

  private Slot take() {
    try {
      return Waiting.uninterrupted(free::take);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
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
    Facts facts = Facts.NONE;
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
        runs.add(died());
      } else {
        Judge.Account account = judge.judge(reply, request);
        facts = first ? account.facts() : facts;
        runs.addAll(account.runs());
        cpu += reply.cpuMicros();
        wall += reply.wallMicros();
      }
      if (runs.get(0).verdict() != Verdict.OK || areEnough(runs)) {
        break;
      }
    }
    return new Outcome(facts, runs, cpu, wall);
  }

  /** Whether no more runs are made of a program that has had these. */
  private static boolean areEnough(List<Run> runs) {
    return runs.stream().filter(run -> run.verdict() == Verdict.TIMEOUT).count() >= MAX_TIMEOUTS
        || runs.stream().mapToLong(Run::size).sum() >= MAX_KEPT_CHARS;
  }

  private int inputsPerRequest() {
    return Math.max(1, MAX_REPLY_BYTES / config.maxOutputBytes());
  }

  /** Null where the zygote died every time. */
  private @Nullable Reply exchange(Slot slot, boolean heavy, int seed, Request request) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      zygotes.requireOpen();
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
    return SandboxResult.builder(snippet.id(), isolation())
        .verdict(own.verdict())
        .input(own.input())
        .output(own.output())
        .outputText(own.outputText())
        .error(own.error())
        .cpuMs(outcome.cpuMicros() / 1000)
        .wallMs(outcome.wallMicros() / 1000)
        .facts(outcome.facts())
        .inputRuns(ok ? outcome.runs().subList(1, outcome.runs().size()) : List.of())
        .repeats(repeats)
        .build();
  }

  /**
   * Attacks this sandbox in all the ways of the self-test.
   *
   * @return one line per attack, for a person to read
   */
  public List<Probe> selfTest() {
    Slot slot = take();
    try {
      zygotes.requireOpen();
      return zygotes.selfTest(slot.zygote(false, 0)).attack();
    } catch (IOException e) {
      slot.discard(false, 0);
      zygotes.requireOpen();
      throw SandboxUnavailableException.here("its process died under the self-test", e);
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
    return workers;
  }

  /** The interpreter's version, such as 3.11.2. */
  public String pythonVersion() {
    return python.version();
  }

  /**
   * Ends its processes and threads, those of a start under way too, and returns when they are gone.
   * Whoever runs a program or waits to do so gets a {@link SandboxUnavailableException}, and so
   * does every later call. May be called from any thread and more than once.
   */
  @Override
  public void close() {
    zygotes.close();
  }
}
