package org.caco.runners.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads what a run has written. */
final class Rows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Rows() {}

  /** The lines of all files of one kind, sorted. */
  static List<String> lines(Path output, String name) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(output.resolve(name))) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    lines.sort(null);
    return lines;
  }

  /** The dataset's, without the names of the files that the seeds were in. */
  static List<String> withoutOrigins(Path output) throws IOException {
    return lines(output, "dataset").stream()
        .map(line -> line.replaceAll("\"origins\":\\[[^\\]]*\\],", ""))
        .toList();
  }

  /** The same as JSON. */
  static List<JsonNode> json(Path output, String name) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : lines(output, name)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  /** The report. */
  static JsonNode summary(Path output) throws IOException {
    return JSON.readTree(output.resolve("report/summary.json").toFile());
  }

  /** The sum of an object's numbers. */
  static int count(JsonNode numbers) {
    int sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asInt();
    }
    return sum;
  }

  /** The report's entry of a step. */
  static JsonNode step(Path output, String step) throws IOException {
    JsonNode report = summary(output);
    for (JsonNode entry : report.get("steps")) {
      if (entry.get("name").asText().equals(step)) {
        return entry;
      }
    }
    throw new AssertionError("no step " + step + " in " + report);
  }
}
