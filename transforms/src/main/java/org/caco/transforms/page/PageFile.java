package org.caco.transforms.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/** A file beside the report of a run, on any Beam file system. */
final class PageFile {
  static final JsonMapper JSON = new JsonMapper();

  private PageFile() {}

  private static ResourceId of(String directory, String name) {
    return FileSystems.matchNewResource(directory, true)
        .resolve("report", StandardResolveOptions.RESOLVE_DIRECTORY)
        .resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }

  static void write(String directory, String name, String mime, String text) throws IOException {
    try (OutputStream out =
        Channels.newOutputStream(FileSystems.create(of(directory, name), mime))) {
      out.write(text.getBytes(UTF_8));
    }
  }

  /** The content, if there is such a file. */
  static Optional<JsonNode> read(String directory, String name) throws IOException {
    try (InputStream in = Channels.newInputStream(FileSystems.open(of(directory, name)))) {
      return Optional.of(JSON.readTree(in));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records are written as JSON", e);
    }
  }

  static String line(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes can always be written", e);
    }
  }
}
