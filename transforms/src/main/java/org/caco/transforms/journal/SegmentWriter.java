package org.caco.transforms.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/** A segment of one's own, of a name that no other has, that is being written. */
final class SegmentWriter implements AutoCloseable {
  private final ResourceId file;
  private final WritableByteChannel channel;
  private final BiConsumer<Long, List<JournalKey>> blocks;
  private long length;

  private final List<JournalKey> keys = new ArrayList<>();
  private final List<byte[]> responses = new ArrayList<>();
  private int size;

  private SegmentWriter(
      ResourceId file, WritableByteChannel channel, BiConsumer<Long, List<JournalKey>> blocks) {
    this.file = file;
    this.channel = channel;
    this.blocks = blocks;
  }

  /** A name for a segment that grows. */
  static String name() {
    return "responses-" + UUID.randomUUID() + ".zj";
  }

  /** A name for a segment of some of a writer's flushes, as {@link Segment} reads it. */
  static String name(String writer, long first, long last) {
    long random = UUID.randomUUID().getLeastSignificantBits();
    return String.format(Locale.ROOT, "responses-%s-%d-%d-%016x.zj", writer, first, last, random);
  }

  /**
   * A segment that holds nothing yet.
   *
   * @param blocks gets where each block that was written begins, and what is in it
   */
  static SegmentWriter create(
      ResourceId directory, String name, BiConsumer<Long, List<JournalKey>> blocks)
      throws IOException {
    ResourceId file = directory.resolve(name, StandardResolveOptions.RESOLVE_FILE);
    SegmentWriter segment =
        new SegmentWriter(
            file,
            isLocal(directory)
                ? createLocal(file)
                : FileSystems.create(file, "application/octet-stream"),
            blocks);
    try {
      segment.write(SegmentReader.magic());
      return segment;
    } catch (IOException | RuntimeException e) {
      segment.close();
      throw e;
    }
  }

  static boolean isLocal(ResourceId directory) {
    return directory.getScheme().equals("file");
  }

  /** Not by Beam, which would keep the last bytes in memory. */
  private static WritableByteChannel createLocal(ResourceId file) throws IOException {
    Path path = Path.of(file.toString());
    Files.createDirectories(path.getParent());
    return Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  ResourceId file() {
    return file;
  }

  long length() {
    return length;
  }

  /** Adds a response, which is written with the others of its block. */
  void add(JournalKey key, byte[] response) throws IOException {
    if (size > 0 && size + response.length > Block.TARGET) {
      endBlock();
    }
    keys.add(key);
    responses.add(response);
    size += response.length;
  }

  /** Writes what is not written yet. */
  void endBlock() throws IOException {
    if (keys.isEmpty()) {
      return;
    }
    long offset = length;
    write(Block.encode(keys, responses));
    blocks.accept(offset, List.copyOf(keys));
    keys.clear();
    responses.clear();
    size = 0;
  }

  /** Writes what is not written yet, marks the end, and closes the file. */
  void end() throws IOException {
    endBlock();
    write(SegmentReader.end());
    close();
  }

  private void write(ByteBuffer bytes) throws IOException {
    length += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Closes the file as it is. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
