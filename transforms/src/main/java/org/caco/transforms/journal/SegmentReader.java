package org.caco.transforms.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads anybody's segments, which may be torn, damaged, or something else. */
final class SegmentReader {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentReader.class);

  private static final byte[] MAGIC = {'C', 'A', 'C', 'O', 'J', 'N', 'L', '1'};

  private SegmentReader() {}

  /** What every segment begins with. */
  static ByteBuffer magic() {
    return ByteBuffer.wrap(MAGIC);
  }

  /**
   * Reads the heads of the blocks that are whole.
   *
   * @param from where to begin: 0, or what was returned last
   * @param size bytes of the segment
   * @param blocks gets where each block begins, and its head
   * @return where the next look begins
   */
  static long readHeads(
      ResourceId segment, long from, long size, BiConsumer<Long, Block.Head> blocks) {
    long position = from;
    try (ReadableByteChannel channel = openAt(segment, from)) {
      if (position == 0) {
        ByteBuffer begin = ByteBuffer.allocate(MAGIC.length);
        while (begin.hasRemaining() && channel.read(begin) >= 0) {
          // Reads on.
        }
        if (!begin.flip().equals(magic())) {
          return 0;
        }
        position = MAGIC.length;
      }
      while (position < size) {
        Block.Head head = Block.readHead(channel);
        long end = position + head.length();
        if (end > size) {
          // Torn, or still being written: the next look tells.
          return position;
        }
        blocks.accept(position, head);
        position = end;
        skipTo(channel, position, head.packedSize());
      }
    } catch (IOException e) {
      LOG.debug("Segment {} is whole up to {}: {}", segment, position, e.toString());
    }
    return position;
  }

  /** The responses of the block that begins at {@code offset}. */
  static byte[][] responses(ResourceId segment, long offset) throws IOException {
    try (ReadableByteChannel channel = openAt(segment, offset)) {
      return Block.readResponses(channel, Block.readHead(channel));
    }
  }

  private static ReadableByteChannel openAt(ResourceId file, long offset) throws IOException {
    ReadableByteChannel channel = FileSystems.open(file);
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
        throw new EOFException("the segment ends before " + position);
      }
    }
  }
}
