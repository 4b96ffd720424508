package org.caco.transforms.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the responses that are not written yet, and writes them. Safe for threads. */
final class ResponseWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);

  private static final long MAX_SEGMENT = 64L << 20;
  private static final long MAX_PENDING = 64L << 20;

  private final ResourceId directory;
  private final Catalogue catalogue;
  private final boolean local;
  private final String name = UUID.randomUUID().toString();

  @GuardedBy("this")
  private final Map<JournalKey, byte[]> pending = new LinkedHashMap<>();

  @GuardedBy("this")
  private long pendingBytes;

  /** Held while a file is written, so that appending waits for none. */
  private final Object file = new Object();

  @GuardedBy("file")
  private final List<WrittenBlock> written = new ArrayList<>();

  @GuardedBy("file")
  private @Nullable SegmentWriter open;

  @GuardedBy("file")
  private long flushes;

  private record WrittenBlock(long offset, List<JournalKey> keys) {}

  ResponseWriter(ResourceId directory, Catalogue catalogue) {
    this.directory = directory;
    this.catalogue = catalogue;
    local = SegmentWriter.isLocal(directory);
  }

  /** The name by which its segments go. */
  String name() {
    return name;
  }

  /** The number of responses that are in a file or to be written. */
  synchronized int size() {
    return catalogue.size() + pending.size();
  }

  /** Adds a response, unless there is one to the same request. */
  synchronized void append(JournalKey key, byte[] response) {
    if (catalogue.find(key).isEmpty() && pending.putIfAbsent(key, response.clone()) == null) {
      pendingBytes += response.length;
    }
  }

  /** A response that is not written yet. */
  synchronized Optional<byte[]> find(JournalKey key) {
    return Optional.ofNullable(pending.get(key)).map(byte[]::clone);
  }

  /** What has a response that is not written yet. */
  synchronized List<JournalKey> unwritten() {
    return List.copyOf(pending.keySet());
  }

  /** Whether more is unwritten than memory should hold. */
  synchronized boolean isFull() {
    return pendingBytes > MAX_PENDING;
  }

  /**
   * Returns when all that was appended before is on the file system; what cannot be written stays
   * for the next time.
   *
   * @return whether it has made so many files that some should be merged
   */
  boolean flush() throws IOException {
    synchronized (file) {
      Map<JournalKey, byte[]> batch;
      synchronized (this) {
        batch = new LinkedHashMap<>(pending);
      }
      if (batch.isEmpty()) {
        return false;
      }
      try {
        write(batch);
        if (open != null && open.length() > MAX_SEGMENT) {
          closeSegment();
        }
      } catch (IOException | RuntimeException e) {
        // Whatever the segment ends with now, its readers skip it.
        abandonSegment();
        throw e;
      } finally {
        written.clear();
      }
      return !local && flushes++ % Merger.FAN == 0;
    }
  }

  @GuardedBy("file")
  private void write(Map<JournalKey, byte[]> batch) throws IOException {
    SegmentWriter segment = open == null ? create() : open;
    open = segment;
    for (Map.Entry<JournalKey, byte[]> entry : batch.entrySet()) {
      segment.add(entry.getKey(), entry.getValue());
    }
    if (local) {
      segment.endBlock();
    } else {
      segment.end();
      open = null;
    }
    // Elsewhere it is known only now, since a file that is not closed is missing in listings.
    Segment known = catalogue.segment(segment.file());
    if (!local) {
      known.endsAt(segment.length(), batch.size());
    }
    synchronized (this) {
      for (WrittenBlock block : written) {
        catalogue.add(known, block.offset(), block.keys());
      }
      for (JournalKey key : batch.keySet()) {
        byte[] response = pending.remove(key);
        pendingBytes -= response == null ? 0 : response.length;
      }
    }
  }

  @GuardedBy("file")
  private SegmentWriter create() throws IOException {
    // A flush that fails leaves no gap: the next one has its number.
    SegmentWriter segment =
        SegmentWriter.create(
            directory,
            local ? SegmentWriter.name() : SegmentWriter.name(name, flushes + 1, flushes + 1),
            this::note);
    if (local) {
      catalogue.segment(segment.file()).own = true;
    }
    return segment;
  }

  private void note(long offset, List<JournalKey> keys) {
    synchronized (file) {
      written.add(new WrittenBlock(offset, keys));
    }
  }

  @GuardedBy("file")
  private void closeSegment() throws IOException {
    SegmentWriter segment = open;
    open = null;
    if (segment != null) {
      segment.close();
    }
  }

  @GuardedBy("file")
  private void abandonSegment() {
    try {
      closeSegment();
    } catch (IOException e) {
      LOG.debug("A segment that could not be written cannot be closed either", e);
    }
  }

  /** Closes the file that is being written; what is not written stays so. */
  @Override
  public void close() throws IOException {
    synchronized (file) {
      closeSegment();
    }
  }
}
