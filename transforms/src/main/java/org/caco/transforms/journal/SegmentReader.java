package org.caco.transforms.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.caco.transforms.lines.OpenFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads anybody's segments, which may be torn, damaged, or something else. */
final class SegmentReader {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentReader.class);

  private static final byte[] MAGIC = {'C', 'A', 'C', 'O', 'J', 'N', 'L', '1'};
  private static final byte[] END = {'C', 'A', 'C', 'O', 'E', 'N', 'D', '1'};

  /**
   * How far a segment could be read.
   *
   * @param end where the next look begins
   * @param whole whether its writer has ended it, and no head in it is damaged
   */
  record Progress(long end, boolean whole) {}

  /** Gets the responses of a block. */
  interface Blocks {
    void accept(List<JournalKey> keys, byte[][] responses) throws IOException;
  }

  private SegmentReader() {}

  /** What every segment begins with. */
  static ByteBuffer magic() {
    return ByteBuffer.wrap(MAGIC);
  }

  /** What a segment ends with to which nothing will be added. */
  static ByteBuffer end() {
    return ByteBuffer.wrap(END);
  }

  /**
   * Reads the heads of the blocks that are whole.
   *
   * @param from where to begin: 0, or what was returned last
   * @param size bytes of the segment
   * @param blocks gets where each block begins, and its head
   * @throws IOException if the file cannot be read, as one that is gone; not if it is damaged
   */
  static Progress readHeads(
      ResourceId segment, long from, long size, BiConsumer<Long, Block.Head> blocks)
      throws IOException {
    long position = from;
    try (ReadableByteChannel channel = openAt(segment, from)) {
      if (position == 0) {
        if (!begins(channel, magic())) {
          return new Progress(0, false);
        }
        position = MAGIC.length;
      }
      while (position < size) {
        if (size - position == END.length) {
          return new Progress(position, begins(channel, end()));
        }
        Block.Head head = Block.readHead(channel);
        long end = position + head.length();
        if (end > size) {
          // Torn, or still being written: the next look tells.
          return new Progress(position, false);
        }
        blocks.accept(position, head);
        position = end;
        skipTo(channel, position, head.packedSize());
      }
    } catch (DamagedException e) {
      LOG.debug("Segment {} is whole up to {}: {}", segment, position, e.toString());
    }
    return new Progress(position, false);
  }

  /**
   * Reads all responses of a segment that its writer has ended, one block at a time.
   *
   * @throws DamagedException if it is not whole
   */
  static void readAll(ResourceId segment, long size, Blocks blocks) throws IOException {
    try (ReadableByteChannel channel = openAt(segment, 0)) {
      if (!begins(channel, magic())) {
        throw new DamagedException("no segment begins here");
      }
      long position = MAGIC.length;
      while (size - position != END.length) {
        Block.Head head = Block.readHead(channel);
        blocks.accept(head.keys(), Block.readResponses(channel, head));
        position += head.length();
      }
      if (!begins(channel, end())) {
        throw new DamagedException("the segment is not ended");
      }
    }
  }

  /** The responses of the block that begins at {@code offset}. */
  static byte[][] responses(ResourceId segment, long offset) throws IOException {
    try (ReadableByteChannel channel = openAt(segment, offset)) {
      return Block.readResponses(channel, Block.readHead(channel));
    }
  }

  private static boolean begins(ReadableByteChannel channel, ByteBuffer expected)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(expected.remaining());
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // Reads on.
    }
    return bytes.flip().equals(expected);
  }

  private static ReadableByteChannel openAt(ResourceId file, long offset) throws IOException {
    ReadableByteChannel channel = OpenFile.channel(file);
    try {
      skipTo(channel, offset, offset);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void skipTo(ReadableByteChannel channel, long position, long distance)
      throws IOException {
    if (channel instanceof SeekableByteChannel seekable) {
      seekable.position(position);
      return;
    }
    ByteBuffer skipped = ByteBuffer.allocate((int) Math.min(distance, 1 << 16));
    for (long left = distance; left > 0; left -= skipped.position()) {
      skipped.clear().limit((int) Math.min(left, skipped.capacity()));
      if (channel.read(skipped) < 0) {
        throw new DamagedException("the segment ends before " + position);
      }
    }
  }
}
