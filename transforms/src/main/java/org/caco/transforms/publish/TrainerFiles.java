package org.caco.transforms.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.caco.hash.ContentHash;
import org.caco.transforms.lines.FileGlobs;

/**
 * Writes the rows of a run that is over in the formats of trainers, on any Beam file system, into
 * {@code formats/FORMAT/} of its output folder: {@code train.jsonl} and, where the run set some
 * aside, {@code validation.jsonl}. Rows are shuffled by a hash, the same way each time, in a
 * bounded part of the heap. Programs are neither run nor exported.
 */
public final class TrainerFiles {
  private static final String FOLDER = "formats";
  private static final String JSON_LINES = "application/x-ndjson";
  private static final long SORTED_CHARACTERS = 32L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a run may have besides its rows, that TRL reads as it is, and where it goes. */
  private static final Map<String, String> MORE_OF_TRL =
      Map.of("preferences", "dpo", "steps", "prm");

  private final String run;
  private final Split split;
  private final Map<String, Long> counts = new LinkedHashMap<>();

  private TrainerFiles(String run, Split split) {
    this.run = run;
    this.split = split;
  }

  /**
   * Writes them, and replaces what is there.
   *
   * @param run the output folder of a run that made rows
   * @param split how the run parted its rows
   * @return the number of rows by the path of their file in {@code run}
   * @throws IllegalArgumentException in one sentence if there are no rows, or something that is
   *     none
   */
  public static Map<String, Long> write(String run, Set<TrainerFormat> formats, Split split)
      throws IOException {
    TrainerFiles files = new TrainerFiles(run, split);
    files.write(formats);
    return files.counts;
  }

  private void write(Set<TrainerFormat> formats) throws IOException {
    List<MatchResult.Metadata> dataset = FileGlobs.in(run, "dataset/part-*.jsonl");
    if (dataset.isEmpty()) {
      throw new IllegalArgumentException(
          "'"
              + run
              + "' has no dataset/part-*.jsonl: name the output folder of a run that made"
              + " rows.");
    }
    try (RowSorter sorter = new RowSorter(SORTED_CHARACTERS)) {
      for (MatchResult.Metadata file : dataset) {
        read(file, row -> sorter.add(order(row), packed(row)));
      }
      try (Outputs outputs = new Outputs(formats)) {
        sorter.drain(outputs::add);
        outputs.finish();
      }
    }
    for (TrainerFormat format : formats) {
      for (Map.Entry<String, String> file : format.beside(splits()).entrySet()) {
        OutputFile.write(
            run, FOLDER + "/" + format.id() + "/" + file.getKey(), "text/plain", file.getValue());
      }
    }
    if (formats.contains(TrainerFormat.TRL)) {
      for (Map.Entry<String, String> more : MORE_OF_TRL.entrySet()) {
        copy(more.getKey(), FOLDER + "/trl/" + more.getValue());
      }
    }
  }

  private List<String> splits() {
    return split.of(Table.DEFAULT);
  }

  private static String order(JsonNode row) {
    return ContentHash.of("order", row.path("id").asText());
  }

  /** What the formats need of a row. */
  private String packed(JsonNode row) {
    String part = split.of(row.path("id").asText());
    Map<Table, ObjectNode> tables = TableRows.ofDataset(row, part);
    ObjectNode packed = Json.object().put("split", part);
    packed.set("chat", tables.get(Table.DEFAULT));
    packed.set("prompt", tables.get(Table.RL));
    return Json.line(packed);
  }

  /** Rows that are the trainer's already. */
  private void copy(String from, String to) throws IOException {
    List<MatchResult.Metadata> files = FileGlobs.in(run, from + "/part-*.jsonl");
    if (files.isEmpty()) {
      return;
    }
    try (RowSorter sorter = new RowSorter(SORTED_CHARACTERS);
        Parts parts = new Parts(to)) {
      for (MatchResult.Metadata file : files) {
        read(file, row -> sorter.add(order(row), Json.line(row)));
      }
      sorter.drain(line -> parts.add(split.of(Json.read(line).path("row_id").asText()), line));
      parts.finish();
    }
  }

  @FunctionalInterface
  private interface RowTarget {
    void accept(JsonNode row) throws IOException;
  }

  private static void read(MatchResult.Metadata file, RowTarget target) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Channels.newInputStream(FileSystems.open(file.resourceId())), UTF_8))) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        JsonNode row;
        try {
          row = JSON.readTree(line);
        } catch (JsonProcessingException e) {
          row = Json.object();
        }
        if (row.path("id").asText().isEmpty()) {
          throw new IllegalArgumentException(
              file.resourceId() + ", line " + number + ", is no row of a run.");
        }
        target.accept(row);
      }
    }
  }

  /** The files of all formats, of which each gets each row. */
  private final class Outputs implements Closeable {
    private final Map<String, Parts> parts = new LinkedHashMap<>();
    private final Set<TrainerFormat> formats;
    private final List<Unfinished> tables = new ArrayList<>();
    private final Map<String, TableFile> tableOf = new LinkedHashMap<>();

    Outputs(Set<TrainerFormat> formats) throws IOException {
      this.formats = formats;
      try {
        for (TrainerFormat format : formats) {
          for (String folder : format.folders()) {
            parts.put(place(format, folder), new Parts(place(format, folder)));
          }
        }
        if (formats.contains(TrainerFormat.VERL)) {
          for (String part : splits()) {
            Unfinished file = new Unfinished(FOLDER + "/verl/" + part + ".parquet");
            tables.add(file);
            tableOf.put(part, new TableFile(file.unfinished, Table.RL));
          }
        }
      } catch (IOException | RuntimeException e) {
        close();
        throw e;
      }
    }

    private String place(TrainerFormat format, String folder) {
      return FOLDER + "/" + format.id() + (folder.isEmpty() ? "" : "/" + folder);
    }

    void add(String line) throws IOException {
      JsonNode packed = Json.read(line);
      String part = packed.path("split").asText();
      ObjectNode chat = (ObjectNode) packed.get("chat");
      ObjectNode prompt = (ObjectNode) packed.get("prompt");
      for (TrainerFormat format : formats) {
        for (String folder : format.folders()) {
          Parts files = parts.get(place(format, folder));
          if (files != null) {
            files.add(part, Json.line(format.row(folder, chat, prompt)));
          }
        }
      }
      TableFile table = tableOf.get(part);
      if (table != null) {
        table.write(prompt);
        counts.merge(FOLDER + "/verl/" + part + ".parquet", 1L, Long::sum);
      }
    }

    void finish() throws IOException {
      for (Parts files : parts.values()) {
        files.finish();
      }
      for (TableFile table : tableOf.values()) {
        table.close();
      }
      tableOf.clear();
      for (Unfinished file : tables) {
        file.finish();
      }
    }

    @Override
    public void close() throws IOException {
      for (Parts files : parts.values()) {
        files.close();
      }
      for (TableFile table : tableOf.values()) {
        table.close();
      }
      for (Unfinished file : tables) {
        file.remove();
      }
    }
  }

  /** The files of one folder, one for each split. */
  private final class Parts implements Closeable {
    private final Map<String, Unfinished> files = new LinkedHashMap<>();
    private final Map<String, Writer> writers = new LinkedHashMap<>();

    Parts(String folder) throws IOException {
      for (String part : splits()) {
        Unfinished file = new Unfinished(folder + "/" + part + ".jsonl");
        files.put(part, file);
        writers.put(
            part,
            new BufferedWriter(
                new OutputStreamWriter(
                    Channels.newOutputStream(FileSystems.create(file.unfinished, JSON_LINES)),
                    UTF_8)));
      }
    }

    void add(String part, String line) throws IOException {
      Writer writer = writers.get(part);
      Unfinished file = files.get(part);
      if (writer != null && file != null) {
        writer.append(line).append('\n');
        counts.merge(file.name, 1L, Long::sum);
      }
    }

    void finish() throws IOException {
      closeWriters();
      for (Unfinished file : files.values()) {
        file.finish();
      }
    }

    private void closeWriters() throws IOException {
      for (Writer writer : writers.values()) {
        writer.close();
      }
      writers.clear();
    }

    @Override
    public void close() throws IOException {
      closeWriters();
      for (Unfinished file : files.values()) {
        file.remove();
      }
    }
  }

  /** A file that gets its name when it is whole. */
  private final class Unfinished {
    private final String name;
    private final ResourceId unfinished;
    private boolean finished;

    Unfinished(String name) {
      this.name = name;
      this.unfinished = OutputFile.of(run, name + ".unfinished");
    }

    void finish() throws IOException {
      FileSystems.rename(List.of(unfinished), List.of(OutputFile.of(run, name)));
      finished = true;
    }

    void remove() throws IOException {
      if (!finished) {
        FileSystems.delete(List.of(unfinished), StandardMoveOptions.IGNORE_MISSING_FILES);
      }
    }
  }
}
