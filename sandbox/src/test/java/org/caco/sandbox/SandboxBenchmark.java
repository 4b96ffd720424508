package org.caco.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the sandbox with the plain way and with the floor, over a mix of which 21% import sympy.
 * Not part of the tests:
 *
 * <pre>
 * mvn -q -B -pl sandbox test -Dtest=SandboxBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>CPU time is that of all processes, read from /proc, so a busy machine disturbs it less than
 * wall time. {@code -Dcaco.benchmark.programs=2000} sets the size.
 */
class SandboxBenchmark {
  private static final int PROGRAMS = Integer.getInteger("caco.benchmark.programs", 2000);
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final double TICKS = 100;

  private record Figures(int count, int ok, double wall, double cpu, double p50, double p99) {
    void print(String name) {
      System.out.printf(
          Locale.ROOT,
          "%-44s %5d of %5d ok %8.1f /s %8.1f /CPU-s %7.2f CPU ms %7.1f ms p50 %7.1f ms p99%n",
          name,
          ok,
          count,
          count / wall,
          count / cpu,
          1000 * cpu / count,
          p50 * 1000,
          p99 * 1000);
    }
  }

  @Test
  void compare() throws Exception {
    List<String> mix = BenchmarkPrograms.mix(PROGRAMS);
    List<String> light = mix.stream().filter(code -> !Source.isHeavy(code)).toList();
    List<String> heavy = mix.stream().filter(Source::isHeavy).toList();
    Isolation tier = Isolation.valueOf(System.getProperty("caco.test.isolation", "NAMESPACES"));
    SandboxConfig config = SandboxConfig.defaults().withIsolation(tier);
    System.out.printf("%d programs, %d with sympy, %d cores%n", PROGRAMS, heavy.size(), CORES);

    Figures floorLight = python("bench_floor.py", light, "light", "");
    floorLight.print("floor: fork only, light, 1 core");
    String warm = Jail.module("warm") + "\nwarm_heavy()\n";
    Figures floorHeavy = python("bench_floor.py", heavy, "heavy", warm);
    floorHeavy.print("floor: fork only, sympy, 1 core");
    try (Sandbox one = Sandbox.open(config.withWorkers(1))) {
      warmUp(one, mix);
      sandbox(one, light, 1).print("sandbox, light, 1 worker");
      sandbox(one, heavy, 1).print("sandbox, sympy, 1 worker");
      sandbox(one, mix, 1).print("sandbox, mix, 1 worker");
      measured(mix, 1, code -> hasTwins(one, code)).print("sandbox, mix with twins, 1 worker");
      measured(light, 1, code -> hasTwins(one, code)).print("sandbox, light with twins, 1 worker");
    }
    Figures ours;
    try (Sandbox all = Sandbox.open(config)) {
      warmUp(all, mix);
      ours = sandbox(all, mix, CORES);
      ours.print("sandbox, mix, " + CORES + " workers");
      sandbox(all, mix, 4 * CORES).print("sandbox, mix, 4 callers a core");
    }
    List<String> some = mix.subList(0, Math.min(mix.size(), 300));
    Figures plain = python("bench_multiprocessing.py", some, Integer.toString(CORES), "");
    plain.print("plain multiprocessing, " + CORES + " workers");
    double floorCpu = (floorLight.cpu + floorHeavy.cpu) / PROGRAMS;
    double ourCpu = ours.cpu / ours.count;
    System.out.printf(
        Locale.ROOT,
        "per CPU-second: %.1f times the plain way, %.0f%% of the floor%n",
        plain.cpu / plain.count / ourCpu,
        100 * floorCpu / ourCpu);
  }

  private static void warmUp(Sandbox sandbox, List<String> mix) throws Exception {
    sandbox(sandbox, mix.subList(0, Math.min(200, mix.size())), 2 * CORES);
  }

  private static boolean hasTwins(Sandbox sandbox, String code) {
    // A program with sympy is not run at all.
    return Source.isHeavy(code)
        == (sandbox.runTwins(Snippet.of("id", code), true).chosen() == null);
  }

  private static Figures sandbox(Sandbox sandbox, List<String> codes, int callers)
      throws Exception {
    return measured(
        codes, callers, code -> sandbox.run(Snippet.of("id", code)).verdict() == Verdict.OK);
  }

  private static Figures measured(List<String> codes, int callers, Predicate<String> run)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    try {
      double cpuBefore = cpuSeconds();
      long start = System.nanoTime();
      List<Future<double[]>> futures = new ArrayList<>();
      for (String code : codes) {
        futures.add(
            pool.submit(
                () -> {
                  long began = System.nanoTime();
                  boolean ok = run.test(code);
                  double seconds = (System.nanoTime() - began) / 1e9;
                  return new double[] {ok ? 1 : 0, seconds};
                }));
      }
      int ok = 0;
      double[] latencies = new double[codes.size()];
      for (int i = 0; i < latencies.length; i++) {
        double[] result = futures.get(i).get();
        ok += (int) result[0];
        latencies[i] = result[1];
      }
      double wall = (System.nanoTime() - start) / 1e9;
      double cpu = cpuSeconds() - cpuBefore;
      Arrays.sort(latencies);
      return new Figures(
          latencies.length,
          ok,
          wall,
          cpu,
          latencies[latencies.length / 2],
          latencies[latencies.length * 99 / 100]);
    } finally {
      pool.shutdown();
    }
  }

  private static Figures python(String script, List<String> codes, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(Executables.dropPrivileges());
    command.addAll(List.of(TestConfigs.python().executable(), "-c", TestResources.read(script)));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(Jail.environment(0));
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    StringBuilder lines = new StringBuilder();
    for (String code : codes) {
      lines.append(Json.MAPPER.writeValueAsString(code)).append('\n');
    }
    try (OutputStream input = process.getOutputStream()) {
      input.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
    JsonNode answer = Json.MAPPER.readTree(process.getInputStream().readAllBytes());
    process.waitFor();
    return new Figures(
        codes.size(),
        answer.get("ok").intValue(),
        answer.get("wall").doubleValue(),
        answer.get("cpu").doubleValue(),
        answer.get("p50").doubleValue(),
        answer.get("p99").doubleValue());
  }

  /** CPU seconds of this process, its descendants and their reaped children. */
  private static double cpuSeconds() throws IOException {
    double ticks = 0;
    List<ProcessHandle> processes = new ArrayList<>(List.of(ProcessHandle.current()));
    try (Stream<ProcessHandle> descendants = ProcessHandle.current().descendants()) {
      processes.addAll(descendants.toList());
    }
    for (ProcessHandle process : processes) {
      String stat;
      try {
        stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      } catch (IOException e) {
        continue;
      }
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      int last = process.pid() == ProcessHandle.current().pid() ? 13 : 15;
      for (int field = 11; field < last; field++) {
        ticks += Double.parseDouble(fields[field]);
      }
    }
    return ticks / TICKS;
  }
}
