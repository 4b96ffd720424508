package org.caco.transforms.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Responses by the hash of their request, in a directory of any file system that Beam knows. Any
 * number of processes may use one directory at once: each writes segments of its own, whose names
 * are random, and looks from time to time for those of others: at most every two seconds, and for
 * at most a fifth of the time where looking is slow.
 *
 * <p>What is appended is on the file system when {@link #flush} returns, and after two seconds at
 * the latest. On a local disk it is there after a tenth of a second, and a segment grows to 64 MiB;
 * elsewhere, where a file is there only once it is closed, each flush makes one, and small ones are
 * merged meanwhile. A segment that ends within a block, or is damaged, gives what comes before the
 * damage. A response that turns out to be damaged or gone is not found, and may be appended again.
 *
 * <p><b>Merging.</b> It needs neither a lock nor a clock, nor does it matter who is alive; only
 * that a listing has every file that was closed before. A segment of a merge is written whole,
 * closed and read back before those that went into it are deleted. So each response is in some
 * whole file at any time, whoever dies or merges the same at the same time; what is then there
 * twice, the next merge of the two unites. Whoever finds a file gone lists the directory again.
 *
 * <ul>
 *   <li>Only what ends with its writer's mark is merged, which says that it will not change. A
 *       segment that is torn or damaged is neither merged nor deleted.
 *   <li>A process merges its own segments as they come. Each process ends with some left, and none
 *       can know of another that it has ended, so one that begins to write also merges, once, what
 *       it found of others. A process that writes nothing leaves the directory as it is.
 *   <li>Segments of more than 32 MiB or 131,072 responses are not merged any more. Apart from them
 *       there are at most 31 of a process for each power of 32 flushes, and one or two once it has
 *       ended and another has begun.
 * </ul>
 *
 * <p>If there are different responses to one request, the one that this process has found first
 * counts for it until it ends. Among those read at once it is the one whose writer has the smaller
 * name, and of one writer the one that was flushed first. Merges unite only segments of one writer
 * that follow each other, and keep their order, so that they do not change which one counts.
 *
 * <p>In memory are at most 64 bytes for each response, less than a kilobyte for each segment, what
 * is not written yet, and the {@value BlockCache#BLOCKS} blocks that were read last; during a merge
 * also a block, and 64 bytes for each of at most 262,144 responses.
 */
public final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private static final long MAX_SEGMENT = 64L << 20;
  private static final long MAX_PENDING = 64L << 20;
  private static final long LOCAL_FLUSH_MILLIS = 100;
  private static final long FLUSH_MILLIS = 1_000;
  private static final long RETRY_MILLIS = 2_000;
  private static final long MAX_FAILING_MILLIS = 10_000;

  /** How often a response is looked for that is not where it was. */
  private static final int TRIES = 4;

  private static final Map<String, Journal> SHARED = new ConcurrentHashMap<>();

  private final ResourceId directory;
  private final boolean local;
  private final Catalogue catalogue = new Catalogue();
  private final Directory listing;

  // Under this object's lock.
  private final Map<JournalKey, byte[]> pending = new LinkedHashMap<>();
  private long pendingBytes;
  private long failingSince;

  // Of the flusher's thread alone: tries since writing fails.
  private long retries = 1;

  private final BlockCache cache = new BlockCache();

  // Under the writer's lock.
  private final Object writer = new Object();
  private final String name = UUID.randomUUID().toString();
  private final List<WrittenBlock> written = new ArrayList<>();
  private SegmentWriter open;
  private Segment openSegment;
  private long flushes;

  private final Merger merger;
  private final boolean merges;
  private final AtomicBoolean mergeDue = new AtomicBoolean();

  private record WrittenBlock(long offset, List<JournalKey> keys) {}

  private static final class Clock {
    static final ScheduledExecutorService FLUSHER = thread("caco-journal");

    /** Its own thread, since no flush is to wait for a merge. */
    static final ScheduledExecutorService MERGER = thread("caco-journal-merge");

    private static ScheduledExecutorService thread(String name) {
      return Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
          });
    }
  }

  private Journal(ResourceId directory, int fan, boolean merges) throws IOException {
    this.directory = directory;
    this.merges = merges;
    local = SegmentWriter.isLocal(directory);
    listing = new Directory(directory, catalogue);
    listing.look();
    merger = new Merger(directory, name, fan, catalogue, listing);
  }

  /**
   * The JVM's journal in {@code directory}, which need not exist yet.
   *
   * @throws UncheckedIOException if the directory cannot be listed
   */
  public static Journal shared(String directory) {
    return SHARED.computeIfAbsent(
        directory,
        path -> {
          Journal journal = open(path, Merger.FAN, true);
          long pause = journal.local ? LOCAL_FLUSH_MILLIS : FLUSH_MILLIS;
          var unused =
              Clock.FLUSHER.scheduleWithFixedDelay(
                  journal::flushQuietly, pause, pause, TimeUnit.MILLISECONDS);
          return journal;
        });
  }

  /** A journal that is flushed and merged by its user only. */
  static Journal open(String directory) {
    return open(directory, Merger.FAN, false);
  }

  /** The same, with another number of segments that make one. */
  static Journal open(String directory, int fan) {
    return open(directory, fan, false);
  }

  private static Journal open(String directory, int fan, boolean merges) {
    try {
      return new Journal(FileSystems.matchNewResource(directory, true), fan, merges);
    } catch (IOException e) {
      throw new UncheckedIOException("The journal " + directory + " cannot be read", e);
    }
  }

  /**
   * Looks whether responses can be written to a directory, before any is paid for.
   *
   * @throws IOException if they cannot
   */
  public static void checkWritable(String directory) throws IOException {
    SegmentWriter segment =
        SegmentWriter.create(
            FileSystems.matchNewResource(directory, true),
            SegmentWriter.name(),
            (offset, keys) -> {});
    segment.close();
    FileSystems.delete(List.of(segment.file()));
  }

  /** The number of responses that can be found. */
  public synchronized int size() {
    return catalogue.size() + pending.size();
  }

  /**
   * The response to a request.
   *
   * @param hash 32 hexadecimal digits
   */
  public Optional<byte[]> find(String hash) {
    JournalKey key = JournalKey.of(hash);
    Exception failure = null;
    for (int i = 0; i < TRIES; i++) {
      Optional<Catalogue.Place> place;
      synchronized (this) {
        byte[] response = pending.get(key);
        if (response != null) {
          return Optional.of(response.clone());
        }
        place = catalogue.find(key);
      }
      if (place.isEmpty()) {
        break;
      }
      try {
        return Optional.of(cache.response(place.get()).clone());
      } catch (DamagedException e) {
        failure = e;
        catalogue.lose(place.get());
        listing.readAgain();
      } catch (IOException | RuntimeException e) {
        failure = e;
        try {
          listing.lookFor(key, place.get());
        } catch (IOException unlisted) {
          break;
        }
      }
    }
    if (failure != null) {
      LOG.warn("The journal {} has lost a response: {}", directory, failure.toString());
    }
    return Optional.empty();
  }

  /**
   * Adds a response. One to the same request that is there already stays.
   *
   * @param hash 32 hexadecimal digits
   */
  public void append(String hash, byte[] response) {
    JournalKey key = JournalKey.of(hash);
    synchronized (this) {
      if (catalogue.find(key).isEmpty() && pending.putIfAbsent(key, response.clone()) == null) {
        pendingBytes += response.length;
      }
    }
  }

  /**
   * Waits while more is unwritten than memory should hold.
   *
   * @throws IOException if nothing could be written for ten seconds: what is paid for from then on
   *     might be lost
   */
  public void makeRoom() throws IOException {
    boolean due;
    synchronized (this) {
      due = pendingBytes > MAX_PENDING || millisFailing() > MAX_FAILING_MILLIS;
    }
    if (due) {
      flush();
    }
  }

  private synchronized long millisFailing() {
    return failingSince == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - failingSince);
  }

  private synchronized void failing(boolean fails) {
    if (!fails) {
      failingSince = 0;
    } else if (failingSince == 0) {
      // Never 0, which stands for none.
      failingSince = System.nanoTime() | 1;
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
        write(batch);
        if (local && open.length() > MAX_SEGMENT) {
          closeSegment();
        }
      } catch (IOException | RuntimeException e) {
        failing(true);
        // Whatever the segment ends with now, its readers skip it.
        abandonSegment();
        throw new IOException("The journal " + directory + " cannot be written", e);
      } finally {
        written.clear();
      }
      failing(false);
      if (!local && flushes++ % Merger.FAN == 0) {
        mergeSoon();
      }
    }
  }

  /** Looks for what other processes have written, if the last look is two seconds ago or more. */
  public void refresh() throws IOException {
    listing.lookIfDue();
  }

  /** Looks for what other processes have written. */
  void readNew() throws IOException {
    listing.look();
  }

  /** Merges what can be merged, where segments are merged at all. */
  void merge() throws IOException {
    if (!local) {
      merger.merge();
    }
  }

  private void flushQuietly() {
    long failing = millisFailing();
    if (failing > 0 && failing < RETRY_MILLIS * retries) {
      // Each try may leave an empty file.
      return;
    }
    retries = failing == 0 ? 1 : retries + 1;
    try {
      flush();
    } catch (IOException | RuntimeException e) {
      // Reported by the next bundle that ends.
      LOG.warn("{}: {}", e.getMessage(), String.valueOf(e.getCause()));
    }
  }

  private void mergeSoon() {
    if (merges && mergeDue.compareAndSet(false, true)) {
      Clock.MERGER.execute(
          () -> {
            mergeDue.set(false);
            try {
              merge();
            } catch (IOException | RuntimeException e) {
              LOG.warn("Segments of the journal {} are not merged now", directory, e);
            }
          });
    }
  }

  private void write(Map<JournalKey, byte[]> batch) throws IOException {
    if (open == null) {
      openSegment();
    }
    for (Map.Entry<JournalKey, byte[]> entry : batch.entrySet()) {
      open.add(entry.getKey(), entry.getValue());
    }
    if (local) {
      open.endBlock();
    } else {
      endSegment(batch.size());
    }
    synchronized (this) {
      for (WrittenBlock block : written) {
        catalogue.add(openSegment, block.offset(), block.keys());
      }
      for (JournalKey key : batch.keySet()) {
        pendingBytes -= pending.remove(key).length;
      }
    }
  }

  private void openSegment() throws IOException {
    // A flush that fails leaves no gap: the next one has its number.
    open =
        SegmentWriter.create(
            directory,
            local ? SegmentWriter.name() : SegmentWriter.name(name, flushes + 1, flushes + 1),
            (offset, keys) -> written.add(new WrittenBlock(offset, keys)));
    if (local) {
      openSegment = catalogue.segment(open.file());
      openSegment.own = true;
    }
  }

  /** Known only now, since a file that is not closed is missing in listings. */
  private void endSegment(int responses) throws IOException {
    open.end();
    openSegment = catalogue.segment(open.file());
    openSegment.end = open.length();
    openSegment.responses = responses;
    openSegment.size = open.length();
    openSegment.whole = true;
    open = null;
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
}
