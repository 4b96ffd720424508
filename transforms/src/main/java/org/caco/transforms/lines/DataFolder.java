package org.caco.transforms.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.caco.text.LowerCase;

/**
 * The files of a data set that is a folder, as Hugging Face lays them out: a card, {@code
 * README.md}, whose {@code configs} name the files of each split; or files that have the split in
 * their path. Of several configurations it is the default one, or else the first. A local cache of
 * the Hub is followed to its snapshot.
 */
final class DataFolder {
  private static final String CARD = "README.md";
  private static final int MAX_CARD = 1 << 20;
  private static final Pattern DATA =
      Pattern.compile("(?i).*\\.(parquet|jsonl|ndjson|json|csv|tsv)(\\.(gz|zst|bz2))?");
  private static final Pattern ABOUT =
      Pattern.compile("(?i)(.*/)?(dataset_infos?|dataset_dict|state|config|croissant)\\.json");
  private static final Pattern SPLIT =
      Pattern.compile("(?i)(?:^|[/._-])(train|test|validation|valid|val|dev)(?:[/._-]|$)");

  /** The split that is read where none is named. */
  private static final String DEFAULT_SPLIT = "train";

  private DataFolder() {}

  /**
   * The files of a split.
   *
   * @param split empty for {@code train} where there is one, and else for all; {@link
   *     ReadLines#ALL_SPLITS}
   * @throws IllegalArgumentException with one sentence for a person, if there are none
   */
  static List<Metadata> files(String folder, String split) throws IOException {
    String base = snapshot(FileGlobs.withoutSlashes(folder));
    Map<String, List<Metadata>> splits = splits(base);
    if (splits.isEmpty()) {
      throw new IllegalArgumentException(
          "'"
              + folder
              + "' is a folder without data files (.parquet, .jsonl, .json, .csv, .tsv): name"
              + " the files.");
    }
    if (split.equals(ReadLines.ALL_SPLITS)) {
      return splits.values().stream().flatMap(List::stream).toList();
    }
    String wanted = split.isEmpty() ? DEFAULT_SPLIT : split;
    List<Metadata> files = splits.get(wanted);
    if (files == null) {
      files = splits.get(canonical(wanted));
    }
    if (files != null) {
      return files;
    }
    if (!split.isEmpty()) {
      throw new IllegalArgumentException(
          "'"
              + folder
              + "' has no split "
              + split
              + ", only "
              + splits.keySet()
              + ": choose one by"
              + " --split.");
    }
    return splits.values().stream().flatMap(List::stream).toList();
  }

  /** A folder of the Hub's cache holds its files in snapshots, of which a reference names one. */
  private static String snapshot(String folder) throws IOException {
    if (!FileGlobs.isLocal(folder)) {
      return folder;
    }
    Path reference = Path.of(folder, "refs", "main");
    if (!Files.isRegularFile(reference)) {
      return folder;
    }
    Path snapshot = Path.of(folder, "snapshots", Files.readString(reference).strip());
    return Files.isDirectory(snapshot) ? snapshot.toString() : folder;
  }

  private static Map<String, List<Metadata>> splits(String folder) throws IOException {
    Map<String, List<String>> named = named(folder);
    Map<String, List<Metadata>> splits = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> split : named.entrySet()) {
      List<Metadata> files = new ArrayList<>();
      for (String pattern : split.getValue()) {
        files.addAll(FileGlobs.in(folder, pattern));
      }
      if (!files.isEmpty()) {
        splits.put(split.getKey(), files);
      }
    }
    return splits.isEmpty() ? byPath(folder) : splits;
  }

  private static Map<String, List<Metadata>> byPath(String folder) throws IOException {
    Map<String, List<Metadata>> splits = new TreeMap<>();
    for (Metadata file : FileGlobs.in(folder, "**")) {
      String name = file.resourceId().toString();
      String path = name.substring(Math.min(name.length(), folder.length()));
      if (DATA.matches(path) && !ABOUT.matches(path) && !path.contains("/.")) {
        Matcher split = SPLIT.matcher(path);
        splits
            .computeIfAbsent(
                split.find() ? canonical(split.group(1)) : DEFAULT_SPLIT, s -> new ArrayList<>())
            .add(file);
      }
    }
    return splits;
  }

  private static String canonical(String split) {
    String name = LowerCase.of(split);
    return switch (name) {
      case "valid", "val", "dev" -> "validation";
      default -> name;
    };
  }

  /** The patterns of each split, as the card names them; empty where it does not. */
  private static Map<String, List<String>> named(String folder) throws IOException {
    Map<String, List<String>> splits = new LinkedHashMap<>();
    JsonNode files = configuration(card(folder)).path("data_files");
    if (files.isObject()) {
      files.fields().forEachRemaining(split -> add(splits, split.getKey(), split.getValue()));
    } else if (files.isTextual()) {
      add(splits, DEFAULT_SPLIT, files);
    }
    for (JsonNode each : files.isArray() ? files : List.<JsonNode>of()) {
      if (each.isObject()) {
        add(splits, each.path("split").asText(DEFAULT_SPLIT), each.path("path"));
      } else {
        add(splits, DEFAULT_SPLIT, each);
      }
    }
    return splits;
  }

  private static void add(Map<String, List<String>> splits, String split, JsonNode paths) {
    for (JsonNode path : paths.isArray() ? paths : List.of(paths)) {
      String pattern = path.asText();
      // A card is somebody else's: it names files of its own folder.
      if (!pattern.isEmpty() && !pattern.startsWith("/") && !pattern.contains("..")) {
        splits.computeIfAbsent(split, s -> new ArrayList<>()).add(pattern);
      }
    }
  }

  private static JsonNode configuration(JsonNode card) {
    JsonNode first = card.path("configs").path(0);
    for (JsonNode each : card.path("configs")) {
      if (each.path("default").asBoolean()) {
        return each;
      } else if (each.path("config_name").asText().equals("default")) {
        first = each;
      }
    }
    return first;
  }

  private static JsonNode card(String folder) throws IOException {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    if (FileGlobs.in(folder, CARD).isEmpty()) {
      return yaml.missingNode();
    }
    String text;
    try (InputStream in = FileGlobs.open(folder + "/" + CARD)) {
      text = new String(in.readNBytes(MAX_CARD), UTF_8).replace("\r\n", "\n");
    }
    int end = text.indexOf("\n---", 3);
    if (!text.startsWith("---\n") || end < 0) {
      return yaml.missingNode();
    }
    try {
      return yaml.readTree(text.substring(4, end + 1));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "'"
              + folder
              + "/"
              + CARD
              + "' begins with YAML that cannot be read: name the files"
              + " themselves, or mend it.",
          e);
    }
  }
}
