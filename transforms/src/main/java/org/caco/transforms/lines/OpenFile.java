package org.caco.transforms.lines;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.caco.text.BoundedPattern;
import org.jspecify.annotations.Nullable;

/** Opens files so that whatever a store's client throws is an {@link IOException}. */
public final class OpenFile {
  // As the clients of S3 and of Azure tell it.
  private static final Pattern NOT_FOUND = BoundedPattern.of("(?i)\\bstatus code:? 404\\b");

  private OpenFile() {}

  /**
   * A file from its first byte.
   *
   * @throws FileNotFoundException if it is not there: Beam's file system for S3 throws what its
   *     client throws, which is unchecked
   */
  public static ReadableByteChannel channel(ResourceId file) throws IOException {
    try {
      ReadableByteChannel channel = FileSystems.open(file);
      return channel instanceof SeekableByteChannel seekable && !file.getScheme().equals("file")
          ? new EndingChannel(seekable)
          : channel;
    } catch (RuntimeException e) {
      IOException told =
          isNotFound(e)
              ? new FileNotFoundException(file.toString())
              : new IOException(file + " cannot be opened: " + e.getMessage());
      told.initCause(e);
      throw told;
    }
  }

  /**
   * Ends where its file does. Beam's for S3 asks for the length first and for the bytes then, and
   * of a file that is written anew in between it reads nothing for ever.
   */
  private record EndingChannel(SeekableByteChannel channel) implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer bytes) throws IOException {
      int length = channel.read(bytes);
      return length == 0 && bytes.hasRemaining() ? -1 : length;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      return channel.write(bytes);
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public SeekableByteChannel position(long to) throws IOException {
      channel.position(to);
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long to) throws IOException {
      channel.truncate(to);
      return this;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** The same as a stream. */
  public static InputStream stream(ResourceId file) throws IOException {
    return Channels.newInputStream(channel(file));
  }

  private static boolean isNotFound(@Nullable Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (NOT_FOUND.matcher(String.valueOf(each.getMessage())).find()) {
        return true;
      }
    }
    return false;
  }
}
