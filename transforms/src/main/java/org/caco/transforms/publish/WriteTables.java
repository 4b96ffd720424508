package org.caco.transforms.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.caco.hash.ContentHash;
import org.caco.transforms.step.PackedCoder;

/**
 * Writes the tables of a run, {@link Table}, as Parquet on any Beam file system, as {@code
 * FOLDER/SPLIT-NNNNN-of-NNNNN.parquet}, and gives the names of the files once they are there.
 *
 * <p>The input are the JSON lines of the run, each kind by its tag; of a kind that is not there, no
 * tables are written. Which row is in which file, and where in it, depends on the rows alone: each
 * file has a range of the hashes of their ids, and is sorted by them. So the files are the same,
 * byte for byte, on every runner, and each beginning of them is a sample of the whole. No row is
 * compared with those of another file, and a file is sorted in a bounded part of the heap and on
 * the worker's disk.
 *
 * <p>The number of files is fixed, also where there is no row at all, so that a second run replaces
 * exactly the files of the first. A file gets its name when it is complete. A retried bundle writes
 * its file again, under another temporary name, and puts it in the place of the first.
 *
 * <p>Half a character, which JSON can write and Parquet cannot, becomes U+FFFD.
 *
 * <pre>{@code
 * PCollectionTuple.of(WriteTables.DATASET, rows)
 *     .and(WriteTables.REJECTED, rejections)
 *     .apply(WriteTables.to("out", new Split(0.02, 10)));
 * }</pre>
 */
public final class WriteTables extends PTransform<PCollectionTuple, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  /** Rows of the dataset, as {@link org.caco.transforms.export.DatasetRow} writes them. */
  public static final TupleTag<String> DATASET = new TupleTag<>("dataset");

  /** Rejections, as {@link org.caco.transforms.export.RejectionRow} writes them. */
  public static final TupleTag<String> REJECTED = new TupleTag<>("rejected");

  /** Training rows, as {@link org.caco.transforms.export.CodegenRow} writes them. */
  public static final TupleTag<String> CODEGEN = new TupleTag<>("codegen");

  /** Further problems of rows, as {@link InstanceRow} writes them. */
  public static final TupleTag<String> INSTANCES = new TupleTag<>("instances");

  /** Tasks, as {@link org.caco.transforms.derive.DeriveRows} makes them. */
  public static final TupleTag<String> TASKS = new TupleTag<>("tasks");

  /** Pairs of solutions, as {@link org.caco.transforms.derive.DeriveRows} makes them. */
  public static final TupleTag<String> PREFERENCES = new TupleTag<>("preferences");

  /** Solutions in steps, as {@link org.caco.transforms.derive.DeriveRows} makes them. */
  public static final TupleTag<String> STEPS = new TupleTag<>("steps");

  /** What a worker has in memory while it sorts a file, in characters. */
  private static final long SORTED_CHARACTERS = 32L << 20;

  private final String directory;
  private final Split split;
  private final long sortedCharacters;

  private WriteTables(String directory, Split split, long sortedCharacters) {
    this.directory = directory;
    this.split = split;
    this.sortedCharacters = sortedCharacters;
  }

  /**
   * Writes into an output folder.
   *
   * @param directory the output directory of the run
   * @param split how rows are parted
   */
  public static WriteTables to(String directory, Split split) {
    return new WriteTables(directory, split, SORTED_CHARACTERS);
  }

  /**
   * How many characters of a file's rows are sorted in memory, before the worker's disk is used.
   * The default is 32 million; a row may have more.
   */
  public WriteTables withSortedCharacters(long characters) {
    return new WriteTables(directory, split, characters);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("directory", directory))
        .add(DisplayData.item("shards", split.shards()))
        .add(DisplayData.item("validation", split.validation()));
  }

  @Override
  public PCollection<String> expand(PCollectionTuple lines) {
    List<PCollection<KV<String, KV<String, String>>>> placed = new ArrayList<>();
    List<KV<String, KV<String, String>>> files = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (lines.has(kind.tag)) {
        placed.add(
            lines
                .get(kind.tag)
                .apply("Place-" + kind.tag.getId(), ParDo.of(new PlaceFn(kind, split)))
                .setCoder(coder()));
        kind.tables.forEach(table -> files.addAll(files(table)));
      }
    }
    // A file that gets no row is written too.
    placed.add(lines.getPipeline().apply("Files", Create.of(files).withCoder(coder())));
    return PCollectionList.of(placed)
        .apply("All", Flatten.pCollections())
        .apply("ByFile", GroupByKey.create())
        .apply("Write", ParDo.of(new WriteFn(directory, sortedCharacters)));
  }

  private static KvCoder<String, KV<String, String>> coder() {
    StringUtf8Coder text = StringUtf8Coder.of();
    return KvCoder.of(text, KvCoder.of(text, PackedCoder.of(text)));
  }

  private List<KV<String, KV<String, String>>> files(Table table) {
    List<KV<String, KV<String, String>>> files = new ArrayList<>();
    for (String part : split.of(table)) {
      for (int file = 0; file < split.files(part); file++) {
        files.add(KV.of(place(table, part, file, split.files(part)), KV.of("", "")));
      }
    }
    return files;
  }

  /** A file's table and its name in the output folder. */
  private static String place(Table table, String split, int file, int files) {
    return String.format(
        Locale.ROOT,
        "%s/%s/%s-%05d-of-%05d.parquet",
        table.name(),
        table.folder(split),
        split,
        file,
        files);
  }

  /** What lines of JSON become. */
  // A tag never changes, and a List.of does not, which their types do not tell.
  @SuppressWarnings("ImmutableEnumChecker")
  private enum Kind {
    DATASET(WriteTables.DATASET, Table.DEFAULT, Table.RL, Table.TESTS, Table.LINEAGE),
    INSTANCES(WriteTables.INSTANCES, Table.INSTANCES),
    TASKS(WriteTables.TASKS, Table.TASKS),
    PREFERENCES(WriteTables.PREFERENCES, Table.PREFERENCES),
    STEPS(WriteTables.STEPS, Table.STEPS),
    REJECTED(WriteTables.REJECTED, Table.REJECTED),
    CODEGEN(WriteTables.CODEGEN, Table.CODEGEN);

    private final TupleTag<String> tag;
    private final List<Table> tables;

    Kind(TupleTag<String> tag, Table... tables) {
      this.tag = tag;
      this.tables = List.of(tables);
    }
  }

  /** Tells each row its files, and its place there. */
  private static final class PlaceFn extends DoFn<String, KV<String, KV<String, String>>> {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final Split split;

    PlaceFn(Kind kind, Split split) {
      this.kind = kind;
      this.split = split;
    }

    @ProcessElement
    public void process(
        @Element String line, OutputReceiver<KV<String, KV<String, String>>> output) {
      JsonNode row = Json.read(line);
      switch (kind) {
        case DATASET -> {
          String id = row.path("id").asText();
          String part = split.of(id);
          TableRows.ofDataset(row, part)
              .forEach((table, cells) -> put(table, part, id, Json.line(cells), output));
        }
        case INSTANCES -> {
          // Where its row is: what is set aside has no relatives of one text in train.
          String part = split.of(row.path("row_id").asText());
          put(
              Table.INSTANCES,
              part,
              row.path("id").asText(),
              Json.line(TableRows.instance(row, part)),
              output);
        }
        // Where its row is: what is set aside has no relatives of one program in train.
        case TASKS, PREFERENCES, STEPS ->
            put(
                kind.tables.get(0),
                split.of(row.path("row_id").asText()),
                row.path("id").asText(),
                Json.line(row),
                output);
        case REJECTED ->
            put(Table.REJECTED, Table.TRAIN, line, Json.line(TableRows.rejected(row)), output);
        case CODEGEN ->
            put(Table.CODEGEN, Table.TRAIN, row.path("id").asText(), Json.line(row), output);
      }
    }

    private void put(
        Table table,
        String part,
        String name,
        String row,
        OutputReceiver<KV<String, KV<String, String>>> output) {
      String order = ContentHash.of("order", name);
      int file = split.file(part, order);
      output.output(KV.of(place(table, part, file, split.files(part)), KV.of(order, row)));
    }
  }

  private static final class WriteFn
      extends DoFn<KV<String, Iterable<KV<String, String>>>, String> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final long sortedCharacters;

    WriteFn(String directory, long sortedCharacters) {
      this.directory = directory;
      this.sortedCharacters = sortedCharacters;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<KV<String, String>>> rows, OutputReceiver<String> output)
        throws IOException {
      int end = rows.getKey().indexOf('/');
      Table table = Table.valueOf(rows.getKey().substring(0, end));
      String name = rows.getKey().substring(end + 1);
      ResourceId file = OutputFile.of(directory, name);
      ResourceId unfinished =
          OutputFile.of(directory, name + "." + UUID.randomUUID() + ".unfinished");
      try (RowSorter sorter = new RowSorter(sortedCharacters)) {
        for (KV<String, String> row : rows.getValue()) {
          if (!row.getKey().isEmpty()) {
            sorter.add(row.getKey(), row.getValue());
          }
        }
        try (TableFile parquet = new TableFile(unfinished, table)) {
          sorter.drain(row -> parquet.write(Json.read(row)));
        }
        FileSystems.rename(List.of(unfinished), List.of(file));
      } catch (IOException | RuntimeException e) {
        try {
          FileSystems.delete(List.of(unfinished));
        } catch (IOException missing) {
          e.addSuppressed(missing);
        }
        throw e;
      }
      output.output(file.toString());
    }
  }
}
