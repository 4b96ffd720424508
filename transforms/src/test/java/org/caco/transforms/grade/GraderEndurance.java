package org.caco.transforms.grade;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Grades as many random and mutated pairs as its first argument says (10 million by default), from
 * the seed in its second, and prints the reasons, the slowest pair and the percentiles of CPU time.
 * Fails at the first fault.
 */
final class GraderEndurance {
  private GraderEndurance() {}

  public static void main(String[] arguments) {
    int pairs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    AnswerGrader grader = AnswerGrader.strict();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    OddAnswers odd = new OddAnswers(seed);
    Map<String, Integer> reasons = new TreeMap<>();
    long[] nanos = new long[pairs];
    long slowest = 0;
    for (int i = 0; i < pairs; i++) {
      String a = odd.next();
      String b = odd.next();
      long start = threads.getCurrentThreadCpuTime();
      Grade grade = grader.compareBounded(a, b);
      nanos[i] = threads.getCurrentThreadCpuTime() - start;
      reasons.merge(grade.reason(), 1, Integer::sum);
      if (nanos[i] > slowest) {
        slowest = nanos[i];
        System.out.printf("slowest so far: %.1f ms: %s | %s%n", slowest / 1e6, a, b);
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%d pairs; CPU microseconds: median %.1f, 99%% %.1f, largest %.1f%n%s%n",
        pairs, nanos[pairs / 2] / 1e3, nanos[(int) (pairs * 0.99)] / 1e3, slowest / 1e3, reasons);
  }
}
