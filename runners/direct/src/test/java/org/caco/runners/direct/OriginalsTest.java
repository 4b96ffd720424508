package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caco.pipelines.command.Caco;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose rows are seeds too, and whose unsolved seeds are solved first. */
class OriginalsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Path output;
  private static int seeds;
  private static int unsolved;

  /** Every third seed that has an answer of its own loses its solution. */
  @BeforeAll
  static void synthesize() throws IOException {
    List<String> lines = new ArrayList<>();
    try (InputStream bundled =
        Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl")) {
      for (String line : new String(bundled.readAllBytes(), UTF_8).split("\\n", -1)) {
        if (line.isBlank()) {
          continue;
        }
        ObjectNode row = (ObjectNode) JSON.readTree(line);
        String answer = row.path("answer").asText();
        if (answer.contains("####") && lines.size() % 3 == 0) {
          row.put("answer", answer.substring(answer.indexOf("####") + 4).strip());
          unsolved++;
        }
        lines.add(row.toString());
      }
    }
    seeds = lines.size();
    Path file = Files.write(folder.resolve("seeds.jsonl"), lines);
    output = folder.resolve("out");
    Ran ran =
        Ran.caco(
            "synthesize",
            "--seeds=" + file,
            "--output=" + output,
            "--programs=40",
            "--includeSeeds",
            "--solveSeeds=2",
            "--seedLicense=mit",
            "--embeddedMistakes=0",
            "--endpoint=embedded:");
    assertThat(ran.status()).as(ran.err()).isZero();
  }

  @Test
  void originalsAreMarkedAndKeepTheirLicence() throws IOException {
    List<JsonNode> originals = originals(true);
    assertThat(originals)
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row.at("/lineage/origins/0/license").asText()).isEqualTo("mit");
              assertThat(row.at("/lineage/seeds")).hasSize(1);
              assertThat(row.at("/samples").asInt()).isZero();
              assertThat(row.at("/lineage/verdicts").findValuesAsText("step"))
                  .contains("CheckAnswer", "IncludeSeeds");
            });
    assertThat(originals(false))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.at("/lineage/position").asLong()).isPositive());
  }

  @Test
  void noTwoRowsHaveTheSameProgram() throws IOException {
    Set<String> programs = new HashSet<>();
    assertThat(Rows.json(output, "dataset"))
        .allSatisfy(row -> assertThat(programs.add(row.path("code").asText())).isTrue());
  }

  @Test
  void theReportCountsTheCallsThatSolveSeeds() throws IOException {
    assertThat(unsolved).isPositive();
    assertThat(Rows.step(output, "SolveSeeds").path("in").asInt()).isEqualTo(seeds);
    JsonNode model = null;
    for (JsonNode each : Rows.summary(output).path("models")) {
      model = each.path("step").asText().equals("SolveSeeds") ? each : model;
    }
    assertThat(model).isNotNull();
    assertThat(model.path("role").asText()).isEqualTo("solve");
    assertThat(model.path("calls").asInt()).isEqualTo(2 * unsolved);
  }

  @Test
  void everyStepAddsUpBySourceWhereEachRecordHasOne() throws IOException {
    JsonNode summary = Rows.summary(output);
    for (String step : List.of("ReadSeeds", "SolveSeeds", "UnifySeeds", "CheckAnswer")) {
      int taken = 0;
      int accepted = 0;
      for (JsonNode source : summary.path("sources")) {
        for (JsonNode each : source.path("steps")) {
          if (each.path("name").asText().equals(step)) {
            taken += each.path("in").asInt();
            accepted += each.path("accepted").asInt();
          }
        }
      }
      assertThat(taken).as(step).isEqualTo(Rows.step(output, step).path("in").asInt());
      assertThat(accepted).as(step).isEqualTo(Rows.step(output, step).path("accepted").asInt());
    }
  }

  private static List<JsonNode> originals(boolean original) throws IOException {
    return Rows.json(output, "dataset").stream()
        .filter(row -> row.at("/lineage/original").asBoolean() == original)
        .toList();
  }
}
