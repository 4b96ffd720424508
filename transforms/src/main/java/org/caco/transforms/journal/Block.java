package org.caco.transforms.journal;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Responses that were written together. Its form in a segment, all numbers big-endian: a marker,
 * the number of responses, their size together, their size compressed, a CRC-32C of the compressed
 * bytes, a CRC-32C of these numbers and the table; the table of key and size of each response; the
 * responses, one after another, compressed by zstd.
 */
final class Block {
  /** Bytes of responses that go into one block, unless a single one is longer. */
  static final int TARGET = 128 << 10;

  private static final int MARKER = 0xCAC0B10C;
  private static final int HEAD = 24;
  private static final int ROW = 20;
  private static final int MAX_RECORDS = 1 << 20;
  private static final int MAX_SIZE = 1 << 28;
  private static final int LEVEL = 3;

  /** The part before the compressed responses. */
  record Head(
      List<JournalKey> keys, List<Integer> sizes, int rawSize, int packedSize, int packedCrc) {
    /** Bytes of the block in its segment. */
    long length() {
      return HEAD + (long) ROW * keys.size() + packedSize;
    }
  }

  private Block() {}

  static ByteBuffer encode(List<JournalKey> keys, List<byte[]> responses) {
    int rawSize = responses.stream().mapToInt(response -> response.length).sum();
    ByteBuffer raw = ByteBuffer.allocate(rawSize);
    responses.forEach(raw::put);
    byte[] packed = Zstd.compress(raw.array(), LEVEL);
    ByteBuffer table = ByteBuffer.allocate(ROW * keys.size());
    for (int i = 0; i < keys.size(); i++) {
      table.putLong(keys.get(i).high()).putLong(keys.get(i).low());
      table.putInt(responses.get(i).length);
    }
    ByteBuffer block = ByteBuffer.allocate(HEAD + table.position() + packed.length);
    block.putInt(MARKER).putInt(keys.size()).putInt(rawSize).putInt(packed.length);
    block.putInt(crc(ByteBuffer.wrap(packed)));
    block.putInt(headCrc(block.duplicate().flip(), table.flip()));
    return block.put(table).put(packed).flip();
  }

  /**
   * Reads the head of the block at which the channel stands.
   *
   * @throws DamagedException if there is no whole, unharmed head
   */
  static Head readHead(ReadableByteChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.wrap(read(channel, HEAD));
    int marker = head.getInt();
    int count = head.getInt();
    int rawSize = head.getInt();
    int packedSize = head.getInt();
    int packedCrc = head.getInt();
    int headCrc = head.getInt();
    if (marker != MARKER
        || count < 1
        || count > MAX_RECORDS
        || rawSize < 0
        || rawSize > MAX_SIZE
        || packedSize < 0
        || packedSize > MAX_SIZE) {
      throw new DamagedException("no block begins here");
    }
    ByteBuffer table = ByteBuffer.wrap(read(channel, ROW * count));
    if (headCrc != headCrc(head.duplicate().position(0).limit(HEAD - 4), table.duplicate())) {
      throw new DamagedException("the block's head is damaged");
    }
    List<JournalKey> keys = new ArrayList<>(count);
    List<Integer> sizes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      keys.add(new JournalKey(table.getLong(), table.getLong()));
      sizes.add(table.getInt());
    }
    return new Head(keys, sizes, rawSize, packedSize, packedCrc);
  }

  /** Reads the responses that follow {@code head}. */
  static byte[][] readResponses(ReadableByteChannel channel, Head head) throws IOException {
    byte[] packed = read(channel, head.packedSize());
    if (crc(ByteBuffer.wrap(packed)) != head.packedCrc()) {
      throw new DamagedException("the block is damaged");
    }
    byte[] raw;
    try {
      raw = Zstd.decompress(packed, head.rawSize());
    } catch (ZstdException e) {
      throw new DamagedException("the block does not unpack", e);
    }
    byte[][] responses = new byte[head.sizes().size()][];
    int start = 0;
    for (int i = 0; i < responses.length; i++) {
      int size = head.sizes().get(i);
      if (size < 0 || size > raw.length - start) {
        throw new DamagedException("the block's table is wrong");
      }
      responses[i] = Arrays.copyOfRange(raw, start, start + size);
      start += size;
    }
    return responses;
  }

  private static byte[] read(ReadableByteChannel channel, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new DamagedException("the segment ends within a block");
      }
    }
    return bytes.array();
  }

  private static int headCrc(ByteBuffer head, ByteBuffer table) {
    CRC32C crc = new CRC32C();
    crc.update(head);
    crc.update(table.duplicate());
    return (int) crc.getValue();
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
