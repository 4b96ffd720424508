package org.caco.grader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How fast one core grades, by CPU time of the thread. {@code -Dcaco.benchmark.pairs} says how many
 * pairs, over and over again; half as many before it counts. With {@code -Dcaco.benchmark.write}
 * the pairs that are graded are written into that folder, for {@code runners/grader-benchmark} to
 * give them to the command.
 */
class GraderBenchmark {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The labelled pairs, which are harder than ordinary ones. */
  @Test
  void labelledPairs() throws IOException {
    measure("labelled", AnswerPairs.all());
  }

  /**
   * What a run compares: of each row of GSM8K and of MATH the known answer with the text of a
   * solution that ends in it, and with the answer of the next row, which is mostly another.
   */
  @Test
  void ordinaryPairs() throws IOException {
    List<AnswerPairs.Pair> pairs = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    List<String> solutions = new ArrayList<>();
    for (JsonNode row : RealData.rows("gsm8k/train.jsonl")) {
      String[] parts = row.get("answer").asText().split("####", 2);
      answers.add(parts[1].strip());
      solutions.add(row.get("answer").asText().replaceAll("<<[^>]{0,200}>>", ""));
    }
    for (JsonNode row : RealData.rows("math/train4500.jsonl")) {
      String solution = row.get("solution").asText();
      FinalAnswer.marked(solution)
          .ifPresent(
              answer -> {
                answers.add(answer);
                solutions.add(solution);
              });
    }
    for (int i = 0; i < answers.size(); i++) {
      String next = answers.get((i + 1) % answers.size());
      pairs.add(new AnswerPairs.Pair(answers.get(i), solutions.get(i), true));
      pairs.add(new AnswerPairs.Pair(answers.get(i), next, answers.get(i).equals(next)));
    }
    measure("ordinary", pairs);
  }

  private static void measure(String name, List<AnswerPairs.Pair> pairs) throws IOException {
    int count = Integer.getInteger("caco.benchmark.pairs", 400_000);
    write(name, pairs, count);
    AnswerGrader grader = AnswerGrader.strict();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] nanos = new long[count];
    int equal = 0;
    long begin = 0;
    for (int n = -count / 2; n < count; n++) {
      if (n == 0) {
        begin = threads.getCurrentThreadCpuTime();
      }
      AnswerPairs.Pair pair = pairs.get(Math.floorMod(n, pairs.size()));
      long start = threads.getCurrentThreadCpuTime();
      boolean same = grader.compare(pair.gold(), pair.pred()).equal();
      if (n >= 0) {
        equal += same ? 1 : 0;
        nanos[n] = threads.getCurrentThreadCpuTime() - start;
      }
    }
    double seconds = (threads.getCurrentThreadCpuTime() - begin) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        "%s: %,d pairs, %,.0f a second of CPU time; microseconds: median %.1f, 99%% %.1f,"
            + " largest %.1f; %,d equal%n",
        name,
        count,
        count / seconds,
        nanos[count / 2] / 1e3,
        nanos[(int) (count * 0.99)] / 1e3,
        nanos[count - 1] / 1e3,
        equal);
  }

  private static void write(String name, List<AnswerPairs.Pair> pairs, int count)
      throws IOException {
    String folder = System.getProperty("caco.benchmark.write");
    if (folder == null) {
      return;
    }
    try (BufferedWriter writer =
        Files.newBufferedWriter(
            Files.createDirectories(Path.of(folder)).resolve(name + ".jsonl"))) {
      for (int n = 0; n < count; n++) {
        AnswerPairs.Pair pair = pairs.get(n % pairs.size());
        writer.write(
            JSON.writeValueAsString(Map.of("id", n, "gold", pair.gold(), "pred", pair.pred())));
        writer.write('\n');
      }
    }
  }
}
