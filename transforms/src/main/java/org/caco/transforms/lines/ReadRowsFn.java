package org.caco.transforms.lines;

import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.caco.transforms.lines.RowParts.Part;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.Rejections;
import org.caco.transforms.step.StepMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a record or a rejection of each row of a part of a file. */
final class ReadRowsFn<T> extends DoFn<Part, T> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ReadLines.class);

  private final String step;
  private final StepMetrics metrics;
  private final ReadLines.Parser<T> parser;
  private final int maxLineBytes;
  private final TupleTag<T> accepted;
  private final TupleTag<Rejection> rejected;

  ReadRowsFn(
      String step,
      ReadLines.Parser<T> parser,
      int maxLineBytes,
      TupleTag<T> accepted,
      TupleTag<Rejection> rejected) {
    this.step = step;
    this.metrics = new StepMetrics(step);
    this.parser = parser;
    this.maxLineBytes = maxLineBytes;
    this.accepted = accepted;
    this.rejected = rejected;
  }

  @ProcessElement
  public void process(@Element Part part, MultiOutputReceiver outputs) {
    String name = part.file();
    Rows rows;
    try {
      rows = RowFile.open(part, maxLineBytes);
    } catch (IOException | RuntimeException e) {
      reject(unreadable(name, "line", part.rows() + 1, e), System.nanoTime(), outputs);
      return;
    }
    try (rows) {
      readAll(name, rows, outputs);
    } catch (IOException e) {
      LOG.warn("closing {} failed after it was read", name, e);
    }
  }

  private void readAll(String file, Rows rows, MultiOutputReceiver outputs) {
    while (true) {
      long start = System.nanoTime();
      Line line;
      try {
        line = rows.next();
      } catch (IOException | RuntimeException e) {
        // Decompressors throw unchecked exceptions too when they meet garbage.
        reject(unreadable(file, rows.unit(), rows.nextNumber(), e), start, outputs);
        return;
      }
      if (line == null) {
        return;
      }
      read(file, rows.unit(), line, start, outputs);
    }
  }

  private void read(String file, String unit, Line line, long start, MultiOutputReceiver outputs) {
    String text = line.text();
    if (line.isBlank(text)) {
      return;
    }
    Location location = Location.newBuilder().setFile(file).setLine(line.number()).build();
    T record = null;
    Rejection rejection = null;
    try {
      record = parser.parse(line.whole(text, maxLineBytes), location);
    } catch (RejectedException e) {
      rejection = rejection(e.reason(), e.evidence(), text, unit, location);
    } catch (RuntimeException | StackOverflowError e) {
      rejection = located(Rejections.of(step, e, text), "", location);
    }
    // Outside the try: what a later, fused step throws is not this step's rejection.
    if (rejection != null) {
      reject(rejection, start, outputs);
    } else {
      metrics.accepted(System.nanoTime() - start);
      outputs.get(accepted).output(record);
    }
  }

  private Rejection unreadable(String file, String unit, long line, Exception e) {
    Location location = Location.newBuilder().setFile(file).setLine(line).build();
    return rejection("unreadable_file", ReadLines.failed(e), "", unit, location);
  }

  private Rejection rejection(
      String reason, @Nullable String evidence, String text, String unit, Location location) {
    String place = ReadLines.place(location.getFile(), unit, location.getLine());
    return located(Rejections.of(step, reason, place + evidence, text), text, location);
  }

  private Rejection located(Rejection rejection, String text, Location location) {
    Rejection.Builder located = rejection.toBuilder().setLocation(location);
    parser.origin(text, location).ifPresent(located::setOrigin);
    return located.build();
  }

  private void reject(Rejection rejection, long start, MultiOutputReceiver outputs) {
    metrics.rejected(rejection, System.nanoTime() - start);
    outputs.get(rejected).output(rejection);
  }
}
