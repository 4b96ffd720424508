package org.caco.transforms.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;

/**
 * A file of a table that is there.
 *
 * @param name its path in the output folder
 * @param bytes how long it is
 * @param sha256 the hash of its bytes, in hexadecimal digits
 */
record WrittenFile(String name, long bytes, String sha256) {
  private static final String LIST = "report/files.json";

  static WrittenFile of(String line) {
    return of(Json.read(line));
  }

  private static WrittenFile of(JsonNode json) {
    return new WrittenFile(
        json.path("name").asText(), json.path("bytes").asLong(), json.path("sha256").asText());
  }

  String line() {
    return Json.line(json());
  }

  private ObjectNode json() {
    return Json.object().put("name", name).put("bytes", bytes).put("sha256", sha256);
  }

  static void write(String directory, List<WrittenFile> files) throws IOException {
    ArrayNode list = Json.object().putArray("files");
    files.forEach(file -> list.add(file.json()));
    OutputFile.write(directory, LIST, "application/json", Json.indented(list));
  }

  /** Those that the run has written; none where it has written no tables. */
  static List<WrittenFile> in(String directory) throws IOException {
    List<WrittenFile> files = new ArrayList<>();
    try (InputStream in =
        Channels.newInputStream(FileSystems.open(OutputFile.of(directory, LIST)))) {
      Json.read(new String(in.readAllBytes(), UTF_8)).forEach(file -> files.add(of(file)));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return List.of();
    }
    return files;
  }
}
