package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.caco.hash.ContentHash;
import org.caco.pipelines.command.Caco;
import org.caco.server.EmbeddedModelServer;
import org.caco.server.ServingConfig;
import org.caco.server.Speech;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How a server writes replies down makes no difference to the dataset. {@code
 * -Dcaco.dialects.seeds=300} takes so many problems of GSM8K, where {@code caco.data} is, in place
 * of some bundled ones.
 */
class DialectRunTest {
  private static final int SEEDS = Integer.getInteger("caco.dialects.seeds", 0);

  @TempDir private static Path folder;

  private static Path seeds;
  private static Map<String, String> plain;

  @BeforeAll
  static void askAServerThatSpeaksPlainly() throws IOException {
    seeds = folder.resolve("seeds.jsonl");
    if (SEEDS > 0) {
      Path data = Path.of(System.getProperty("caco.data"), "gsm8k", "train.jsonl");
      try (BufferedReader rows = Files.newBufferedReader(data)) {
        Files.write(seeds, rows.lines().limit(SEEDS).toList());
      }
    } else {
      try (BufferedReader rows =
          new BufferedReader(
              new InputStreamReader(
                  Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl"), UTF_8))) {
        Files.write(seeds, rows.lines().limit(25).toList());
      }
    }
    plain = rows("plain", Speech.PLAIN, Speech.PLAIN);
    assertThat(plain).hasSizeGreaterThan(10);
  }

  /** A hash of each row's texts, under its id. */
  private static Map<String, String> rows(String name, Speech programs, Speech texts)
      throws IOException {
    Path output = folder.resolve(name);
    try (EmbeddedModelServer coder =
            EmbeddedModelServer.start(0, ServingConfig.PLAIN.withSpeech(programs));
        EmbeddedModelServer server =
            EmbeddedModelServer.start(0, ServingConfig.PLAIN.withSpeech(texts))) {
      Ran ran =
          Ran.caco(
              "synthesize",
              "--seeds=" + seeds,
              "--output=" + output,
              "--programs=" + Math.max(40, SEEDS),
              "--endpoint=" + server.uri(),
              "--unifyEndpoint=" + coder.uri(),
              "--codeEndpoint=" + coder.uri(),
              "--model=embedded:0",
              "--repairReplies=0",
              "--nearDuplicateThreshold=1.0");
      assertThat(ran.status()).as(ran.err()).isZero();
    }
    return Rows.json(output, "dataset").stream()
        .collect(Collectors.toMap(row -> row.get("id").asText(), DialectRunTest::texts));
  }

  private static String texts(JsonNode row) {
    return ContentHash.of(
        row.get("instruction").asText(), row.get("output").asText(), row.get("answer").asText());
  }

  @Test
  void aTruthfulServerGivesTheSameRowsInAnyDialect() throws IOException {
    Speech speech = Speech.of("truthful,wrapped");
    assertThat(rows("truthful", speech, speech)).isEqualTo(plain);
  }

  @Test
  void whatIsBrokenOrLiesIsInNoRow() throws IOException {
    // The same programs, so that other rows than the plain ones would be wrong ones.
    Map<String, String> rows = rows("all", Speech.PLAIN, Speech.of("all"));
    assertThat(plain.entrySet()).containsAll(rows.entrySet());
  }
}
