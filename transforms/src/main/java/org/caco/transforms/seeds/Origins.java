package org.caco.transforms.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.caco.text.LowerCase;
import org.caco.transforms.records.Origin;
import org.caco.transforms.step.RejectedException;

/** Finds out where a row comes from: from its columns, and from the name of its file. */
final class Origins {
  private static final int MAX_LENGTH = 200;
  private static final List<String> DATA_SET =
      List.of("source", "data_source", "problem_source", "dataset");
  private static final List<String> DOMAIN =
      List.of(
          "domain", "subject", "problem_type", "topic", "type", "subset", "category", "ability");
  private static final List<String> SPLIT = List.of("split");
  private static final List<String> LICENSE = List.of("license");
  private static final List<String> SOLVE_RATE =
      List.of(
          "solverate",
          "llama8b_solve_rate",
          "solve_rate",
          "gpt_pass_percentage",
          "pass_rate",
          "passrate",
          "pass_rate_72b_tir");
  private static final Set<String> SPLITS =
      Set.of("train", "test", "validation", "valid", "val", "dev");
  private static final int MAX_SPLIT = 10;
  private static final Set<String> PLAIN_FOLDERS = Set.of("data", "default", "main");

  private final String file;
  private final String dataSet;
  private final String split;

  private Origins(String file) {
    this.file = file;
    dataSet = dataSet(file);
    split = split(fileName(file));
  }

  /** Those of the rows of a file. */
  static Origins in(String file) {
    return new Origins(file);
  }

  /** The name of the file. */
  String file() {
    return file;
  }

  /**
   * The origin of a row.
   *
   * @param name the row's own
   * @param license that of rows that tell none
   */
  Origin of(Row row, String name, String license) {
    Origin.Builder origin =
        Origin.newBuilder()
            .setDataSet(first(row, DATA_SET).orElse(dataSet))
            .setSplit(first(row, SPLIT).orElse(split))
            .setRow(shortened(name))
            .setLicense(first(row, LICENSE).orElse(license))
            .setDomain(first(row, DOMAIN).orElse(""));
    solveRate(row).ifPresent(origin::setSolveRate);
    return origin.build();
  }

  private static Optional<String> first(Row row, List<String> columns) {
    for (String column : row.among(columns)) {
      if (row.isFilled(column) && !row.get(column).isObject()) {
        try {
          return Optional.of(shortened(row.optionalText(column).strip()));
        } catch (RejectedException e) {
          // What a row says beside its problem is no reason to lose it.
        }
      }
    }
    return Optional.empty();
  }

  private static String shortened(String text) {
    int end = Math.min(text.length(), MAX_LENGTH);
    return text.substring(
        0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }

  private static OptionalDouble solveRate(Row row) {
    for (String column : row.among(SOLVE_RATE)) {
      JsonNode value = row.get(column);
      if (value.isValueNode()) {
        OptionalDouble rate = rate(value.asText().strip());
        if (rate.isPresent()) {
          return rate;
        }
      }
    }
    return OptionalDouble.empty();
  }

  /** A number from 0 to 1, also as {@code 5/8}. */
  private static OptionalDouble rate(String text) {
    int slash = text.indexOf('/');
    try {
      double rate =
          slash < 0
              ? Double.parseDouble(text)
              : Double.parseDouble(text.substring(0, slash))
                  / Double.parseDouble(text.substring(slash + 1));
      return rate >= 0 && rate <= 1 ? OptionalDouble.of(rate) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** The name of the file without its endings, or of its folder where the file is a split. */
  private static String dataSet(String file) {
    String name = fileName(file);
    String stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    if (split(name).isEmpty() || !stem.startsWith(split(name))) {
      return shortened(stem);
    }
    String[] folders = file.split("/+", -1);
    for (int i = folders.length - 2; i > 0; i--) {
      if (!PLAIN_FOLDERS.contains(folders[i])) {
        return shortened(folders[i]);
      }
    }
    return shortened(stem);
  }

  private static String split(String fileName) {
    int start = 0;
    for (int i = 0; i <= fileName.length(); i++) {
      if (i == fileName.length() || !Character.isLetter(fileName.charAt(i))) {
        String word = i - start > MAX_SPLIT ? "" : LowerCase.of(fileName.substring(start, i));
        if (SPLITS.contains(word)) {
          return word;
        }
        start = i + 1;
      }
    }
    return "";
  }

  private static String fileName(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }
}
