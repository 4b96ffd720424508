package org.caco.transforms.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * A line of a file without its terminator.
 *
 * @param number counted from 1
 * @param bytes all of the line, or its beginning when it is too long
 * @param length bytes that the line has in the file
 */
record Line(long number, ByteBuffer bytes, long length) {
  /** Whether the line was longer than the reader holds. */
  boolean tooLong() {
    return bytes.remaining() < length;
  }

  /** The bytes as text, with a replacement character for what is not UTF-8. */
  String text() {
    return UTF_8.decode(bytes.duplicate()).toString();
  }
}
