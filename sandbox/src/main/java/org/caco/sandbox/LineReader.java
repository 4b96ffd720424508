package org.caco.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a stream, with their number and the bytes read. A byte order mark at the start is no
 * part of the first.
 */
final class LineReader implements AutoCloseable {
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final int MAX_LINE_BYTES = 8 << 20;

  /**
   * One line.
   *
   * @param text what it holds, where it can be read
   * @param problem why it cannot be read, empty where it can
   */
  record Line(String text, String problem) {}

  private final InputStream stream;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long count;
  private long bytes;
  private boolean ended;
  private boolean tooLong;

  LineReader(InputStream stream) {
    this.stream = new BufferedInputStream(stream, 1 << 16);
  }

  /** Null at the end. */
  @Nullable Line next() throws IOException {
    line.reset();
    ended = false;
    tooLong = false;
    int read = stream.read();
    if (read < 0) {
      return null;
    }
    while (read >= 0) {
      bytes++;
      if (read == '\n') {
        ended = true;
        break;
      }
      tooLong = line.size() == MAX_LINE_BYTES;
      if (!tooLong) {
        line.write(read);
      }
      read = stream.read();
    }
    count++;
    if (tooLong) {
      return new Line("", "is longer than " + MAX_LINE_BYTES + " bytes");
    }
    try {
      // The reader of JSON would take a replacement character for what the program says.
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line.toByteArray()))
              .toString();
      return new Line(
          count == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, "");
    } catch (CharacterCodingException e) {
      return new Line("", "is not UTF-8");
    }
  }

  long count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  boolean lineEnded() {
    return ended;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
