package org.caco.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Attacks a zygote's children from inside: with a file, an environment variable and sockets of this
 * JVM as bait. What a program claims counts against the sandbox, never for it: the bait is looked
 * at from outside as well.
 */
final class SelfTest {
  private static final String BAIT = "caco-sandbox-bait";

  /** Long enough for the attacks, short enough to prove that time is limited. */
  private static final long ATTACK_CPU_MS = 5000;

  private static final long LOOP_CPU_MS = 100;

  /** Attacks that the kernel answers by ending the process: each in a process of its own. */
  private static final Map<String, String> FATAL =
      Map.of(
          "ptrace", "attach to the parent process as a debugger",
          "process_memory", "read the parent process's memory",
          "user_namespace", "make a user namespace",
          "join_namespace", "join another namespace",
          "mount", "mount a file system",
          "bpf", "load a kernel program",
          "io_uring", "set up an I/O ring",
          "keyring", "read the kernel's keys");

  private final SandboxConfig config;
  private final Judge judge;
  private final Zygote zygote;

  SelfTest(SandboxConfig config, Judge judge, Zygote zygote) {
    this.config = config;
    this.judge = judge;
    this.zygote = zygote;
  }

  List<Probe> attack() throws IOException {
    List<Probe> probes = new ArrayList<>();
    // World-readable, so that only the jail can keep it from being read.
    Path folder =
        Files.createTempDirectory(
            "caco-sandbox",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Path bait = folder.resolve("bait");
    try (ServerSocketChannel tcp = ServerSocketChannel.open();
        DatagramChannel udp = DatagramChannel.open()) {
      Files.writeString(bait, BAIT);
      Files.setPosixFilePermissions(bait, PosixFilePermissions.fromString("rw-rw-rw-"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      tcp.configureBlocking(false);
      tcp.bind(loopback);
      udp.configureBlocking(false);
      udp.bind(loopback);
      Map<String, Object> targets = new LinkedHashMap<>();
      targets.put("file", bait.toString());
      targets.put("folder", folder.toString());
      targets.put("bait", BAIT);
      targets.put("tcp", ((InetSocketAddress) tcp.getLocalAddress()).getPort());
      targets.put("udp", ((InetSocketAddress) udp.getLocalAddress()).getPort());
      targets.put("pid", ProcessHandle.current().pid());
      targets.put("memory", config.memoryBytes());
      String source = "input = " + Json.MAPPER.writeValueAsString(targets) + "\n";
      String program = source + Jail.module("probes");
      probes.addAll(fromInside(program));
      for (String name : new TreeSet<>(FATAL.keySet())) {
        probes.add(fatal(name, source + Jail.module("probes_fatal")));
      }
      probes.add(endless());
      probes.add(
          seen(
              "bait_untouched",
              "change or add files from any of the attacks above",
              Files.readString(bait).equals(BAIT) && filesIn(folder).equals(List.of(bait))));
      probes.add(seen("bait_port", "reach this process by TCP", tcp.accept() == null));
      probes.add(
          seen(
              "bait_datagram",
              "reach this process by UDP",
              udp.receive(ByteBuffer.allocate(16)) == null));
      return probes;
    } finally {
      for (Path file : filesIn(folder)) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private List<Probe> fromInside(String program) throws IOException {
    Run run = run(program, ATTACK_CPU_MS);
    List<Probe> probes = new ArrayList<>();
    if (run.verdict() != Verdict.OK) {
      probes.add(
          new Probe("self_test", "run the attacks", false, run.verdict() + ": " + run.error()));
      return probes;
    }
    for (JsonNode probe : Json.MAPPER.readTree(run.output())) {
      String got = probe.get("got").textValue();
      probes.add(
          new Probe(
              probe.get("name").textValue(),
              probe.get("attempt").textValue(),
              got.isEmpty(),
              got.isEmpty() ? probe.get("why").textValue() : got));
    }
    if (probes.size() < 20) {
      probes.add(new Probe("self_test", "run the attacks", false, "some did not run"));
    }
    return probes;
  }

  private Probe fatal(String name, String program) throws IOException {
    Run run = run(program.replace("ATTACK", name), ATTACK_CPU_MS);
    boolean blocked = run.verdict() == Verdict.KILLED;
    return new Probe(
        name, FATAL.get(name), blocked, blocked ? run.error() : run.verdict() + " " + run.output());
  }

  private Probe endless() throws IOException {
    Run run = run("while True:\n    pass\n", LOOP_CPU_MS);
    return new Probe(
        "endless_loop",
        "keep a core for ever",
        run.verdict() == Verdict.TIMEOUT,
        run.verdict() + ": " + run.error());
  }

  private static Probe seen(String name, String attempt, boolean blocked) {
    return new Probe(name, attempt, blocked, blocked ? "nothing arrived" : "it got through");
  }

  private Run run(String program, long cpuMs) throws IOException {
    Request request =
        new Request(config.withResultVariable("output"), program, List.of(), false, cpuMs);
    return judge.judge(zygote.run(request), request).runs().get(0);
  }
}
