package org.caco.transforms.lines;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file, each a JSON text, one after another. */
interface Rows extends AutoCloseable {
  /** Bytes that are kept of a row that is too long. */
  int EXCERPT_BYTES = 200;

  /** The next row, or null at the end. */
  @Nullable Line next() throws IOException;

  /** The number of the row that {@link #next} returns next, counted from 1. */
  long nextNumber();

  /** What people call such a row: {@code row}, or {@code line} where each is one. */
  default String unit() {
    return "row";
  }

  @Override
  void close() throws IOException;
}
