package org.caco.transforms.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The grader against answer pairs labelled by hand. */
class AnswerPairsTest {
  private record Pair(String gold, String pred, boolean equal) {
    String evidence(Grade grade) {
      return "%s | %s: %s".formatted(gold, pred, grade.reason());
    }
  }

  private final AnswerGrader grader = AnswerGrader.strict();

  private static List<Pair> pairs() throws IOException {
    List<Pair> pairs = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                AnswerPairsTest.class.getResourceAsStream("answer-pairs.tsv"), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("# ")) {
          String[] fields = line.split("\t", -1);
          pairs.add(new Pair(fields[0], fields[1].replace("\\n", "\n"), fields[2].equals("equal")));
        }
      }
    }
    return pairs;
  }

  @Test
  void agreesWithTheLabels() throws IOException {
    List<Pair> pairs = pairs();
    List<String> disagreements = new ArrayList<>();
    for (Pair pair : pairs) {
      Grade grade = grader.compare(pair.gold(), pair.pred());
      if (grade.equal() != pair.equal()) {
        disagreements.add(pair.evidence(grade));
      }
    }
    assertThat(disagreements).hasSizeLessThanOrEqualTo(pairs.size() * 2 / 100);
  }

  @Test
  void hardlyEverCallsDifferentAnswersEqual() throws IOException {
    List<String> accepted = new ArrayList<>();
    int different = 0;
    for (Pair pair : pairs()) {
      Grade grade = grader.compare(pair.gold(), pair.pred());
      different += pair.equal() ? 0 : 1;
      if (grade.equal() && !pair.equal()) {
        accepted.add(pair.evidence(grade));
      }
    }
    assertThat(accepted).hasSizeLessThanOrEqualTo(different * 3 / 1000);
  }

  @Test
  void givesTheSameVerdictWithTheSidesExchanged() throws IOException {
    List<String> asymmetric = new ArrayList<>();
    for (Pair pair : pairs()) {
      Grade grade = grader.compare(pair.gold(), pair.pred());
      if (!grade.equals(grader.compare(pair.pred(), pair.gold()))) {
        asymmetric.add(pair.evidence(grade));
      }
    }
    assertThat(asymmetric).isEmpty();
  }
}
