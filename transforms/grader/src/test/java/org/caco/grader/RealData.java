package org.caco.grader;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rows of real data sets, which are no part of the project. */
final class RealData {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RealData() {}

  /** All rows of {@code file}; skips the test where it is absent. */
  static List<JsonNode> rows(String file) throws IOException {
    Path path = Path.of(System.getProperty("caco.data")).resolve(file);
    assumeTrue(Files.exists(path), () -> path + " is absent; set -Dcaco.data to test with it");
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(path)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
