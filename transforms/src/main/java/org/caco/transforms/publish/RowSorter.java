package org.caco.transforms.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts the rows of a file in a bounded part of the heap: what does not fit goes, sorted, to
 * temporary files of the worker, which are merged in the end.
 */
final class RowSorter implements Closeable {
  private final long maxCharacters;
  private final List<Row> rows = new ArrayList<>();
  private final List<Path> spilled = new ArrayList<>();
  private long characters;

  /**
   * A sorter without rows.
   *
   * @param maxCharacters of rows in memory
   */
  RowSorter(long maxCharacters) {
    this.maxCharacters = maxCharacters;
  }

  /** What is done with each row. */
  @FunctionalInterface
  interface Target {
    void accept(String row) throws IOException;
  }

  /** Adds a row; rows are sorted by {@code order}, and then by themselves. */
  void add(String order, String row) throws IOException {
    rows.add(new Row(order, row));
    characters += order.length() + row.length();
    if (characters > maxCharacters) {
      spill();
    }
  }

  /** Gives all rows, in their order. */
  void drain(Target target) throws IOException {
    Collections.sort(rows);
    PriorityQueue<Run> runs = new PriorityQueue<>();
    List<Run> open = new ArrayList<>();
    try {
      for (Path file : spilled) {
        Run run = new Run(file);
        open.add(run);
        runs.add(run);
      }
      int next = 0;
      while (next < rows.size() || !runs.isEmpty()) {
        Run first = runs.peek();
        if (first == null || (next < rows.size() && rows.get(next).compareTo(first.row) <= 0)) {
          target.accept(rows.get(next++).json());
        } else {
          runs.remove();
          target.accept(first.row.json());
          if (first.advance()) {
            runs.add(first);
          }
        }
      }
    } finally {
      for (Run run : open) {
        run.close();
      }
    }
  }

  private void spill() throws IOException {
    Collections.sort(rows);
    Path file = Files.createTempFile("caco-rows-", ".sorted");
    spilled.add(file);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (Row row : rows) {
        write(row.order(), out);
        write(row.json(), out);
      }
    }
    rows.clear();
    characters = 0;
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Removes the temporary files. */
  @Override
  public void close() throws IOException {
    for (Path file : spilled) {
      Files.deleteIfExists(file);
    }
  }

  private record Row(String order, String json) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      int byOrder = order.compareTo(other.order);
      return byOrder != 0 ? byOrder : json.compareTo(other.json);
    }
  }

  /** A temporary file that is being read, and the row at which it stands. */
  private static final class Run implements Comparable<Run>, Closeable {
    private final DataInputStream in;
    private Row row;

    Run(Path file) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
      row = new Row(read(), read());
    }

    /** Goes to the next row, and tells whether there is one. */
    boolean advance() throws IOException {
      String order;
      try {
        order = read();
      } catch (EOFException e) {
        return false;
      }
      row = new Row(order, read());
      return true;
    }

    private String read() throws IOException {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return new String(bytes, UTF_8);
    }

    @Override
    public int compareTo(Run other) {
      return row.compareTo(other.row);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
