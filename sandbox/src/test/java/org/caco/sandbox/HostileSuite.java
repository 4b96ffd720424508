package org.caco.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs hostile programs, each beside a healthy neighbour, and checks after each: its verdict, the
 * neighbour's record, bait of the host, and that nothing is left running. Has no test framework, so
 * that it can run by itself as another user: see {@link #main}.
 */
final class HostileSuite implements AutoCloseable {
  private static final String BAIT = "bait";
  private static final String WITNESS =
      """
import builtins, decimal, fcntl, gc, json, math, os, random, statistics, sys
input = {"a": [3, 1, 2]}
def f(a):
    return [
        sorted(a), sum(a), math.sqrt(16), json.dumps(a), str(decimal.Decimal(1) / 3),
        os.environ["PATH"], os.environ.get("LD_PRELOAD"), os.getcwd(), len(sys.path),
        sys.getrecursionlimit(), statistics.mean(a), len(dir(builtins)), gc.isenabled(),
        random.Random(1).random(), type(1).__name__, 1 + 1, os.umask(0), sys.excepthook is None,
        signal_state(), [fcntl.fcntl(fd, fcntl.F_GETFL) for fd in (0, 1, 2, 3)],
    ]
def signal_state():
    import signal
    return [str(signal.getsignal(signal.SIGALRM)), list(signal.getitimer(signal.ITIMER_REAL))]
output = f(**input)
""";

  /** One program and what must become of it. */
  record Program(String name, Set<Verdict> verdicts, String error, String code) {
    @Override
    public String toString() {
      return name;
    }
  }

  // Programs that end by their time limit get little; the others must not reach theirs.
  private final Sandbox hasty;
  private final Sandbox patient;
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final Path folder;
  private final Path file;
  private final ServerSocketChannel tcp;
  private final DatagramChannel udp;
  private final String witnessed;
  private final Set<Long> running;

  HostileSuite(Isolation isolation) throws IOException {
    folder =
        Files.createTempDirectory(
            "caco-hostile",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    file = Files.writeString(folder.resolve("bait"), BAIT);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    tcp = ServerSocketChannel.open().bind(loopback);
    tcp.configureBlocking(false);
    udp = DatagramChannel.open().bind(loopback);
    udp.configureBlocking(false);
    hasty = open(isolation, Duration.ofMillis(300));
    patient = open(isolation, Duration.ofSeconds(5));
    for (Sandbox sandbox : List.of(hasty, patient)) {
      for (String imports : List.of("", "import sympy\n")) {
        // Two that wait hold both slots, so that both have both kinds of zygote.
        String waiting = imports + "import time\ntime.sleep(0.2)\noutput = 1";
        var other = CompletableFuture.supplyAsync(() -> run(sandbox, "other", waiting), callers);
        run(sandbox, "one", waiting);
        other.join();
      }
    }
    witnessed = witness(patient);
    running = running();
  }

  private static Sandbox open(Isolation isolation, Duration cpuLimit) {
    return Sandbox.open(
        SandboxConfig.defaults()
            .withIsolation(isolation)
            .withWorkers(2)
            .withCpuLimit(cpuLimit)
            .withWallFactor(1)
            .withMemoryBytes(192L << 20));
  }

  static List<Program> programs() {
    String prelude = TestResources.read("hostile_prelude.py");
    List<Program> programs = new ArrayList<>();
    for (String block : TestResources.read("hostile.txt").split("(?m)^## ", -1)) {
      if (block.startsWith("#")) {
        continue;
      }
      int end = block.indexOf('\n');
      String[] head = block.substring(0, end).split(" ~ ", 2);
      String[] words = head[0].strip().split(" ", 2);
      Set<Verdict> verdicts =
          Arrays.stream(words[1].split("\\|", -1))
              .map(Verdict::valueOf)
              .collect(Collectors.toSet());
      String code = block.substring(end + 1);
      programs.add(
          new Program(
              words[0],
              verdicts,
              head.length > 1 ? head[1] : "",
              words[0].startsWith("source/") ? code : prelude + code));
    }
    return programs;
  }

  /** What is wrong after this program; empty if nothing is. */
  List<String> check(Program program) throws IOException {
    List<String> wrong = new ArrayList<>();
    Sandbox sandbox = program.verdicts().contains(Verdict.TIMEOUT) ? hasty : patient;
    var neighbour = CompletableFuture.supplyAsync(() -> witness(sandbox), callers);
    SandboxResult result = run(sandbox, program.name(), prepare(program.code()));
    if (!program.verdicts().contains(result.verdict())
        || !result.error().contains(program.error())
        || (result.verdict() == Verdict.OK && !result.outputText().equals("blocked"))) {
      wrong.add(
          result.verdict() + " '" + result.outputText() + "' " + result.error() + ", not as said");
    }
    if (!result.id().equals(program.name())) {
      wrong.add("the record has the id " + result.id());
    }
    if (!neighbour.join().equals(witnessed)) {
      wrong.add("the neighbour's record was " + neighbour.join());
    }
    for (int i = 0; i < 2; i++) {
      String next = witness(sandbox);
      if (!next.equals(witnessed)) {
        wrong.add("the next program's record was " + next);
      }
    }
    wrong.addAll(damage());
    return wrong;
  }

  /** What is wrong with the host. */
  private List<String> damage() throws IOException {
    List<String> wrong = new ArrayList<>();
    if (!Files.readString(file).equals(BAIT)) {
      wrong.add("the file is changed");
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (!files.toList().equals(List.of(file))) {
        wrong.add("the folder is changed");
      }
    }
    if (tcp.accept() != null || udp.receive(ByteBuffer.allocate(64)) != null) {
      wrong.add("something arrived on the loopback");
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (!running().equals(running)) {
      if (System.nanoTime() > deadline) {
        wrong.add("running processes are " + running() + ", were " + running);
        break;
      }
      Thread.onSpinWait();
    }
    return wrong;
  }

  private static SandboxResult run(Sandbox sandbox, String id, String code) {
    return sandbox.run(Snippet.of(id, code));
  }

  private static String witness(Sandbox sandbox) {
    SandboxResult result = run(sandbox, "witness", WITNESS);
    return result.verdict() + result.input() + result.output() + result.error();
  }

  private static Set<Long> running() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private String prepare(String code) throws IOException {
    return code.replace("@FILE@", file.toString())
        .replace("@FOLDER@", folder.toString())
        .replace("@TCP@", port(tcp.getLocalAddress()))
        .replace("@UDP@", port(udp.getLocalAddress()))
        .replace("@PID@", Long.toString(ProcessHandle.current().pid()))
        .replace("@NULL@", "\0")
        .replace("@NESTED@", "(".repeat(5000) + "1" + ")".repeat(5000))
        .replace("@LISTS@", "[".repeat(100000))
        .replace("@CHAIN@", "1" + "+1".repeat(100000))
        .replace("@LARGE@", "x".repeat(1_200_000));
  }

  private static String port(java.net.SocketAddress address) {
    return Integer.toString(((InetSocketAddress) address).getPort());
  }

  @Override
  public void close() throws IOException {
    hasty.close();
    patient.close();
    callers.shutdown();
    tcp.close();
    udp.close();
    Files.deleteIfExists(file);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path left : files.toList()) {
        Files.delete(left);
      }
    }
    Files.delete(folder);
  }

  /** Runs all programs; the argument is the tier. Ends with status 1 if anything is wrong. */
  public static void main(String[] arguments) throws IOException {
    int wrong = 0;
    int count = 0;
    StringBuilder report = new StringBuilder();
    try (HostileSuite suite = new HostileSuite(Isolation.valueOf(arguments[0]))) {
      for (Program program : programs()) {
        List<String> found = suite.check(program);
        count++;
        if (!found.isEmpty()) {
          wrong++;
          report.append(program).append(": ").append(found).append('\n');
        }
      }
    }
    report.append(count).append(" programs, ").append(wrong).append(" wrong");
    System.out.write(report.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    System.exit(wrong == 0 ? 0 : 1);
  }
}
