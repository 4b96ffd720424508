package org.caco.grader;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Grades as many random and mutated pairs as {@code -Dcaco.endurance.pairs} says (10 million unless
 * set), from the seed {@code -Dcaco.endurance.seed}, and prints the reasons, the slowest pair and
 * the percentiles of CPU time. Fails at the first fault.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class GraderEndurance {
  @Test
  void neverFails() {
    int pairs = Integer.getInteger("caco.endurance.pairs", 10_000_000);
    long seed = Long.getLong("caco.endurance.seed", 1);
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
