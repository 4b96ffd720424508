package org.caco.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Attacks a zygote's children from inside: with files and sockets of this JVM as bait. What a
 * program claims counts against the sandbox, never for it: the bait is looked at from outside as
 * well.
 */
final class SelfTest {
  private static final int MAX_HIDDEN = 2000;

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
  private final Interpreter python;
  private final Judge judge;
  private final Zygote zygote;

  SelfTest(SandboxConfig config, Interpreter python, Judge judge, Zygote zygote) {
    this.config = config;
    this.python = python;
    this.judge = judge;
    this.zygote = zygote;
  }

  List<Probe> attack() throws IOException {
    List<Probe> probes = new ArrayList<>();
    try (Bait bait = new Bait()) {
      Map<String, Object> targets = new LinkedHashMap<>(bait.targets());
      targets.put("pid", ProcessHandle.current().pid());
      targets.put("memory", config.memoryBytes());
      List<String> shown = new ArrayList<>(Jail.readable(python));
      shown.addAll(Jail.DEVICES);
      targets.put("shown", shown);
      targets.put("hidden", hidden(shown));
      String source = "input = " + Json.MAPPER.writeValueAsString(targets) + "\n";
      probes.addAll(fromInside(source + Jail.module("probes")));
      for (Map.Entry<String, String> attack : new TreeMap<>(FATAL).entrySet()) {
        probes.add(fatal(attack.getKey(), attack.getValue(), source + Jail.module("probes_fatal")));
      }
      probes.add(endless());
      probes.add(
          seen(
              "bait_untouched",
              "change or add files from any of the attacks above",
              bait.isUntouched()));
      probes.add(seen("bait_port", "reach this process by TCP", !bait.wasReachedByTcp()));
      probes.add(seen("bait_datagram", "reach this process by UDP", !bait.wasReachedByUdp()));
      return probes;
    }
  }

  /**
   * What a jail must not show: all that .pth files of the interpreter lead to, and what lies beside
   * the folders that it does show.
   */
  private List<String> hidden(List<String> shown) {
    Set<Path> open = shown.stream().map(SelfTest::real).collect(Collectors.toSet());
    Set<Path> above = new TreeSet<>();
    for (String path : shown) {
      for (Path folder = Path.of(path).getParent(); folder != null; folder = folder.getParent()) {
        above.add(folder);
      }
    }
    Stream<Path> beside = above.stream().flatMap(SelfTest::entries);
    return Stream.concat(python.projects().stream().map(Path::of), beside)
        .filter(path -> !above.contains(path) && open.stream().noneMatch(real(path)::startsWith))
        .map(Path::toString)
        .distinct()
        .limit(MAX_HIDDEN)
        .toList();
  }

  private static Stream<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }

  private static Path real(String path) {
    return real(Path.of(path));
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

  private Probe fatal(String name, String attempt, String program) throws IOException {
    Run run = run(program.replace("ATTACK", name), ATTACK_CPU_MS);
    boolean blocked = run.verdict() == Verdict.KILLED;
    return new Probe(
        name, attempt, blocked, blocked ? run.error() : run.verdict() + " " + run.output());
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
