package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.pipelines.command.Caco;
import org.caco.server.EmbeddedModelServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --rows}, a run samples as many programs as it takes, and no response twice. */
class ExactRowsTest {
  private static final int ROWS = 20;

  /** More than the first pass takes, and fewer than all. */
  private static final int LIMIT = 100;

  private static final Pattern NEXT = Pattern.compile("the next pass has ([0-9,]+) programs");

  @TempDir private static Path folder;
  private static EmbeddedModelServer server;
  private static Path seeds;
  private static Path exact;
  private static Ran limited;
  private static Ran ran;

  /** Of both commands. */
  private static long calls;

  @BeforeAll
  static void runUntilALimitAndGoOn() throws IOException {
    server = EmbeddedModelServer.start(0);
    seeds = folder.resolve("seeds.jsonl");
    try (InputStream bundled =
        Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl")) {
      Files.copy(bundled, seeds);
    }
    exact = folder.resolve("exact");
    limited = synthesize(exact, "--rows=" + ROWS, "--maxCalls=" + LIMIT);
    ran = synthesize(exact, "--rows=" + ROWS);
    calls = server.stats().requests();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void thereAreExactlySoManyRows() throws IOException {
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(Rows.lines(exact, "dataset")).hasSize(ROWS);
    assertThat(lastProgramsOf(ran)).as(ran.out()).isGreaterThan(ROWS);
  }

  @Test
  void theyAreThoseWithTheSmallestHashesOfAllThatTheProgramsGive() throws IOException {
    Path plain = folder.resolve("plain");

    Ran all =
        synthesize(plain, "--programs=" + lastProgramsOf(ran), "--journal=" + exact + "/journal");

    assertThat(all.status()).as(all.err()).isZero();
    assertThat(server.stats().requests()).as("calls").isEqualTo(calls);
    assertThat(programs(exact))
        .containsExactlyElementsOf(programs(plain).stream().limit(ROWS).toList());
  }

  @Test
  void aLimitHoldsForAllPassesTogether() {
    assertThat(limited.status()).as(limited.err()).isEqualTo(3);
    assertThat(limited.out()).contains("the next pass has");
    assertThat(limited.err()).contains("--maxCalls=" + LIMIT + " has ended the run");
  }

  @Test
  void theReportAccountsForAllPassesAndForWhatWasThereBefore() throws IOException {
    long counted = 0;
    long cached = 0;
    for (JsonNode model : Rows.summary(exact).get("models")) {
      counted += model.get("calls").asLong();
      cached += model.get("cached").asLong();
    }

    assertThat(counted).isEqualTo(calls - LIMIT);
    assertThat(cached).isEqualTo(LIMIT);
  }

  @Test
  void whatCannotBeReachedEndsWithTheRowsThatThereAre() throws IOException {
    Path output = folder.resolve("short");

    Ran ended = synthesize(output, "--rows=" + ROWS, "--maxPrograms=" + (ROWS + 1));

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.err().strip())
        .startsWith("caco: --rows=" + ROWS + " cannot be reached: " + ROWS + " programs gave ")
        .contains("--maxPrograms")
        .hasLineCount(1);
    assertThat(Rows.lines(output, "dataset")).isNotEmpty().hasSizeLessThan(ROWS);
  }

  /** The ids of the rows' programs, sorted. */
  private static List<String> programs(Path output) throws IOException {
    return Rows.json(output, "dataset").stream()
        .map(row -> row.get("lineage").get("program").get("id").asText())
        .sorted()
        .toList();
  }

  private static long lastProgramsOf(Ran ran) {
    long last = 0;
    for (Matcher next = NEXT.matcher(ran.out()); next.find(); ) {
      last = Long.parseLong(next.group(1).replace(",", ""));
    }
    return last;
  }

  private static Ran synthesize(Path output, String... options) {
    List<String> args = new ArrayList<>(List.of("synthesize", "--seeds=" + seeds));
    args.add("--maxSeeds=12");
    args.add("--endpoint=" + server.uri());
    args.add("--model=embedded");
    args.add("--output=" + output);
    args.addAll(List.of(options));
    return Ran.caco(args.toArray(String[]::new));
  }
}
