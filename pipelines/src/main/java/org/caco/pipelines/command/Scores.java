package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.caco.pipelines.graph.Evaluation;
import org.caco.text.Printable;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.report.Proportion;

/**
 * What the rows of an evaluation come to, for each benchmark.
 *
 * <p>pass@k of an item of whose n attempts c are correct is 1 - C(n-c, k) / C(n, k), the estimate
 * of "Evaluating Large Language Models Trained on Code", arXiv 2107.03374; a benchmark's is the
 * mean of its items'. Of one attempt an item, its interval is Wilson's at 95%; of several, that of
 * the items' mean, for attempts at one item are alike. Items that no reply came for are counted and
 * left out.
 */
final class Scores {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double Z = 1.959964;

  /** What the attempts at one benchmark's items came to. */
  private static final class Benchmark {
    private final List<int[]> items = new ArrayList<>();
    private long unanswered;
    private long withoutAnswer;
    private long truncated;
    private int attempts;

    void add(JsonNode row) {
      if (!row.path("answered").asBoolean()) {
        unanswered++;
        return;
      }
      int tried = row.path("attempts").asInt();
      attempts = Math.max(attempts, tried);
      items.add(new int[] {tried, row.path("correct").asInt()});
      truncated += row.path("truncated").asInt();
      withoutAnswer += tried - row.path("answers").size() - row.path("truncated").asInt();
      for (JsonNode answer : row.path("answers")) {
        withoutAnswer += answer.path("answer").asText().isEmpty() ? 1 : 0;
      }
    }

    /** pass@k with the ends of its interval. */
    double[] pass(int k) {
      if (items.isEmpty()) {
        return new double[] {0, 0, 1};
      }
      double sum = 0;
      double squares = 0;
      for (int[] item : items) {
        double pass = pass(item[0], item[1], k);
        sum += pass;
        squares += pass * pass;
      }
      int n = items.size();
      double mean = sum / n;
      if (attempts == 1) {
        Proportion share = new Proportion(Math.round(sum), n);
        return new double[] {mean, share.low(), share.high()};
      }
      double variance = n < 2 ? 0.25 : (squares - n * mean * mean) / (n - 1);
      double margin = Z * Math.sqrt(Math.max(0, variance) / n);
      return new double[] {mean, Math.max(0, mean - margin), Math.min(1, mean + margin)};
    }

    static double pass(int tried, int correct, int k) {
      double allWrong = 1;
      for (int i = 0; i < k; i++) {
        allWrong *= Math.max(0, tried - correct - i) / (double) (tried - i);
      }
      return 1 - allWrong;
    }
  }

  private final Map<String, Benchmark> benchmarks = new TreeMap<>();

  private Scores() {}

  /** Those of the run that has written to {@code output}. */
  static Scores of(String output) throws IOException {
    Scores scores = new Scores();
    for (MatchResult.Metadata file : FileGlobs.in(output, Evaluation.ITEMS + "/part-*")) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  Channels.newInputStream(FileSystems.open(file.resourceId())), UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          JsonNode row = JSON.readTree(line);
          scores
              .benchmarks
              .computeIfAbsent(row.path("benchmark").asText(), name -> new Benchmark())
              .add(row);
        }
      }
    }
    return scores;
  }

  /** The numbers of attempts that pass@k is told for: powers of two, and all. */
  private static List<Integer> ks(int attempts) {
    List<Integer> ks = new ArrayList<>();
    for (int k = 1; k < attempts; k *= 2) {
      ks.add(k);
    }
    ks.add(Math.max(1, attempts));
    return ks;
  }

  /**
   * {@code [{"benchmark", "items", "unanswered", "attempts", "no_final_answer", "truncated",
   * "pass": {"1": {"score", "low", "high"}, ...}}, ...]}.
   */
  ArrayNode json() {
    ArrayNode all = JSON.createArrayNode();
    benchmarks.forEach(
        (name, benchmark) -> {
          ObjectNode one =
              all.addObject()
                  .put("benchmark", name)
                  .put("items", benchmark.items.size())
                  .put("unanswered", benchmark.unanswered)
                  .put("attempts", benchmark.attempts)
                  .put("no_final_answer", benchmark.withoutAnswer)
                  .put("truncated", benchmark.truncated);
          ObjectNode passes = one.putObject("pass");
          for (int k : ks(benchmark.attempts)) {
            double[] pass = benchmark.pass(k);
            passes
                .putObject(Integer.toString(k))
                .put("score", pass[0])
                .put("low", pass[1])
                .put("high", pass[2]);
          }
        });
    return all;
  }

  void print(PrintStream out) {
    benchmarks.forEach(
        (name, benchmark) -> {
          out.printf(
              Locale.ROOT,
              "%s: %,d items, %d attempts each; %,d attempts cut off, %,d without a final answer%n",
              Printable.of(name),
              benchmark.items.size(),
              benchmark.attempts,
              benchmark.truncated,
              benchmark.withoutAnswer);
          for (int k : ks(benchmark.attempts)) {
            double[] pass = benchmark.pass(k);
            out.printf(
                Locale.ROOT,
                "  pass@%-4d %5.1f%%  (95%%: %.1f to %.1f%%)%n",
                k,
                100 * pass[0],
                100 * pass[1],
                100 * pass[2]);
          }
          if (benchmark.unanswered > 0) {
            out.printf(
                Locale.ROOT,
                "  %,d further items got no reply and are left out: the same command asks for them"
                    + " again.%n",
                benchmark.unanswered);
          }
        });
  }
}
