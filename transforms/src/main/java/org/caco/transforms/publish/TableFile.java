package org.caco.transforms.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file that is being written, on any Beam file system, packed by zstd, with a page index.
 * The same rows in the same order make the same bytes.
 */
final class TableFile implements Closeable {
  /** Of a group of rows in memory, before it is packed: what the Hub's viewer is glad of. */
  private static final long ROW_GROUP_BYTES = 64L << 20;

  private static final String MIME = "application/vnd.apache.parquet";

  private final Output output;
  private final SimpleGroupFactory rows;
  private final ParquetWriter<Group> writer;

  TableFile(ResourceId file, Table table) throws IOException {
    MessageType schema = table.schema();
    output = new Output(file);
    rows = new SimpleGroupFactory(schema);
    writer =
        ExampleParquetWriter.builder(output)
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCodecFactory(new ZstdPages())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  void write(JsonNode row) throws IOException {
    Group group = rows.newGroup();
    TableCells.fill(group, row);
    writer.write(group);
  }

  @Override
  public void close() throws IOException {
    output.hold();
    writer.close();
  }

  /** The hash of the file, in hexadecimal digits, once it is closed. */
  String sha256() {
    return HexFormat.of().formatHex(output.digest.digest());
  }

  /** How long the file is, once it is closed. */
  long bytes() {
    return output.bytes;
  }

  private static final class Output implements OutputFile {
    private final ResourceId file;
    private final MessageDigest digest = sha();
    private long bytes;
    private @Nullable Positioned stream;

    Output(ResourceId file) {
      this.file = file;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
      Positioned opened =
          new Positioned(
              new BufferedOutputStream(
                  new Hashed(Channels.newOutputStream(FileSystems.create(file, MIME)))));
      stream = opened;
      return opened;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }

    private static MessageDigest sha() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    /** Counts and hashes what reaches the file. */
    private final class Hashed extends FilterOutputStream {
      Hashed(OutputStream out) {
        super(out);
      }

      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] some, int offset, int length) throws IOException {
        out.write(some, offset, length);
        digest.update(some, offset, length);
        bytes += length;
      }
    }

    /** Keeps what is written from now on, at most a packed group of rows and the footer. */
    void hold() {
      if (stream != null) {
        stream.end = new ByteArrayOutputStream();
      }
    }
  }

  private static final class Positioned extends PositionOutputStream {
    private final OutputStream out;
    private @Nullable ByteArrayOutputStream end;
    private long position;

    Positioned(OutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      target().write(value);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      target().write(bytes, offset, length);
      position += length;
    }

    private OutputStream target() {
      return end == null ? out : end;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      try (out) {
        if (end != null) {
          out.write(SortedFooter.of(end.toByteArray()));
          end = null;
        }
      }
    }
  }
}
