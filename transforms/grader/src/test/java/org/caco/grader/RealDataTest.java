package org.caco.grader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grader on real solutions and real program outputs; skipped where these are absent. */
class RealDataTest {
  private final AnswerGrader grader = AnswerGrader.strict();

  @ParameterizedTest
  @CsvSource({"math/train4500.jsonl, solution", "gsm8k/train.jsonl, answer"})
  void everySolutionEqualsItsOwnAnswer(String file, String field) throws IOException {
    List<String> exceptions = new ArrayList<>();
    for (JsonNode row : RealData.rows(file)) {
      String solution = row.get(field).asText();
      String answer = FinalAnswer.of(solution).orElse("");
      Grade grade = grader.compare(solution, answer);
      if (!grade.equal()) {
        exceptions.add(answer + ": " + grade.reason());
      }
    }
    assertThat(exceptions).isEmpty();
  }

  /**
   * The executed value of each program against the known answer, by our grader and by comparing
   * floats or texts. Prints the confusion table and every kind of difference.
   */
  @Test
  void differsFromComparingFloatsOnlyWhereTheTextIsTheSameQuantity() throws IOException {
    Map<String, Integer> table = new TreeMap<>();
    List<String> lost = new ArrayList<>();
    List<String> gained = new ArrayList<>();
    for (JsonNode row : RealData.rows("pot/tabmwp.jsonl")) {
      JsonNode executed = row.get("executed");
      JsonNode answer = row.get("answer");
      boolean plain = plainlyEqual(executed, answer);
      Grade grade = grader.compareOutput(executed.toString(), executed.asText(), answer.asText());
      String kind = "plain %s, grader %s".formatted(plain, grade.reason());
      table.merge(kind, 1, Integer::sum);
      if (plain && !grade.equal()) {
        lost.add(kind + ": " + executed + " | " + answer);
      } else if (!plain && grade.equal()) {
        gained.add(kind + ": " + executed + " | " + answer);
      }
    }
    table.forEach((kind, count) -> System.out.println(count + "\t" + kind));
    gained.forEach(System.out::println);
    assertThat(lost).isEmpty();
    assertThat(gained).hasSizeLessThan(5);
  }

  private static boolean plainlyEqual(JsonNode executed, JsonNode answer) {
    if (executed.isNumber() && answer.isNumber()) {
      return Math.abs(executed.asDouble() - answer.asDouble()) < 1e-6;
    }
    return !executed.isNull() && executed.asText().equals(answer.asText());
  }
}
