package org.caco.grader;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The answer pairs that are labelled by hand. */
final class AnswerPairs {
  /** Two answers or solution texts, and whether they are the same. */
  record Pair(String gold, String pred, boolean equal) {
    String evidence(Grade grade) {
      return "%s | %s: %s".formatted(gold, pred, grade.reason());
    }
  }

  private AnswerPairs() {}

  /** What the grader is tuned on, and measured with. */
  static List<Pair> all() {
    return read("answer-pairs.tsv");
  }

  /** Every form that an answer is written in, and what only looks like it. */
  static List<Pair> forms() {
    return read("answer-forms.tsv");
  }

  private static List<Pair> read(String file) {
    List<Pair> pairs = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(AnswerPairs.class.getResourceAsStream(file), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("# ")) {
          String[] fields = line.split("\t", -1);
          boolean equal = fields[2].equals("equal");
          pairs.add(new Pair(fields[0].replace('⏎', '\n'), fields[1].replace('⏎', '\n'), equal));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pairs;
  }
}
