package org.caco.transforms.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
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
import org.caco.transforms.lines.OpenFile;

/** A JSON file in the folder {@code report} of an output directory, on any Beam file system. */
final class RunFile {
  static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final String FOLDER = "report";
  private static final int MAX_BYTES = 16 << 20;

  private final ResourceId file;

  RunFile(String outputDirectory, String name) {
    file =
        FileSystems.matchNewResource(outputDirectory, true)
            .resolve(FOLDER, StandardResolveOptions.RESOLVE_DIRECTORY)
            .resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }

  void write(JsonNode content) throws IOException {
    try (OutputStream out =
        Channels.newOutputStream(FileSystems.create(file, "application/json"))) {
      out.write((JSON.writeValueAsString(content) + "\n").getBytes(UTF_8));
    }
  }

  /** The content, if there is a file and it holds JSON. */
  Optional<JsonNode> read() throws IOException {
    try (InputStream in = OpenFile.stream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + " is longer than " + MAX_BYTES + " bytes");
      }
      return Optional.of(JSON.readTree(bytes));
    } catch (FileNotFoundException | NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
