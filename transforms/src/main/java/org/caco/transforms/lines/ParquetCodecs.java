package org.caco.transforms.lines;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Unpacks the pages of Parquet files without Hadoop, whose codecs Parquet uses by default. */
final class ParquetCodecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("files are only read");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Pages((packed, size) -> packed);
      case SNAPPY -> new Pages((packed, size) -> Snappy.uncompress(packed));
      case GZIP -> new Pages(ParquetCodecs::gunzip);
      case ZSTD -> new Pages(ParquetCodecs::unzstd);
      default ->
          throw new IllegalArgumentException(
              "pages packed by " + codec + " are not read, only by snappy, zstd and gzip");
    };
  }

  @Override
  public void release() {}

  private static byte[] gunzip(byte[] packed, int size) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readNBytes(size);
    }
  }

  private static byte[] unzstd(byte[] packed, int size) throws IOException {
    try {
      return Zstd.decompress(packed, size);
    } catch (ZstdException e) {
      throw new IOException("a page cannot be unpacked", e);
    }
  }

  @FunctionalInterface
  private interface Codec {
    byte[] unpack(byte[] packed, int size) throws IOException;
  }

  private record Pages(Codec codec) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream((int) bytes.size());
      bytes.writeAllTo(packed);
      return BytesInput.from(codec.unpack(packed.toByteArray(), size));
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer unpacked, int size)
        throws IOException {
      byte[] in = new byte[packedSize];
      packed.get(in);
      unpacked.put(codec.unpack(in, size));
    }

    @Override
    public void release() {}
  }
}
