package org.caco.transforms.lines;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Parts of large files, each for a worker of its own: row groups of a Parquet file, or stretches of
 * plain JSON lines, between which it looks for the ends of lines and counts them. Files of other
 * kinds, packed ones and smaller ones are one part.
 */
final class RowParts {
  private RowParts() {}

  /**
   * A part of a file.
   *
   * @param file its name
   * @param from the first byte, or row group; 0 for all of the file
   * @param to the byte or row group after the last; {@link #ALL} for all of the file
   * @param rows that stand before it
   */
  record Part(String file, long from, long to, long rows) implements Serializable {
    static final long ALL = -1;

    static Part whole(String file) {
      return new Part(file, 0, ALL, 0);
    }

    boolean isWhole() {
      return to == ALL;
    }

    ResourceId resource() {
      return FileSystems.matchNewResource(file, false);
    }
  }

  /**
   * The parts of a file, in order.
   *
   * @param size of a part, in bytes, about
   * @throws IOException if it cannot be read
   */
  static List<Part> of(String file, long size) throws IOException {
    ResourceId resource = FileSystems.matchNewResource(file, false);
    try (ReadableByteChannel channel = OpenFile.channel(resource)) {
      if (!(channel instanceof SeekableByteChannel seekable) || seekable.size() < 2 * size) {
        return List.of(Part.whole(file));
      }
      try (Rows rows = RowFile.open(resource, 1)) {
        if (rows instanceof ParquetRows parquet) {
          return parquet.parts(file, size);
        } else if (!(rows instanceof LineReader) || RowFile.isPacked(resource)) {
          return List.of(Part.whole(file));
        }
      }
      return lines(file, Channels.newInputStream(seekable), size);
    }
  }

  private static List<Part> lines(String file, InputStream in, long size) throws IOException {
    List<Part> parts = new ArrayList<>();
    byte[] buffer = new byte[1 << 20];
    long at = 0;
    long from = 0;
    long rows = 0;
    long rowsBefore = 0;
    for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          rows++;
          long end = at + i + 1;
          if (end - from >= size) {
            parts.add(new Part(file, from, end, rowsBefore));
            from = end;
            rowsBefore = rows;
          }
        }
      }
      at += count;
    }
    if (at > from) {
      parts.add(new Part(file, from, at, rowsBefore));
    }
    return parts;
  }
}
