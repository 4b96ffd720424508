package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.caco.pipelines.command.Caco;
import org.caco.server.EmbeddedModelServer;
import org.caco.server.ServingStats;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs spend no more than they may, account for it, and go on or over at no cost. */
class SpendingTest {
  private static final int PROGRAMS = 12;

  @TempDir private static Path folder;
  private static EmbeddedModelServer server;
  private static Path seeds;
  private static Path whole;
  private static long callsOfWhole;
  private static long inputTokensOfWhole;
  private static long outputTokensOfWhole;

  @BeforeAll
  static void runWithoutLimits() throws IOException {
    server = EmbeddedModelServer.start(0);
    seeds = folder.resolve("seeds.jsonl");
    try (InputStream bundled =
        Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl")) {
      Files.copy(bundled, seeds);
    }
    whole = folder.resolve("whole");
    Path prices =
        Files.writeString(
            folder.resolve("prices.json"), "{\"embedded\": {\"input\": 3, \"output\": 5}}");
    Ran ran = synthesize(whole, "--prices=" + prices);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("tokens in", "embedded at " + server.uri());
    ServingStats stats = server.stats();
    callsOfWhole = stats.requests();
    inputTokensOfWhole = stats.inputTokens();
    outputTokensOfWhole = stats.outputTokens();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theReportAccountsForWhatTheServerServed() throws IOException {
    JsonNode models =
        new ObjectMapper().readTree(whole.resolve("report/summary.json").toFile()).get("models");

    assertThat(models)
        .extracting(model -> model.get("role").asText())
        .containsExactly("unify", "code", "problem", "solve", "judge");
    assertThat(Math.round(sum(models, "calls"))).isEqualTo(callsOfWhole);
    assertThat(Math.round(sum(models, "input_tokens"))).isEqualTo(inputTokensOfWhole);
    assertThat(Math.round(sum(models, "output_tokens"))).isEqualTo(outputTokensOfWhole);
    assertThat(Math.round(sum(models, "cost") * 1e6))
        .isEqualTo(inputTokensOfWhole * 3 + outputTokensOfWhole * 5);
  }

  private static double sum(JsonNode models, String field) {
    double sum = 0;
    for (JsonNode model : models) {
      sum += model.get(field).asDouble();
    }
    return sum;
  }

  @Test
  void theSameCommandContinuesToTheDatasetOfARunWithoutLimits() throws IOException {
    Path output = folder.resolve("limited");
    long limit = callsOfWhole / 2 + 1;
    long before = server.stats().requests();

    Ran first = synthesize(output, "--maxCalls=" + limit);

    assertThat(first.status()).as(first.err()).isEqualTo(3);
    assertThat(first.err().strip()).contains("--maxCalls=" + limit, "same command").hasLineCount(1);
    assertThat(server.stats().requests() - before).isEqualTo(limit);
    assertThat(Rows.json(output, "rejected"))
        .anySatisfy(row -> assertThat(row.get("reason").asText()).isEqualTo("not_run"));

    Ran second = synthesize(output, "--maxCalls=" + limit);

    assertThat(second.status()).as(second.err()).isZero();
    assertThat(server.stats().requests() - before).isEqualTo(callsOfWhole);
    assertThat(Rows.lines(output, "dataset")).isNotEmpty().isEqualTo(Rows.lines(whole, "dataset"));
  }

  @Test
  void replayGivesTheSameDatasetWithoutACall() throws IOException {
    Path output = folder.resolve("replayed");
    long before = server.stats().requests();

    Ran ran = Ran.caco("replay", "--run=" + whole, "--output=" + output, "--seeds=" + seeds);

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(server.stats().requests()).isEqualTo(before);
    assertThat(Rows.lines(output, "dataset")).isEqualTo(Rows.lines(whole, "dataset"));
    assertThat(Rows.json(output, "rejected"))
        .noneSatisfy(row -> assertThat(row.get("reason").asText()).isEqualTo("not_in_journal"));
  }

  @Test
  void replayWithAnotherFilterMakesNoCallEither() throws IOException {
    Path output = folder.resolve("stricter");
    long before = server.stats().requests();

    Ran ran =
        Ran.caco(
            "replay",
            "--run=" + whole,
            "--output=" + output,
            "--seeds=" + seeds,
            "--nearDuplicateThreshold=0.6");

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(server.stats().requests()).isEqualTo(before);
    assertThat(Rows.step(output, "DropNearDuplicates").get("accepted").asLong())
        .isLessThan(Rows.step(whole, "DropNearDuplicates").get("accepted").asLong());
    assertThat(Rows.lines(whole, "dataset")).containsAll(Rows.lines(output, "dataset"));
  }

  private static Ran synthesize(Path output, String... options) {
    List<String> args = new ArrayList<>(List.of("synthesize", "--seeds=" + seeds));
    args.add("--maxSeeds=12");
    args.add("--programs=" + PROGRAMS);
    args.add("--endpoint=" + server.uri());
    args.add("--model=embedded");
    args.add("--output=" + output);
    args.addAll(List.of(options));
    return Ran.caco(args.toArray(String[]::new));
  }
}
