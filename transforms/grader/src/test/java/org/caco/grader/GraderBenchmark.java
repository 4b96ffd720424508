package org.caco.grader;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How fast one core grades the labelled pairs, which are harder than ordinary ones, by CPU time.
 * {@code -Dcaco.benchmark.rounds} says how often all of them; half as often before it counts.
 */
class GraderBenchmark {
  @Test
  void labelledPairs() {
    int rounds = Integer.getInteger("caco.benchmark.rounds", 200);
    List<AnswerPairs.Pair> pairs = AnswerPairs.all();
    AnswerGrader grader = AnswerGrader.strict();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] nanos = new long[pairs.size() * rounds];
    int equal = 0;
    long begin = 0;
    for (int round = -rounds / 2; round < rounds; round++) {
      if (round == 0) {
        begin = threads.getCurrentThreadCpuTime();
      }
      for (int i = 0; i < pairs.size(); i++) {
        long start = threads.getCurrentThreadCpuTime();
        boolean same = grader.compare(pairs.get(i).gold(), pairs.get(i).pred()).equal();
        if (round >= 0) {
          equal += same ? 1 : 0;
          nanos[round * pairs.size() + i] = threads.getCurrentThreadCpuTime() - start;
        }
      }
    }
    double seconds = (threads.getCurrentThreadCpuTime() - begin) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        "%,d pairs, %,.0f a second of CPU time; microseconds: median %.1f, 99%% %.1f, largest %.1f;"
            + " %d equal%n",
        nanos.length,
        nanos.length / seconds,
        nanos[nanos.length / 2] / 1e3,
        nanos[(int) (nanos.length * 0.99)] / 1e3,
        nanos[nanos.length - 1] / 1e3,
        equal);
  }
}
