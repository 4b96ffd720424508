package org.caco.transforms.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.caco.transforms.step.Shared;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Responses by the hash of their request, in a directory of any file system that Beam knows. Any
 * number of processes may use one directory at once: each writes segments of its own, whose names
 * are random, and looks from time to time for those of others: at most every two seconds, and for
 * at most a fifth of the time where looking is slow.
 *
 * <p>What is appended is on the file system when {@link #flush} returns, and after two seconds at
 * the latest. On a local disk it is there after a fortieth of a second, and a segment grows to 64
 * MiB; elsewhere, where a file is there only once it is closed, each flush makes one, and small
 * ones are merged meanwhile. A segment that ends within a block, or is damaged, gives what comes
 * before the damage. A response that turns out to be damaged or gone is not found, and may be
 * appended again.
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
 * <p><b>Two runs at once</b> do not ask for the same where they {@link #claim} what they ask for.
 *
 * <p>In memory are at most 64 bytes for each response, less than a kilobyte for each segment, what
 * is not written yet, and the {@value BlockCache#BLOCKS} blocks that were read last; during a merge
 * also a block, and 64 bytes for each of at most 262,144 responses.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  // What came within it is paid for again after kill -9. A flush of a local file takes 0.1 ms.
  private static final long LOCAL_FLUSH_MILLIS = 25;
  private static final long FLUSH_MILLIS = 1_000;
  private static final int THREADS = 3;
  private static final long MAX_FAILING_MILLIS = 10_000;

  /** How often a response is looked for that is not where it was. */
  private static final int TRIES = 4;

  private static final Shared<Key, Journal> SHARED = Shared.closing("journals");

  private record Key(String directory, String run) {}

  private final ResourceId directory;
  private final boolean local;
  private final Catalogue catalogue = new Catalogue();
  private final Directory listing;

  private final BlockCache cache = new BlockCache();
  private final ResponseWriter writer;
  private final Outage outage = new Outage();
  private final Merger merger;

  // Of those that are shared: for flushes, merges, which no flush is to wait for, and claims.
  private final @Nullable ScheduledThreadPoolExecutor clock;
  private final @Nullable Claims claims;
  private final AtomicBoolean mergeDue = new AtomicBoolean();

  private Journal(ResourceId directory, int fan, @Nullable Key shared) throws IOException {
    this.directory = directory;
    local = SegmentWriter.isLocal(directory);
    listing = new Directory(directory, catalogue);
    listing.look();
    writer = new ResponseWriter(directory, catalogue);
    merger = new Merger(directory, writer.name(), fan, catalogue, listing);
    if (shared == null) {
      clock = null;
      claims = null;
      return;
    }
    clock = clock();
    claims = new Claims(directory, shared.run(), listing, catalogue, writer::unwritten, clock);
    long pause = local ? LOCAL_FLUSH_MILLIS : FLUSH_MILLIS;
    var unused =
        clock.scheduleWithFixedDelay(this::flushQuietly, pause, pause, TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor clock() {
    AtomicInteger threads = new AtomicInteger();
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "caco-journal-" + threads.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            // Once it is closed, nothing is due any more.
            new ThreadPoolExecutor.DiscardPolicy());
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return clock;
  }

  /** As {@link #acquire(String, String)}, for somebody who asks for nothing. */
  public static Shared.Lease<Journal> acquire(String directory) {
    return acquire(directory, "");
  }

  /**
   * The JVM's journal of a run in {@code directory}, which need not exist yet. It is flushed and
   * merged by itself, and closed after its last lease.
   *
   * @param run a name that all workers of a run have in common, and no other run; they do not wait
   *     for each other's claims
   * @throws UncheckedIOException if the directory cannot be listed
   */
  public static Shared.Lease<Journal> acquire(String directory, String run) {
    Key key = new Key(directory, run);
    return SHARED.acquire(key, () -> open(directory, Merger.FAN, key));
  }

  /** A journal that is flushed and merged by its user only. */
  static Journal open(String directory) {
    return open(directory, Merger.FAN, null);
  }

  /** The same, with another number of segments that make one. */
  static Journal open(String directory, int fan) {
    return open(directory, fan, null);
  }

  private static Journal open(String directory, int fan, @Nullable Key shared) {
    try {
      return new Journal(FileSystems.matchNewResource(directory, true), fan, shared);
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
  public int size() {
    return writer.size();
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
      Optional<byte[]> unwritten = writer.find(key);
      if (unwritten.isPresent()) {
        return unwritten;
      }
      // After those that are not written: it is in one of the two.
      Optional<Catalogue.Place> place = catalogue.find(key);
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
    writer.append(JournalKey.of(hash), response);
  }

  /**
   * Claims requests before they are asked for, so that no other run asks for the same at the same
   * time. The set that comes has those to ask for, each to be {@link #release}d when it has ended.
   * Of the others, the responses of other runs are in the journal by now, or they are to be claimed
   * again, since the other run has none or is dead for {@link Claims#LIMIT}.
   *
   * @param hashes of 32 hexadecimal digits each
   */
  public CompletableFuture<Set<String>> claim(List<String> hashes) {
    if (claims == null) {
      return CompletableFuture.completedFuture(Set.copyOf(hashes));
    }
    return claims
        .claim(hashes.stream().map(JournalKey::of).toList())
        .thenApply(keys -> keys.stream().map(JournalKey::toString).collect(Collectors.toSet()));
  }

  /** Ends the claim of a request, after its response was appended where there is one. */
  public void release(String hash) {
    if (claims != null) {
      claims.release(JournalKey.of(hash));
    }
  }

  /**
   * Waits while more is unwritten than memory should hold, or too much waits for other runs.
   *
   * @throws IOException if nothing could be written for ten seconds: what is paid for from then on
   *     might be lost
   */
  public void makeRoom() throws IOException, InterruptedException {
    if (claims != null) {
      claims.awaitRoom();
    }
    if (writer.isFull() || outage.millis() > MAX_FAILING_MILLIS) {
      flush();
    }
  }

  /**
   * Returns when all that was appended before is on the file system.
   *
   * @throws IOException if it cannot be written; it stays in memory for the next flush
   */
  public void flush() throws IOException {
    try {
      if (writer.flush()) {
        mergeSoon();
      }
      outage.ends();
    } catch (IOException | RuntimeException e) {
      outage.begins();
      throw new IOException("The journal " + directory + " cannot be written", e);
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
    if (!outage.mayTryAgain()) {
      return;
    }
    try {
      flush();
    } catch (IOException | RuntimeException e) {
      // Reported by the next bundle that ends.
      LOG.warn("{}: {}", e.getMessage(), String.valueOf(e.getCause()));
    }
  }

  private void mergeSoon() {
    if (clock != null && mergeDue.compareAndSet(false, true)) {
      clock.execute(
          () -> {
            mergeDue.set(false);
            try {
              merge();
            } catch (IOException | RuntimeException e) {
              if (clock.isShutdown()) {
                // Interrupted by the end, after which the next that writes merges.
                LOG.debug("Segments of the journal {} are left as they are", directory, e);
              } else {
                LOG.warn("Segments of the journal {} are not merged now", directory, e);
              }
            }
          });
    }
  }

  /** Writes what is not written yet, and ends its threads; a merge under way is left as it is. */
  @Override
  public void close() throws IOException {
    if (clock != null) {
      clock.shutdown();
    }
    try {
      flush();
    } finally {
      if (claims != null) {
        claims.close();
      }
      if (clock != null) {
        clock.shutdownNow();
      }
      writer.close();
    }
  }
}
