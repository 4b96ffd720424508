package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands print for other programs: one object, and nothing else. */
class JsonOutputTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void doctorSaysWhatItFound() throws IOException {
    JsonNode found = object("doctor", "--endpoint=embedded:", "--json");

    assertThat(found.get("ready").asBoolean()).isTrue();
    assertThat(found.at("/sandbox/attacks"))
        .isNotEmpty()
        .allMatch(attack -> attack.get("blocked").asBoolean());
    assertThat(found.get("models")).isNotEmpty();
  }

  @Test
  void exportCountsTheRowsOfEachFile() throws IOException {
    Files.createDirectories(folder.resolve("report"));
    Files.createDirectories(folder.resolve("dataset"));
    Files.writeString(
        folder.resolve("report/run.json"), "{\"configuration\": {\"validation\": \"0.0\"}}");
    Files.writeString(
        folder.resolve("dataset/part-00000-of-00001.jsonl"),
        "{\"id\":\"a\",\"instruction\":\"How many?\",\"output\":\"4\",\"answer\":\"4\"}\n");

    JsonNode made = object("export", "--run=" + folder, "--formats=alpaca", "--json");

    assertThat(made.at("/files").get("formats/alpaca/train.jsonl").asLong()).isEqualTo(1);
  }

  private static JsonNode object(String... arguments) throws IOException {
    Ran ran = Ran.caco(arguments);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out().lines()).hasSize(1);
    return JSON.readTree(ran.out());
  }
}
