package org.caco.transforms.lines;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Distinct;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.lines.RowParts.Part;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Origin;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.Rebundle;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepResult;

/**
 * Reads records from the rows of files on any Beam file system, as {@link RowFile} opens them: JSON
 * lines, JSON arrays, JSON values over several lines, Parquet, comma- or tab-separated values, text
 * also packed by gzip, zstd or bzip2. Blank lines are skipped; every other row is accepted as a
 * record or rejected with its file and number. Two patterns that match the same file read it once.
 *
 * <p>Rejection reasons, besides the parser's: {@code line_too_long}, {@code invalid_utf8}, and
 * {@code unreadable_file} for a file that cannot be opened or breaks off, once, with the line it
 * broke at. A pattern without a file fails the job: use {@link FileGlobs#check} before it starts.
 *
 * <p>Large files of JSON lines and Parquet are read in parts of about 64 MiB, by several workers. A
 * part is one element, so a retried bundle reads its parts again from the start. What follows is
 * fused with the reading unless it begins with a shuffle.
 *
 * @param <T> the type of records
 */
public final class ReadLines<T> extends PTransform<PBegin, StepResult<T>> {
  private static final long serialVersionUID = 1L;

  /** A longer line is rejected and never held whole. */
  public static final int DEFAULT_MAX_LINE_BYTES = 16 << 20;

  /** Stands for all splits of a data set. */
  public static final String ALL_SPLITS = "all";

  private static final long PART_BYTES = 64L << 20;

  /**
   * Makes a record of a row.
   *
   * @param <T> the type of records
   */
  @FunctionalInterface
  public interface Parser<T> extends Serializable {
    /**
     * The record in {@code line}, a row as JSON, which stands at {@code location}.
     *
     * @throws RejectedException if there is none; its evidence need not name the location
     */
    T parse(String line, Location location);

    /**
     * Where a row comes from that {@link #parse} has rejected, as far as it can be told; empty, the
     * default, where it cannot.
     *
     * @param line the row or its beginning, empty where no row could be read
     */
    default Optional<Origin> origin(String line, Location location) {
      return Optional.empty();
    }
  }

  private final String step;
  private final String globs;
  private final Parser<T> parser;
  private final TypeDescriptor<T> type;
  private final int maxLineBytes;
  private final String split;
  private final long partBytes;

  private ReadLines(
      String step,
      String globs,
      Parser<T> parser,
      TypeDescriptor<T> type,
      int maxLineBytes,
      String split,
      long partBytes) {
    this.step = step;
    this.globs = globs;
    this.parser = parser;
    this.type = type;
    this.maxLineBytes = maxLineBytes;
    this.split = split;
    this.partBytes = partBytes;
  }

  /**
   * Reads the files that {@code globs} match.
   *
   * @param step the name of the step that the rejections carry
   * @param globs file patterns separated by commas
   * @param type the type of records
   */
  public static <T> ReadLines<T> of(
      String step, String globs, Parser<T> parser, TypeDescriptor<T> type) {
    return new ReadLines<>(step, globs, parser, type, DEFAULT_MAX_LINE_BYTES, "", PART_BYTES);
  }

  /** Rejects longer lines. The default is {@link #DEFAULT_MAX_LINE_BYTES}. */
  public ReadLines<T> withMaxLineBytes(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("maxLineBytes must be at least 1, not " + max);
    }
    return new ReadLines<>(step, globs, parser, type, max, split, partBytes);
  }

  /**
   * Reads this split where a pattern names a folder that holds a data set, or {@link #ALL_SPLITS}.
   * Default: {@code train} where there is one, else all.
   */
  public ReadLines<T> withSplit(String name) {
    return new ReadLines<>(step, globs, parser, type, maxLineBytes, name, partBytes);
  }

  /** Cuts files into parts of about so many bytes. Default: 64 MiB. */
  ReadLines<T> withPartBytes(long bytes) {
    return new ReadLines<>(step, globs, parser, type, maxLineBytes, split, bytes);
  }

  /**
   * Reads all lines now, where a bad one is to stop a job before it starts. For files that a
   * launcher can read in seconds.
   *
   * @throws IllegalArgumentException with one sentence for a person that names file and row, at the
   *     first row that would be rejected; and as {@link FileGlobs#files}
   */
  public void check() {
    for (String glob : FileGlobs.split(globs)) {
      for (MatchResult.Metadata file : FileGlobs.files(glob, split)) {
        check(file.resourceId());
      }
    }
  }

  private void check(ResourceId file) {
    String name = file.toString();
    String unit = "line";
    long number = 1;
    try (Rows rows = RowFile.open(file, maxLineBytes)) {
      unit = rows.unit();
      for (Line line = rows.next(); line != null; line = rows.next()) {
        number = line.number();
        String text = line.text();
        if (!line.isBlank(text)) {
          Location location = Location.newBuilder().setFile(name).setLine(number).build();
          parser.parse(line.whole(text, maxLineBytes), location);
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(place(name, unit, number) + failed(e) + ".", e);
    } catch (RejectedException e) {
      throw new IllegalArgumentException(place(name, unit, number) + e.evidence() + ".", e);
    }
  }

  static String failed(Exception e) {
    return "reading failed: " + (e.getMessage() == null ? e : e.getMessage());
  }

  /**
   * The first rows of a file that are not blank, each a JSON text; of one that is too long, its
   * beginning.
   *
   * @param file no pattern
   * @throws IOException if it cannot be read, with what it is in the message
   */
  public static List<String> first(String file, int rows) throws IOException {
    List<String> first = new ArrayList<>();
    ResourceId resource = FileSystems.matchNewResource(file, false);
    try (Rows all = RowFile.open(resource, DEFAULT_MAX_LINE_BYTES)) {
      for (Line line = all.next(); line != null && first.size() < rows; line = all.next()) {
        String text = line.text();
        if (!line.isBlank(text)) {
          first.add(text);
        }
      }
    }
    return first;
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("files", globs))
        .add(DisplayData.item("maxLineBytes", maxLineBytes));
  }

  @Override
  public StepResult<T> expand(PBegin begin) {
    TupleTag<T> accepted = new TupleTag<>("accepted");
    TupleTag<Rejection> rejected = new TupleTag<>("rejected");
    return StepResult.of(
        begin
            .apply("Patterns", Create.of(FileGlobs.split(globs)))
            .apply("Match", ParDo.of(new MatchFn(split)))
            .apply("EachOnce", Distinct.create())
            .apply("Parts", ParDo.of(new PartsFn(partBytes)))
            .apply("Spread", Rebundle.spread()),
        new ReadRowsFn<>(step, parser, maxLineBytes, accepted, rejected),
        accepted,
        rejected,
        type);
  }

  static String place(String file, String unit, long number) {
    return file + " " + unit + " " + number + ": ";
  }

  private static final class MatchFn extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final String split;

    MatchFn(String split) {
      this.split = split;
    }

    @ProcessElement
    public void process(@Element String glob, OutputReceiver<String> output) {
      FileGlobs.files(glob, split).forEach(file -> output.output(file.resourceId().toString()));
    }
  }

  private static final class PartsFn extends DoFn<String, Part> {
    private static final long serialVersionUID = 1L;

    private final long size;

    PartsFn(long size) {
      this.size = size;
    }

    @ProcessElement
    public void process(@Element String file, OutputReceiver<Part> output) {
      List<Part> parts;
      try {
        parts = RowParts.of(file, size);
      } catch (IOException | RuntimeException e) {
        // Whoever reads it meets the same, and rejects it with its reason.
        parts = List.of(Part.whole(file));
      }
      parts.forEach(output::output);
    }
  }
}
