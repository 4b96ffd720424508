package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.caco.pipelines.command.Caco;
import org.caco.server.EmbeddedModelServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at a job before it is paid for. */
class PreviewTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void showsAPromptOfEachRoleAndForecastsFromAPilot() throws IOException {
    Path seeds = folder.resolve("seeds.jsonl");
    try (InputStream bundled =
        Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl")) {
      Files.copy(bundled, seeds);
    }
    Path prompt = Files.writeString(folder.resolve("p.txt"), "[user]\nMine: {{problem}}\n");
    Path output = folder.resolve("out");
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0)) {
      Ran ran =
          Ran.caco(
              "preview",
              "--seeds=" + seeds,
              "--output=" + output,
              "--programs=100",
              "--endpoint=" + server.uri(),
              "--model=embedded",
              "--judgePrompt=" + prompt,
              "--pilot=6");

      assertThat(ran.status()).as(ran.err()).isZero();
      for (String role : List.of("unify", "code", "problem", "solve", "judge")) {
        assertThat(ran.out()).contains("=== " + role + ": embedded at " + server.uri());
      }
      assertThat(ran.out()).contains("[user]\nMine: ", "accepted rows").doesNotContain("{{");
      assertThat(problems(seeds)).anySatisfy(problem -> assertThat(ran.out()).contains(problem));
      JsonNode summary = JSON.readTree(output.resolve("pilot-6/report/summary.json").toFile());
      long calls = 0;
      for (JsonNode model : summary.get("models")) {
        calls += model.get("calls").asLong();
      }
      assertThat(server.stats().requests()).isEqualTo(calls);
      JsonNode forecast = summary.get("forecast").get("calls_by_role");
      assertThat(forecast.get("unify").get("expected").asDouble())
          .isEqualTo(problems(seeds).size());
      assertThat(forecast.get("code").get("expected").asDouble()).isEqualTo(100);
    }
  }

  private static List<String> problems(Path seeds) throws IOException {
    return Files.readAllLines(seeds).stream().map(PreviewTest::problem).toList();
  }

  private static String problem(String line) {
    try {
      JsonNode row = JSON.readTree(line);
      return row.path("question").asText(row.path("problem").asText(row.path("text").asText()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
