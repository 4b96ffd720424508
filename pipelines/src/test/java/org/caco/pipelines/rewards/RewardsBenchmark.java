package org.caco.pipelines.rewards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.Snippet;
import org.junit.jupiter.api.Test;

/**
 * How much the server does in a second of CPU time over HTTP, in batches of 64. Not part of the
 * tests:
 *
 * <pre>
 * mvn -q -B -pl pipelines -am test -Dtest=RewardsBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>CPU time is that of this process, in which the clients run as well, and of all programs.
 * {@code -Dcaco.benchmark.programs=6400} and {@code -Dcaco.benchmark.grades=128000} set the size; a
 * third as many go before.
 */
class RewardsBenchmark {
  private static final int BATCH = 64;
  private static final int PROGRAMS = Integer.getInteger("caco.benchmark.programs", 6400);
  private static final int GRADES = Integer.getInteger("caco.benchmark.grades", 128_000);
  private static final double TICKS = 100;

  private static final List<String> STUDENTS =
      List.of(
          "def total(price, count):\n    full = price * count\n    return round(full * 0.9, 2)\n",
          "Let us see.\n```python\ndef solve(count, price):\n    total = 0\n"
              + "    for i in range(count):\n        total += price * 0.9\n"
              + "    return round(total, 2)\n```\nThat is all.",
          "input = {'price': 3, 'count': 4}\n\ndef cost(price, count):\n"
              + "    return price * count * 9 / 10\n\noutput = cost(**input)\nprint(output)\n",
          "from fractions import Fraction\n\ndef cost(price, count):\n"
              + "    rate = Fraction(9, 10)\n    return float(rate * price * count)\n",
          "def wrong(price, count):\n    return price + count\n",
          "def fails(price, count):\n    return price / (count - count)\n");

  @Test
  void perCpuSecond() throws Exception {
    System.out.printf(
        Locale.ROOT,
        "%s, %d cores, Java %s%n",
        cpu(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version());
    bare();
    try (RewardServer server = RewardServer.start(RewardConfig.defaults())) {
      measure(server, "/grade", "grades", GRADES, RewardsBenchmark::grades);
      measure(server, "/score", "programs, 10 tests each,", PROGRAMS, RewardsBenchmark::programs);
    }
  }

  /** Only the sandbox, a program at a time: what the server cannot exceed. */
  private static void bare() throws Exception {
    try (Sandbox sandbox = Sandbox.open(SandboxConfig.defaults())) {
      double cpu = 0;
      for (int i = 0; i < PROGRAMS / 2; i++) {
        cpu = i == PROGRAMS / 8 ? cpuSeconds() : cpu;
        sandbox.run(Snippet.of("bare", STUDENTS.get(2)));
      }
      System.out.printf(
          Locale.ROOT,
          "the sandbox alone, one run each: %,.0f programs a CPU-second%n",
          (PROGRAMS / 2 - PROGRAMS / 8) / (cpuSeconds() - cpu));
    }
  }

  private interface Batch {
    String number(int number);
  }

  private static void measure(RewardServer server, String path, String what, int count, Batch batch)
      throws Exception {
    send(server, path, count / BATCH / 3, batch);
    double cpu = cpuSeconds();
    long start = System.nanoTime();
    send(server, path, count / BATCH, batch);
    double wall = (System.nanoTime() - start) / 1e9;
    cpu = cpuSeconds() - cpu;
    System.out.printf(
        Locale.ROOT,
        "%,d %s over HTTP in batches of %d: %,.0f a CPU-second, %,.0f a second%n",
        count,
        what,
        BATCH,
        count / cpu,
        count / wall);
  }

  private static void send(RewardServer server, String path, int batches, Batch batch)
      throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(4);
    Asked asked = new Asked(server);
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < batches; i++) {
        String body = batch.number(i);
        sent.add(
            clients.submit(
                () -> {
                  if (asked.send(path, body).statusCode() != 200) {
                    throw new IllegalStateException("a request was refused");
                  }
                  return null;
                }));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } finally {
      clients.shutdown();
    }
  }

  private static String grades(int number) {
    ObjectNode body = Asked.JSON.createObjectNode();
    ArrayNode items = body.putArray("items");
    for (int i = 0; i < BATCH; i++) {
      int n = number * BATCH + i;
      ObjectNode item = items.addObject();
      String text =
          "First we count the apples: there are "
              + n
              + " of them. Each costs 3 dollars, so that all of them cost 3 * "
              + n
              + " = "
              + 3 * n
              + " dollars.\n\nThen a tenth is taken off. ".repeat(6);
      switch (i % 8) {
        case 0 ->
            item.put("gold", "\\frac{" + n + "}{7}").put("pred", text + "\\boxed{" + n + "/7}");
        case 1 -> item.put("gold", n + ".50").put("pred", text + "The answer is $" + n + ".5.");
        case 2 ->
            item.put("gold", "x^2 + " + n + "x").put("pred", text + "\\boxed{x(x + " + n + ")}");
        case 3 -> item.put("gold", "(1, " + n + ")").put("pred", text + "\\boxed{(1," + n + ")}");
        default -> item.put("gold", "" + n).put("pred", text + "\\boxed{" + (n + i % 2) + "}");
      }
    }
    return body.toString();
  }

  private static String programs(int number) {
    ObjectNode body = Asked.JSON.createObjectNode();
    ArrayNode items = body.putArray("items");
    for (int i = 0; i < BATCH; i++) {
      ObjectNode item = items.addObject();
      item.put("code", STUDENTS.get(i % STUDENTS.size()) + "# " + number);
      for (int test = 1; test <= 10; test++) {
        item.withArray("tests")
            .addObject()
            .put("input", "{\"price\":" + (test + i) + ",\"count\":" + (test + 2) + "}")
            .put("output", Double.toString((test + i) * (test + 2) * 9 / 10.0));
      }
    }
    return body.toString();
  }

  private static String cpu() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse("an unknown processor");
    }
  }

  /** CPU seconds of this process, its descendants and their reaped children. */
  private static double cpuSeconds() throws IOException {
    double ticks = 0;
    long self = ProcessHandle.current().pid();
    List<Long> processes = new ArrayList<>(List.of(self));
    try (Stream<ProcessHandle> descendants = ProcessHandle.current().descendants()) {
      descendants.map(ProcessHandle::pid).forEach(processes::add);
    }
    for (long process : processes) {
      String stat;
      try {
        stat = Files.readString(Path.of("/proc/" + process + "/stat"));
      } catch (IOException e) {
        continue;
      }
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      for (int field = 11; field < (process == self ? 13 : 15); field++) {
        ticks += Double.parseDouble(fields[field]);
      }
    }
    return ticks / TICKS;
  }
}
