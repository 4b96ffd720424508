package org.caco.transforms.lines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream into lines at line feeds. It holds at most {@code maxLineBytes} of a line,
 * however long the line is. A carriage return at the end of a line and a byte order mark at the
 * start of the stream are no part of a line.
 */
final class LineReader implements Rows {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final int maxLineBytes;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private byte[] line = new byte[1 << 10];
  private long number;
  private long left;

  LineReader(InputStream in, int maxLineBytes) {
    this(in, maxLineBytes, 0, Long.MAX_VALUE);
  }

  /**
   * @param before lines of the file that stand before the stream
   * @param length bytes of the stream that are read
   */
  LineReader(InputStream in, int maxLineBytes, long before, long length) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
    this.number = before;
    this.left = length;
  }

  @Override
  public long nextNumber() {
    return number + 1;
  }

  @Override
  public @Nullable Line next() throws IOException {
    if (!fill()) {
      return null;
    }
    long length = 0;
    boolean ended = false;
    byte last = 0;
    while (!ended && fill()) {
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      keep(length, end - position);
      length += end - position;
      if (end > position) {
        last = buffer[end - 1];
      }
      ended = end < limit;
      position = ended ? end + 1 : end;
    }
    number++;
    if (length > 0 && last == '\r') {
      length--;
    }
    boolean tooLong = length > maxLineBytes;
    int kept = tooLong ? Math.min(EXCERPT_BYTES, maxLineBytes) : (int) length;
    int mark = startsWithByteOrderMark(kept) ? BYTE_ORDER_MARK.length : 0;
    return new Line(number, ByteBuffer.wrap(Arrays.copyOfRange(line, mark, kept)), length - mark);
  }

  @Override
  public String unit() {
    return "line";
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Whether the buffer has a byte, after reading more if it had none. */
  private boolean fill() throws IOException {
    if (position < limit) {
      return true;
    }
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, (int) Math.min(left, buffer.length)));
    left -= limit;
    return limit > 0;
  }

  private void keep(long length, int count) {
    if (length >= maxLineBytes) {
      return;
    }
    int kept = (int) Math.min(count, maxLineBytes - length);
    int needed = (int) length + kept;
    if (line.length < needed) {
      line = Arrays.copyOf(line, (int) Math.min(maxLineBytes, Math.max(needed, 2L * line.length)));
    }
    System.arraycopy(buffer, position, line, (int) length, kept);
  }

  private boolean startsWithByteOrderMark(int kept) {
    int size = BYTE_ORDER_MARK.length;
    return number == 1 && kept >= size && Arrays.equals(line, 0, size, BYTE_ORDER_MARK, 0, size);
  }
}
