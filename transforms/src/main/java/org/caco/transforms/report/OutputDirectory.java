package org.caco.transforms.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.caco.hash.ContentHash;
import org.caco.transforms.lines.FileGlobs;

/**
 * Prepares an output directory, on any Beam file system, before a run starts. The file {@code
 * report/run.json} in it says which configuration its files come from, so that two runs never mix.
 */
public final class OutputDirectory {
  private static final String FINGERPRINT = "fingerprint";
  private static final String CONFIGURATION = "configuration";
  private static final String OTHER = "other";
  private static final int MAX_DIFFERENCES = 3;
  private static final int MAX_SHOWN = 200;

  private OutputDirectory() {}

  /**
   * Checks that the run may write to {@code directory}, creates it, and notes the configuration in
   * it. A run with the configuration that is noted there may be repeated: it replaces the files. A
   * directory without written files, such as one whose run failed early, is free for any run.
   *
   * @param configuration all that the run's output depends on, by the names that the user knows it
   *     by; it is written down, so no secrets
   * @param other what else {@link #options} shall tell of the run; no secrets
   * @throws IllegalArgumentException with one sentence for a person if the directory cannot be
   *     written to or holds the files of a run with another configuration
   */
  public static void prepare(
      String directory, Map<String, String> configuration, Map<String, String> other) {
    if (directory == null || directory.isBlank()) {
      throw new IllegalArgumentException("No output directory is named.");
    }
    SortedMap<String, String> sorted = new TreeMap<>(configuration);
    String fingerprint = fingerprint(sorted);
    try {
      RunFile file = new RunFile(directory, "run.json");
      Optional<JsonNode> noted = readNote(file);
      String old = noted.map(note -> note.path(FINGERPRINT).asText()).orElse("");
      if (!old.equals(fingerprint) && holdsFiles(directory)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "'%s' already holds the files of another run%s: choose another output directory,"
                    + " repeat that run with its own options, or delete the directory.",
                directory,
                difference(noted, sorted)));
      }
      file.write(note(fingerprint, sorted, new TreeMap<>(other)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Cannot write to the output directory '%s': %s.", directory, cause(e)),
          e);
    }
  }

  /**
   * The report of a run that is over.
   *
   * @throws IllegalStateException if the directory has none
   */
  public static JsonNode summary(String directory) {
    try {
      return new RunFile(directory, "summary.json")
          .read()
          .orElseThrow(() -> new IllegalStateException(directory + " has no summary.json"));
    } catch (IOException e) {
      throw new UncheckedIOException("The report in " + directory + " cannot be read", e);
    }
  }

  /**
   * Adds a field to the report of a run that is over, or replaces it.
   *
   * @throws IllegalStateException if the directory has no report
   */
  public static void addToSummary(String directory, String field, JsonNode value)
      throws IOException {
    ObjectNode summary = (ObjectNode) summary(directory);
    new RunFile(directory, "summary.json").write(summary.set(field, value));
  }

  /**
   * What {@link #prepare} was told of the run that has written to {@code directory}: its
   * configuration and the rest.
   *
   * @throws IllegalArgumentException with one sentence for a person if there is no run, or what is
   *     noted is no run's
   */
  public static SortedMap<String, String> options(String directory) {
    Optional<JsonNode> note;
    try {
      note = new RunFile(directory, "run.json").read();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Cannot read the run in '%s': %s.", directory, cause(e)), e);
    }
    if (note.isEmpty() || !note.get().path(CONFIGURATION).isObject()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' holds no run: it has no report/run.json.", directory));
    }
    SortedMap<String, String> options = new TreeMap<>();
    for (String part : new String[] {OTHER, CONFIGURATION}) {
      for (Map.Entry<String, JsonNode> entry : note.get().path(part).properties()) {
        if (!entry.getValue().isTextual()) {
          throw new IllegalArgumentException(
              "'" + directory + "' holds no run: a value in its report/run.json is no text.");
        }
        options.put(entry.getKey(), entry.getValue().asText());
      }
    }
    return options;
  }

  private static Optional<JsonNode> readNote(RunFile file) {
    try {
      return file.read();
    } catch (IOException e) {
      // Whether the directory can be used shows when it is written to.
      return Optional.empty();
    }
  }

  private static boolean holdsFiles(String directory) throws IOException {
    return !FileGlobs.in(directory, "*/part-*").isEmpty();
  }

  private static JsonNode note(
      String fingerprint,
      SortedMap<String, String> configuration,
      SortedMap<String, String> other) {
    ObjectNode note = RunFile.JSON.createObjectNode().put(FINGERPRINT, fingerprint);
    ObjectNode all = note.putObject(CONFIGURATION);
    configuration.forEach(all::put);
    ObjectNode rest = note.putObject(OTHER);
    other.forEach(rest::put);
    return note;
  }

  private static String fingerprint(SortedMap<String, String> configuration) {
    List<String> parts = new ArrayList<>(List.of("run"));
    configuration.forEach(
        (name, value) -> {
          parts.add(name);
          parts.add(value);
        });
    return ContentHash.of(parts.toArray(String[]::new));
  }

  private static String difference(
      Optional<JsonNode> noted, SortedMap<String, String> configuration) {
    if (noted.isEmpty()) {
      return "";
    }
    JsonNode old = noted.get().path(CONFIGURATION);
    SortedMap<String, String> all = new TreeMap<>(configuration);
    old.fieldNames().forEachRemaining(name -> all.putIfAbsent(name, null));
    List<String> differences = new ArrayList<>();
    for (String name : all.keySet()) {
      String before = old.hasNonNull(name) ? old.get(name).asText() : "not set";
      String now = all.get(name) == null ? "not set" : all.get(name);
      if (!before.equals(now)) {
        differences.add(shown(name) + " was " + shown(before) + " and is now " + shown(now));
      }
    }
    if (differences.size() > MAX_DIFFERENCES) {
      int more = differences.size() - MAX_DIFFERENCES;
      differences.subList(MAX_DIFFERENCES, differences.size()).clear();
      differences.add("and " + more + " more");
    }
    return differences.isEmpty() ? "" : " (" + String.join(", ", differences) + ")";
  }

  /** Another run may have noted anything. */
  private static String shown(String text) {
    String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    return shown.replaceAll("\\s", " ");
  }

  private static String cause(IOException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.replaceAll("\\s+", " ").replaceAll("\\.$", "");
  }
}
