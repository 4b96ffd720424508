package org.apache.beam.sdk.io.azure.blobstore;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * Takes the place of Beam's class of this name, whose position stays where it is while bytes are
 * read: whoever reads and then goes somewhere arrives elsewhere. A stream of the blob is opened
 * where reading begins, and again where a step is backward or long.
 */
class AzureReadableSeekableByteChannel implements SeekableByteChannel {
  /** Bytes that are sooner read than left out. */
  private static final int NEAR = 1 << 18;

  private final BlobClient blob;
  private final long size;
  private long position;
  // Where the stream is, if there is one.
  private InputStream stream;
  private long read;
  private boolean closed;

  AzureReadableSeekableByteChannel(BlobClient blob) {
    this.blob = blob;
    size = blob.getProperties().getBlobSize();
  }

  @Override
  public int read(ByteBuffer bytes) throws IOException {
    checkOpen();
    if (position >= size) {
      return -1;
    }
    if (!bytes.hasRemaining()) {
      return 0;
    }
    moveStream();
    byte[] part = new byte[(int) Math.min(bytes.remaining(), Math.min(NEAR, size - position))];
    int length = stream.read(part);
    if (length > 0) {
      bytes.put(part, 0, length);
      read += length;
      position = read;
    }
    return length;
  }

  private void moveStream() throws IOException {
    if (stream != null && position >= read && position - read <= NEAR) {
      stream.skipNBytes(position - read);
    } else {
      closeStream();
      stream = blob.openInputStream(new BlobRange(position), null);
    }
    read = position;
  }

  private void closeStream() throws IOException {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  @Override
  public long position() throws IOException {
    checkOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long to) throws IOException {
    checkOpen();
    if (to < 0) {
      throw new IllegalArgumentException("There is no byte " + to + ".");
    }
    position = to;
    return this;
  }

  @Override
  public long size() throws IOException {
    checkOpen();
    return size;
  }

  private void checkOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int write(ByteBuffer bytes) {
    throw new UnsupportedOperationException("The blob is only read.");
  }

  @Override
  public SeekableByteChannel truncate(long to) {
    throw new UnsupportedOperationException("The blob is only read.");
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    closeStream();
  }
}
