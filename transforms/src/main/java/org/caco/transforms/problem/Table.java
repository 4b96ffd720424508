package org.caco.transforms.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table that comes with the class: columns between bars, # for remarks. */
final class Table {
  private Table() {}

  static List<List<String>> rows(String name) {
    try (InputStream in = Table.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + name);
      }
      List<List<String>> rows = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          rows.add(Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is between commas. */
  static List<String> list(String cell) {
    return cell.isEmpty()
        ? List.of()
        : Arrays.stream(cell.split(",", -1)).map(String::strip).toList();
  }
}
