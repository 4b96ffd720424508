package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code grade} command: one line out for each line in, whatever that is. */
class GradeTest {
  @TempDir Path folder;

  @Test
  void linesThatHoldNoPairAreNamedAndStopNothing() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("{\"id\": 1, \"gold\": \"1\", \"pred\": \"".getBytes(UTF_8));
    bytes.writeBytes(new byte[] {(byte) 0xff, '"', '}', '\n'});
    bytes.writeBytes(
        """
        {"id": 2, "gold": null, "pred": null}
        {"id": 3, "gold": "1"}
        {"id": 4, "gold": "1", "pred": ["1"]}

        {"id": 6, "gold": "1", "pred": "1"} {"id": 7, "gold": "1", "pred": "2"}
        {"id": 8, "gold": "0.5", "pred": "1/2"}
        """
            .getBytes(UTF_8));
    List<JsonNode> grades = grade(bytes.toByteArray());
    assertThat(grades)
        .extracting(grade -> grade.get("reason").asText())
        .startsWith(
            "invalid_line",
            "invalid_line",
            "invalid_line",
            "invalid_line",
            "invalid_line",
            "invalid_line")
        .hasSize(7);
    assertThat(grades)
        .extracting(grade -> grade.path("error").asText())
        .satisfies(errors -> assertThat(errors.get(0)).contains("line 1", "UTF-8"))
        .satisfies(errors -> assertThat(errors.get(1)).contains("line 2", "gold", "null"))
        .satisfies(errors -> assertThat(errors.get(2)).contains("line 3", "pred"))
        .satisfies(errors -> assertThat(errors.get(3)).contains("line 4", "pred", "array"));
    assertThat(grades.get(6).get("equal").asBoolean()).isTrue();
  }

  @Test
  void manyPairsComeOutInTheOrderOfTheirLines() throws IOException {
    StringBuilder pairs = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      pairs.append("{\"id\": %d, \"gold\": \"%d\", \"pred\": \"%d\"}\n".formatted(i, i, i - i % 2));
    }
    assertThat(grade(pairs.toString().getBytes(UTF_8)))
        .hasSize(3_000)
        .allSatisfy(
            grade ->
                assertThat(grade.get("equal").asBoolean())
                    .isEqualTo(grade.get("id").asInt() % 2 == 0))
        .extracting(grade -> grade.get("id").asInt())
        .isSorted();
  }

  @Test
  void byteOrderMarkAndCarriageReturnsAreNoPartOfALine() throws IOException {
    assertThat(grade("\ufeff{\"id\": 1, \"gold\": 2, \"pred\": \"2\"}\r\n".getBytes(UTF_8)))
        .singleElement()
        .extracting(grade -> grade.get("equal").asBoolean())
        .isEqualTo(true);
  }

  @Test
  void halfACharacterStaysInTheId() throws IOException {
    String line = "{\"id\": \"\\ud800\", \"gold\": \"2\", \"pred\": \"2\"}\n";
    assertThat(grade(line.getBytes(UTF_8)))
        .singleElement()
        .extracting(grade -> grade.get("id").asText())
        .isEqualTo("\ud800");
  }

  @Test
  void numbersStayAsTheyAreWritten() throws IOException {
    String line = "{\"gold\": 12345678901234567.25, \"pred\": \"12345678901234567.25\"}\n";
    assertThat(grade(line.getBytes(UTF_8)).get(0).get("equal").asBoolean()).isTrue();
  }

  private List<JsonNode> grade(byte[] lines) throws IOException {
    Path input = Files.write(folder.resolve("pairs.jsonl"), lines);
    Path output = folder.resolve("grades.jsonl");
    Ran ran = Ran.caco("grade", "--input=" + input, "--output=" + output);
    assertThat(ran.status()).as(ran.err()).isZero();
    List<JsonNode> grades = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      grades.add(new ObjectMapper().readTree(line));
    }
    return grades;
  }
}
