package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.caco.pipelines.options.UsageException;

/** Files of local runs, for commands that write a folder of something else from them. */
final class RunFiles {
  /** What the README of such a folder says of toy data. */
  static final String TOY =
      "\n\n**This is toy data**: the embedded model, which follows rules, made it or a part"
          + " of it. It is for trying out and testing, not for training.";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Takes a row and where it stands, for the beginning of a sentence. */
  interface RowTaker {
    void take(JsonNode row, String where) throws IOException;
  }

  private RunFiles() {}

  /** The files of a folder in the order of their names; none where it is not there. */
  static List<Path> in(Path folder, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
        found.forEach(files::add);
      }
    }
    Collections.sort(files);
    return files;
  }

  /**
   * Checks that nothing is in the folder of {@code --output}, which need not be there.
   *
   * @throws UsageException naming the option and the fix
   */
  static void checkEmpty(Path output) throws IOException {
    if (Files.exists(output)) {
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(output)) {
        if (inside.iterator().hasNext()) {
          throw new UsageException("--output=" + output + " is not empty: name another folder.");
        }
      }
    }
  }

  /**
   * Reads JSON Lines.
   *
   * @throws UsageException naming file and line of what is no JSON
   */
  static void read(Path file, RowTaker taker) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String where = file + ", line " + number;
        JsonNode row;
        try {
          row = JSON.readTree(line);
        } catch (JsonProcessingException e) {
          throw new UsageException(where + " is no JSON.", e);
        }
        taker.take(row, where);
      }
    }
  }

  /** The text of a resource. */
  static String resource(String path) throws IOException {
    try (InputStream in = RunFiles.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + path);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
