package org.caco.transforms.lines;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file of a Beam file system, for Parquet, which reads its end first. */
final class ParquetInput implements InputFile {
  private final ResourceId file;
  private final long length;

  ParquetInput(ResourceId file) throws IOException {
    this.file = file;
    try (SeekableByteChannel channel = seekable(file)) {
      length = channel.size();
    }
  }

  private static SeekableByteChannel seekable(ResourceId file) throws IOException {
    ReadableByteChannel channel = OpenFile.channel(file);
    if (channel instanceof SeekableByteChannel seekable) {
      return seekable;
    }
    channel.close();
    throw new IOException("Parquet is read at any place, which this file system does not allow");
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    SeekableByteChannel channel = seekable(file);
    return new DelegatingSeekableInputStream(Channels.newInputStream(channel)) {
      @Override
      public long getPos() throws IOException {
        return channel.position();
      }

      @Override
      public void seek(long position) throws IOException {
        channel.position(position);
      }
    };
  }
}
