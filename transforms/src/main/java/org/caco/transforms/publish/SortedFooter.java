package org.caco.transforms.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Puts the encodings that the footer of a Parquet file lists for each column into an order. The
 * writer lists them as they are in a hash set of enum constants, which have another order in every
 * JVM, and so the same rows would make other bytes.
 */
final class SortedFooter {
  private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);

  /** The length of the footer, and the magic. */
  private static final int END = Integer.BYTES + MAGIC.length;

  private SortedFooter() {}

  /**
   * The end of a file with its footer in order.
   *
   * @param end bytes of which the last are all of the footer; what has none is left as it is
   */
  static byte[] of(byte[] end) throws IOException {
    int to = end.length - END;
    if (to < 0 || !Arrays.equals(MAGIC, Arrays.copyOfRange(end, end.length - 4, end.length))) {
      return end;
    }
    int length = ByteBuffer.wrap(end, to, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
    int from = to - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(end, from, length));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        sort(column.getMeta_data());
      }
    }
    ByteArrayOutputStream sorted = new ByteArrayOutputStream(end.length);
    sorted.write(end, 0, from);
    Util.writeFileMetaData(footer, sorted);
    int written = sorted.size() - from;
    sorted.write(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(written).array());
    sorted.write(MAGIC);
    return sorted.toByteArray();
  }

  private static void sort(ColumnMetaData column) {
    column.getEncodings().sort(Comparator.comparingInt(Encoding::getValue));
    if (column.isSetEncoding_stats()) {
      column
          .getEncoding_stats()
          .sort(
              Comparator.comparingInt((PageEncodingStats pages) -> pages.getPage_type().getValue())
                  .thenComparingInt(pages -> pages.getEncoding().getValue()));
    }
  }
}
