package org.caco.transforms.lines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.caco.text.LowerCase;

/**
 * Opens files of rows. What a file is, its first bytes tell: Parquet; text packed by gzip, zstd or
 * bzip2, whatever it is called; a JSON array; JSON values that go over several lines each; JSON
 * lines. Comma- and tab-separated values are known by their name, or by a header with a column that
 * such files often have.
 */
final class RowFile {
  /** Bytes by which it is decided what a text is. */
  private static final int HEAD = 1 << 16;

  private static final Set<String> COLUMNS =
      Set.of("question", "problem", "prompt", "query", "instruction", "text", "code", "id");

  private RowFile() {}

  /**
   * Opens a file.
   *
   * @param maxBytes the longest row that is held whole
   * @throws IOException also for a file that holds no rows, with a message that says what it is
   */
  static Rows open(ResourceId file, int maxBytes) throws IOException {
    InputStream raw = new BufferedInputStream(OpenFile.stream(file), HEAD);
    try {
      if (isParquet(raw)) {
        raw.close();
        return ParquetRows.open(file, maxBytes);
      }
      InputStream in = unpacked(raw);
      if (isParquet(in)) {
        throw new IOException("it is a Parquet file that is packed once more: unpack it");
      }
      return text(file.toString(), in, maxBytes);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** Opens a part of a file. */
  static Rows open(RowParts.Part part, int maxBytes) throws IOException {
    ResourceId file = part.resource();
    if (part.isWhole()) {
      return open(file, maxBytes);
    }
    ReadableByteChannel channel = OpenFile.channel(file);
    try {
      InputStream in = Channels.newInputStream(channel);
      if (isParquet(new BufferedInputStream(in, 8))) {
        channel.close();
        return ParquetRows.open(file, maxBytes).only(part);
      }
      ((SeekableByteChannel) channel).position(part.from());
      return new LineReader(in, maxBytes, part.rows(), part.to() - part.from());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether a file is packed as a whole. */
  static boolean isPacked(ResourceId file) throws IOException {
    try (InputStream in = new BufferedInputStream(OpenFile.stream(file), 8)) {
      return packing(head(in, 4)) != Compression.UNCOMPRESSED;
    }
  }

  private static boolean isParquet(InputStream in) throws IOException {
    return starts(head(in, 4), 'P', 'A', 'R', '1');
  }

  /** What {@code raw} holds, unpacked if need be; marks are supported. */
  private static InputStream unpacked(InputStream in) throws IOException {
    Compression packing = packing(head(in, 4));
    if (packing == Compression.UNCOMPRESSED) {
      return in;
    }
    return new BufferedInputStream(
        Channels.newInputStream(packing.readDecompressed(Channels.newChannel(in))), HEAD);
  }

  private static Compression packing(byte[] head) {
    if (starts(head, 0x1f, 0x8b)) {
      return Compression.GZIP;
    } else if (starts(head, 0x28, 0xb5, 0x2f, 0xfd)) {
      return Compression.ZSTD;
    }
    return starts(head, 'B', 'Z', 'h') ? Compression.BZIP2 : Compression.UNCOMPRESSED;
  }

  private static Rows text(String name, InputStream in, int maxBytes) throws IOException {
    String head = new String(head(in, HEAD), ISO_8859_1);
    Optional<String> foreign = ForeignFile.name(head);
    if (foreign.isPresent()) {
      throw new IOException("it is " + foreign.get());
    }
    String text = head.startsWith("\u00ef\u00bb\u00bf") ? head.substring(3) : head;
    int first = 0;
    while (first < text.length() && Character.isWhitespace(text.charAt(first))) {
      first++;
    }
    if (text.startsWith("[", first) || isPretty(text.substring(first))) {
      in.skipNBytes(head.length() - text.length());
      return new JsonRows(in, maxBytes);
    }
    char separator = separator(LowerCase.of(name), text.substring(first));
    if (separator != 0) {
      in.skipNBytes(head.length() - text.length());
      return new DelimitedRows(in, separator, maxBytes);
    }
    return new LineReader(in, maxBytes);
  }

  /** Whether a text begins with a JSON object that does not end on its line. */
  private static boolean isPretty(String text) {
    int end = text.indexOf('\n');
    if (!text.startsWith("{") || end < 0 || isWhole(text.substring(0, end))) {
      return false;
    }
    // A line that is broken stands among others; one that goes on is followed by a field.
    String next = text.substring(end).stripLeading();
    return next.startsWith("\"") || next.startsWith("}") || next.startsWith("{\n");
  }

  private static boolean isWhole(String line) {
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.currentToken() != null && parser.currentToken().isStructEnd();
    } catch (IOException e) {
      return false;
    }
  }

  /** What separates the columns, 0 where there are none. */
  private static char separator(String name, String text) {
    String plain = name;
    for (String packed : List.of(".gz", ".zst", ".bz2")) {
      plain = plain.endsWith(packed) ? plain.substring(0, plain.length() - packed.length()) : plain;
    }
    String header = text.lines().findFirst().orElse("");
    if (text.startsWith("{")) {
      return 0;
    } else if (plain.endsWith(".csv")) {
      // Where a comma is the sign of decimals, spreadsheets write semicolons.
      return header.indexOf(',') < 0 && header.indexOf(';') > 0 ? ';' : ',';
    } else if (plain.endsWith(".tsv") || plain.endsWith(".tab")) {
      return '\t';
    }
    for (String separator : new String[] {"\t", ","}) {
      for (String column : header.split(separator, -1)) {
        String bare = LowerCase.of(column.strip().replace("\"", ""));
        if (header.contains(separator) && COLUMNS.contains(bare)) {
          return separator.charAt(0);
        }
      }
    }
    return 0;
  }

  private static byte[] head(InputStream in, int length) throws IOException {
    in.mark(length);
    byte[] head = in.readNBytes(length);
    in.reset();
    return head;
  }

  private static boolean starts(byte[] head, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (head.length <= i || (head[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
