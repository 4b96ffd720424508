package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options from a file, and the command that writes one. */
class ConfigFileTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeSeeds() throws IOException {
    Files.writeString(
        folder.resolve("seeds.jsonl"),
        "{\"id\": \"1\", \"problem\": \"What is 2 + 3?\", \"solution\": \"2 + 3 = <<2+3=5>>5\","
            + " \"answer\": \"5\"}\n");
  }

  private JsonNode configuration(String run) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve(run + "/report/run.json").toFile())
        .path("configuration");
  }

  @Test
  void readsEveryKindOfValueAndTheCommandLineGoesBefore() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            # A comment
            seeds: [%1$s/seeds.jsonl, "%1$s/seeds.jsonl"]
            output: %1$s/run
            endpoint: "embedded:"
            programs: 7      # overridden
            examples: 1
            validation: 0.25
            sympy: false
            maxSeeds:        # not set
            solveParameters: {temperature: 0.25, stop: [a, b]}
            format: parquet
            pilot: 3         # preview's
            """
                .formatted(folder));

    Ran ran = Ran.caco("synthesize", "--config", config.toString(), "--programs", "2");

    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode options = configuration("run");
    assertThat(options.path("programs").asText()).isEqualTo("2");
    assertThat(options.path("examples").asText()).isEqualTo("1");
    assertThat(options.path("validation").asText()).isEqualTo("0.25");
    assertThat(options.path("sympy").asText()).isEqualTo("false");
    assertThat(options.path("maxSeeds").isMissingNode()).isTrue();
    assertThat(options.path("solveParameters").asText())
        .isEqualTo("{\"temperature\":0.25,\"stop\":[\"a\",\"b\"]}");
    assertThat(options.path("seeds").asText()).contains("seeds.jsonl,");
  }

  @Test
  void takesARunsOwnNotesButNotWhatTheyWouldRead() throws IOException {
    String seeds = "--seeds=" + folder.resolve("seeds.jsonl");
    assertThat(
            Ran.caco(
                    "synthesize",
                    seeds,
                    "--output=" + folder + "/one",
                    "--endpoint=embedded:",
                    "--programs=2",
                    "--examples=1",
                    "--maxAnswerLength=77")
                .status())
        .isZero();
    String config = "--config=" + folder.resolve("one/report/run.json");
    String output = "--output=" + folder + "/two";

    Ran refused = Ran.caco("synthesize", config, output, "--endpoint=embedded:");
    Ran again = Ran.caco("synthesize", config, seeds, output, "--endpoint=embedded:");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("--seeds=").contains("Name these options");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(configuration("two")).isEqualTo(configuration("one"));
  }

  @Test
  void initWritesAFileThatRunsAsItIs() throws IOException {
    String file = folder.resolve("run.yaml").toString();

    Ran init =
        Ran.caco("init", "--yes", "--file", file, "--output=" + folder + "/out", "--programs=2");
    Ran run = Ran.caco("synthesize", "--config=" + file, "--maxSeeds=2");

    assertThat(init.status()).as(init.err()).isZero();
    assertThat(init.out()).contains("caco synthesize --config=" + file);
    assertThat(Files.readString(Path.of(file)))
        .contains("endpoint: 'embedded:'", "not for training", "programs: 2", "#maxCost: ");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(folder.resolve("out/report/summary.json")).exists();
  }

  /** Also texts that YAML would read as something else. */
  @Test
  void initWritesWhatItIsGiven() throws IOException {
    String file = folder.resolve("run.yaml").toString();
    String parameters = "{\"stop\": \"# it's: é\"}";

    assertThat(
            Ran.caco(
                    "init",
                    "--yes",
                    "--file=" + file,
                    "--seeds=" + folder + "/seeds.jsonl",
                    "--output=" + folder + "/out",
                    "--endpoint=embedded:",
                    "--solveParameters=" + parameters,
                    "--seedLicense=null",
                    "--includeSeeds")
                .status())
        .isZero();
    Ran run = Ran.caco("synthesize", "--config=" + file, "--programs=1");

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode options = configuration("out");
    assertThat(options.path("solveParameters").asText()).isEqualTo(parameters);
    assertThat(options.path("seedLicense").asText()).isEqualTo("null");
    assertThat(options.path("includeSeeds").asText()).isEqualTo("true");
  }
}
