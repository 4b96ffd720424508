package org.caco.transforms.lines;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes rows as JSON, of which it holds no more than so many bytes each. */
final class BoundedJson {
  private static final JsonFactory JSON = new JsonFactory();

  private final int maxBytes;
  private final Bounded bytes = new Bounded();

  BoundedJson(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Writes a row. */
  @FunctionalInterface
  interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  /** The row that {@code writer} writes, too long where it is longer than what is held. */
  Line line(long number, Writer writer) throws IOException {
    bytes.reset();
    bytes.length = 0;
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      writer.write(json);
    }
    boolean tooLong = bytes.length > maxBytes;
    int kept = (int) (tooLong ? Math.min(Rows.EXCERPT_BYTES, maxBytes) : bytes.length);
    return new Line(number, ByteBuffer.wrap(bytes.toByteArray(), 0, kept), bytes.length);
  }

  /** Copies the value at which {@code parser} is; what is no number in JSON becomes null. */
  static void copy(JsonParser parser, JsonGenerator json) throws IOException {
    int depth = 0;
    while (true) {
      JsonToken token = parser.currentToken();
      if (token == null) {
        throw new IOException("the file ends within a row");
      }
      if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
        json.writeNull();
      } else {
        json.copyCurrentEventExact(parser);
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return;
      }
      parser.nextToken();
    }
  }

  private final class Bounded extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long length;

    private void reset() {
      kept.reset();
    }

    private byte[] toByteArray() {
      return kept.toByteArray();
    }

    @Override
    public void write(int b) {
      if (length++ < maxBytes) {
        kept.write(b);
      }
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      kept.write(from, offset, (int) Math.max(0, Math.min(count, maxBytes - length)));
      length += count;
    }
  }
}
