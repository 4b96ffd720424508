package org.caco.transforms.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import org.caco.transforms.step.RejectedException;

/**
 * A line of a file without its terminator.
 *
 * @param number counted from 1
 * @param bytes all of the line, or its beginning when it is too long
 * @param length bytes that the line has in the file
 */
record Line(long number, ByteBuffer bytes, long length) {
  /** Stands for what is not UTF-8. */
  private static final char REPLACEMENT = '\ufffd';

  /** Whether the line was longer than the reader holds. */
  boolean tooLong() {
    return bytes.remaining() < length;
  }

  /** The bytes as text, with a replacement character for what is not UTF-8. */
  String text() {
    return new String(
        bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), UTF_8);
  }

  /**
   * Whether nothing is in it.
   *
   * @param text its own
   */
  boolean isBlank(String text) {
    return text.isBlank() && !tooLong();
  }

  /**
   * The text, if it is all of the line and its bytes are UTF-8.
   *
   * @param text its own
   * @param maxBytes those of the longest line that is held
   * @throws RejectedException {@code line_too_long} or {@code invalid_utf8}
   */
  String whole(String text, int maxBytes) {
    if (tooLong()) {
      throw new RejectedException(
          "line_too_long",
          String.format(Locale.ROOT, "%,d bytes, at most %,d are read", length, maxBytes));
    }
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    // Either somebody wrote it, or it stands for what cannot be read.
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer rest = bytes.duplicate();
    try {
      return decoder.decode(rest).toString();
    } catch (CharacterCodingException e) {
      throw new RejectedException("invalid_utf8", "at byte " + (rest.position() + 1));
    }
  }
}
