package org.caco.transforms.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Responses by the hash of their request, in a directory of any file system that Beam knows. Any
 * number of processes may use one directory at once: each writes segments of its own, whose names
 * are random, and looks from time to time for those of others.
 *
 * <p>What is appended is on the file system when {@link #flush} returns, and after two seconds at
 * the latest. On a local disk it is there after a tenth of a second, and a segment grows to 64 MiB;
 * elsewhere, where a file is there only once it is closed, each flush makes one. A segment that
 * ends within a block, or is damaged, gives what comes before the damage.
 *
 * <p>In memory are at most 64 bytes for each response, what is not written yet, and the {@value
 * #CACHED_BLOCKS} blocks that were read last. If two processes have written different responses to
 * one request, the one in the segment with the smaller name counts, among those read at once.
 */
public final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private static final long MAX_SEGMENT = 64L << 20;
  private static final long MAX_PENDING = 64L << 20;
  private static final int CACHED_BLOCKS = 64;
  private static final long LOCAL_FLUSH_MILLIS = 100;
  private static final long FLUSH_MILLIS = 1_000;
  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Map<String, Journal> SHARED = new ConcurrentHashMap<>();

  private final ResourceId directory;

  // Everything in memory, under this object's lock.
  private final JournalIndex index = new JournalIndex();
  private final List<ResourceId> segments = new ArrayList<>();
  private final Map<JournalKey, byte[]> pending = new LinkedHashMap<>();
  private long pendingBytes;

  private final Map<Integer, byte[][]> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, byte[][]> eldest) {
          return size() > CACHED_BLOCKS;
        }
      };

  /** What has been read of somebody's segment. */
  private static final class Progress {
    private final int segment;
    private long offset;

    private Progress(int segment) {
      this.segment = segment;
    }
  }

  // Under the lock of what is read.
  private final Map<String, Progress> read = new HashMap<>();
  private long lastRefresh;

  // Under the writer's lock.
  private final Object writer = new Object();
  private SegmentWriter open;
  private int openSegment;

  private static final class Clock {
    static final ScheduledExecutorService FLUSHER =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "caco-journal");
              thread.setDaemon(true);
              return thread;
            });
  }

  private Journal(ResourceId directory) {
    this.directory = directory;
  }

  /**
   * The JVM's journal in {@code directory}, which need not exist yet.
   *
   * @throws UncheckedIOException if the directory cannot be listed
   */
  public static Journal shared(String directory) {
    return SHARED.computeIfAbsent(
        directory,
        name -> {
          Journal journal = open(name);
          long pause = SegmentWriter.isLocal(journal.directory) ? LOCAL_FLUSH_MILLIS : FLUSH_MILLIS;
          var unused =
              Clock.FLUSHER.scheduleWithFixedDelay(
                  journal::flushQuietly, pause, pause, TimeUnit.MILLISECONDS);
          return journal;
        });
  }

  /** A journal that is flushed by its user only. */
  static Journal open(String directory) {
    Journal journal = new Journal(FileSystems.matchNewResource(directory, true));
    try {
      journal.readNew();
    } catch (IOException e) {
      throw new UncheckedIOException("The journal " + directory + " cannot be read", e);
    }
    return journal;
  }

  /** The number of responses that can be found. */
  public synchronized int size() {
    return index.size() + pending.size();
  }

  /**
   * The response to a request.
   *
   * @param hash 32 hexadecimal digits
   */
  public Optional<byte[]> find(String hash) {
    JournalKey key = JournalKey.of(hash);
    int block;
    int record;
    synchronized (this) {
      byte[] response = pending.get(key);
      if (response != null) {
        return Optional.of(response.clone());
      }
      int slot = index.find(key);
      if (slot < 0) {
        return Optional.empty();
      }
      block = index.blockAt(slot);
      record = index.recordAt(slot);
    }
    try {
      return Optional.of(responses(block)[record].clone());
    } catch (IOException | RuntimeException e) {
      LOG.warn("The journal {} has lost a response: {}", directory, e.toString());
      return Optional.empty();
    }
  }

  /**
   * Adds a response. One to the same request that is there already stays.
   *
   * @param hash 32 hexadecimal digits
   */
  public void append(String hash, byte[] response) {
    JournalKey key = JournalKey.of(hash);
    synchronized (this) {
      if (index.find(key) < 0 && pending.putIfAbsent(key, response.clone()) == null) {
        pendingBytes += response.length;
      }
    }
  }

  /** Waits while more is unwritten than memory should hold. */
  public void makeRoom() throws IOException {
    boolean full;
    synchronized (this) {
      full = pendingBytes > MAX_PENDING;
    }
    if (full) {
      flush();
    }
  }

  /**
   * Returns when all that was appended before is on the file system.
   *
   * @throws IOException if it cannot be written; it stays in memory for the next flush
   */
  public void flush() throws IOException {
    synchronized (writer) {
      Map<JournalKey, byte[]> batch;
      synchronized (this) {
        batch = new LinkedHashMap<>(pending);
      }
      if (batch.isEmpty()) {
        return;
      }
      try {
        writeBlocks(batch);
        if (open != null && open.length() > MAX_SEGMENT) {
          closeSegment();
        }
      } catch (IOException | RuntimeException e) {
        // Whatever the segment ends with now, its readers skip it.
        abandonSegment();
        throw new IOException("The journal " + directory + " cannot be written", e);
      }
    }
  }

  /** Looks for what other processes have written, but not more often than every two seconds. */
  public void refresh() throws IOException {
    synchronized (read) {
      if (System.nanoTime() - lastRefresh < REFRESH_NANOS) {
        return;
      }
    }
    readNew();
  }

  private void flushQuietly() {
    try {
      flush();
    } catch (IOException | RuntimeException e) {
      // Reported by the next bundle that ends.
      LOG.warn("{}: {}", e.getMessage(), String.valueOf(e.getCause()));
    }
  }

  private void writeBlocks(Map<JournalKey, byte[]> batch) throws IOException {
    List<JournalKey> keys = new ArrayList<>();
    List<byte[]> responses = new ArrayList<>();
    List<List<JournalKey>> written = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    int size = 0;
    if (open == null) {
      openSegment();
    }
    for (Map.Entry<JournalKey, byte[]> entry : batch.entrySet()) {
      if (size > 0 && size + entry.getValue().length > Block.TARGET) {
        offsets.add(open.write(Block.encode(keys, responses)));
        written.add(List.copyOf(keys));
        keys.clear();
        responses.clear();
        size = 0;
      }
      keys.add(entry.getKey());
      responses.add(entry.getValue());
      size += entry.getValue().length;
    }
    offsets.add(open.write(Block.encode(keys, responses)));
    written.add(List.copyOf(keys));
    if (!SegmentWriter.isLocal(directory)) {
      closeSegment();
    }
    synchronized (this) {
      for (int i = 0; i < written.size(); i++) {
        addToIndex(openSegment, offsets.get(i), written.get(i));
      }
      for (JournalKey key : batch.keySet()) {
        pendingBytes -= pending.remove(key).length;
      }
    }
  }

  private synchronized void addToIndex(int segment, long offset, List<JournalKey> keys) {
    int block = index.addBlock(segment, offset);
    for (int i = 0; i < keys.size(); i++) {
      index.add(keys.get(i), block, i);
    }
  }

  private void openSegment() throws IOException {
    open = SegmentWriter.create(directory);
    synchronized (read) {
      synchronized (this) {
        openSegment = segments.size();
        segments.add(open.file());
      }
      // Never read back as somebody else's.
      Progress own = new Progress(openSegment);
      own.offset = Long.MAX_VALUE;
      read.put(open.file().toString(), own);
    }
  }

  private void closeSegment() throws IOException {
    SegmentWriter segment = open;
    open = null;
    if (segment != null) {
      segment.close();
    }
  }

  private void abandonSegment() {
    try {
      closeSegment();
    } catch (IOException e) {
      LOG.debug("A segment that could not be written cannot be closed either", e);
    }
  }

  void readNew() throws IOException {
    synchronized (read) {
      lastRefresh = System.nanoTime();
      String pattern =
          directory.resolve("responses-*.zj", StandardResolveOptions.RESOLVE_FILE).toString();
      List<MatchResult.Metadata> files =
          new ArrayList<>(FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata());
      files.sort(Comparator.comparing(file -> file.resourceId().toString()));
      for (MatchResult.Metadata file : files) {
        readNew(file);
      }
    }
  }

  private void readNew(MatchResult.Metadata file) {
    ResourceId id = file.resourceId();
    Progress progress =
        read.computeIfAbsent(
            id.toString(),
            name -> {
              synchronized (this) {
                segments.add(id);
                return new Progress(segments.size() - 1);
              }
            });
    if (file.sizeBytes() > progress.offset) {
      progress.offset =
          SegmentReader.readHeads(
              id,
              progress.offset,
              file.sizeBytes(),
              (offset, head) -> addToIndex(progress.segment, offset, head.keys()));
    }
  }

  private byte[][] responses(int block) throws IOException {
    synchronized (cache) {
      byte[][] responses = cache.get(block);
      if (responses != null) {
        return responses;
      }
    }
    ResourceId segment;
    long offset;
    synchronized (this) {
      segment = segments.get(index.segment(block));
      offset = index.offset(block);
    }
    byte[][] responses = SegmentReader.responses(segment, offset);
    synchronized (cache) {
      cache.put(block, responses);
    }
    return responses;
  }
}
