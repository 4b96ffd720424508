package org.caco.transforms.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/** A segment of one's own, of a random name, that is being written. */
final class SegmentWriter implements AutoCloseable {
  private final ResourceId file;
  private final WritableByteChannel channel;
  private long length;

  private SegmentWriter(ResourceId file, WritableByteChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** A segment that holds nothing yet. */
  static SegmentWriter create(ResourceId directory) throws IOException {
    String name = "responses-" + UUID.randomUUID() + ".zj";
    ResourceId file = directory.resolve(name, StandardResolveOptions.RESOLVE_FILE);
    SegmentWriter segment =
        new SegmentWriter(
            file,
            isLocal(directory)
                ? createLocal(file)
                : FileSystems.create(file, "application/octet-stream"));
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

  /** Returns where the bytes begin. */
  long write(ByteBuffer bytes) throws IOException {
    long offset = length;
    length += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    return offset;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
