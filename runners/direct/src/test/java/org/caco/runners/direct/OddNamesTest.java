package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.caco.pipelines.command.Caco;
import org.caco.server.EmbeddedModelServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name is a name, whatever is in it: files that are there are never taken for patterns. */
class OddNamesTest {
  @TempDir private static Path root;
  private static EmbeddedModelServer server;

  @BeforeAll
  static void start() {
    server = EmbeddedModelServer.start(0);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"out[1]", "out{1,2}", "out]", "a*b", "a?b", "a,b", "a b", "~x", "été-日本", "a\\b"})
  void runContinuesAndReplaysUnderAnyName(String name) throws IOException {
    Path folder = Files.createDirectory(root.resolve(name));
    Path seeds = folder.resolve("seeds " + name + ".jsonl");
    copySeeds(seeds);
    Path benchmarks =
        Files.writeString(folder.resolve("b" + name + ".jsonl"), "{\"problem\": \"What?\"}\n");
    Path prices =
        Files.writeString(
            folder.resolve("p" + name), "{\"embedded\": {\"input\": 3, \"output\": 5}}");
    Path prompt = Files.writeString(folder.resolve("s" + name), "[user]\n{{problem}}\n");
    Path key = Files.writeString(folder.resolve("k" + name), "secret");
    Path output = folder.resolve("o" + name);
    String[] command = {
      "synthesize",
      "--seeds=" + seeds,
      "--benchmarks=" + benchmarks,
      "--prices=" + prices,
      "--judgePrompt=" + prompt,
      "--apiKeyFile=" + key,
      "--output=" + output,
      "--endpoint=" + server.uri(),
      "--model=embedded",
      "--maxSeeds=3",
      "--programs=2"
    };

    Ran first = Ran.caco(command);
    assertThat(first.status()).as(first.err()).isIn(0, 1);
    assertThat(Rows.step(output, "ReadSeeds").get("accepted").asLong()).isEqualTo(SEEDS);
    long after = server.stats().requests();
    Ran again = Ran.caco(command);
    assertThat(again.status()).as(again.err()).isEqualTo(first.status());
    assertThat(again.out()).contains(output.getFileName() + "/rejected/");
    Ran replayed =
        Ran.caco(
            "replay",
            "--run=" + output,
            "--seeds=" + seeds,
            "--benchmarks=" + benchmarks,
            "--judgePrompt=" + prompt,
            "--output=" + folder.resolve("r" + name));

    assertThat(replayed.status()).as(replayed.err()).isEqualTo(first.status());
    assertThat(server.stats().requests()).as("calls paid for again").isEqualTo(after);
  }

  @Test
  void foldersWithAndWithoutBracketsDoNotMix() throws IOException {
    Path plain = root.resolve("mix1");
    Path bracket = root.resolve("mix[1]");
    for (Path output : List.of(plain, bracket)) {
      Ran ran = Ran.caco("demo", "--output=" + output, "--maxSeeds=3", "--programs=2");
      assertThat(ran.status()).as(ran.err()).isIn(0, 1);
    }
    Ran other = Ran.caco("demo", "--output=" + bracket, "--maxSeeds=3", "--programs=3");

    assertThat(other.status()).isEqualTo(2);
    assertThat(other.err()).contains(bracket.toString(), "programs was 2 and is now 3");
  }

  @Test
  void aTildeIsTheHomeFolder() throws IOException {
    String home = System.getProperty("user.home");
    System.setProperty("user.home", root.toString());
    try {
      copySeeds(root.resolve("home-seeds.jsonl"));
      Ran ran =
          Ran.caco(
              "synthesize",
              "--endpoint=embedded:",
              "--seeds=~/home-seeds.jsonl",
              "--output=~/at-home",
              "--maxSeeds=3",
              "--programs=2");

      assertThat(ran.status()).as(ran.err()).isIn(0, 1);
      JsonNode summary = Rows.summary(root.resolve("at-home"));
      assertThat(summary.path("steps")).isNotEmpty();
    } finally {
      System.setProperty("user.home", home);
    }
  }

  private static final int SEEDS = 54;

  private static void copySeeds(Path file) throws IOException {
    try (InputStream in = Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl")) {
      Files.copy(in, file);
    }
  }
}
