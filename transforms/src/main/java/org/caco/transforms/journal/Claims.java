package org.caco.transforms.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.caco.hash.ContentHash;
import org.caco.transforms.lines.FileGlobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two runs that use one journal at the same time from asking for the same. Safe for threads.
 *
 * <p>Each process writes one small file beside the segments, {@code claims-RUN-PROCESS.txt}, every
 * two seconds: that it lives. Where it sees no other run, that is all, and what it is about to ask
 * for is its own at once. Where it sees one, both write up to four times a second (on a local disk;
 * elsewhere once) what they ask for, what they want to ask for, and up to where they have read the
 * other. A process asks for what it wants once all others have read that it does and none of them
 * asks for it, or wants it under a smaller name; otherwise it waits until the other's response is
 * in the journal, or the other does not want it any more. That a newcomer writes its file before it
 * looks for those of others, and asks for nothing before they have read it, makes up for the moment
 * in which only one of the two knows of the other.
 *
 * <p>A process whose file stays as it is for {@link #LIMIT} counts as dead, by the clock of whoever
 * looks; so does, at once, one that has written so much earlier than oneself by the clock of the
 * file system, or whose number no process of this machine has. Workers of one run have different
 * records, and do not look at each other.
 */
final class Claims {
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  /** How long a dead process holds up others. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  private static final long ALONE_MILLIS = 2_000;
  private static final long LOCAL_MILLIS = 250;
  private static final long ELSEWHERE_MILLIS = 1_000;

  /** Requests that wait for others before whoever has more has to wait too. */
  private static final int MAX_WAITING = 1_024;

  private static final String PREFIX = "claims-";
  private static final String SUFFIX = ".txt";

  private final ResourceId directory;
  private final String run;
  private final String name;
  private final ResourceId file;
  private final long pauseMillis;
  private final Directory listing;
  private final Catalogue catalogue;
  private final Supplier<Collection<JournalKey>> unwritten;
  private final ScheduledExecutorService clock;

  private volatile boolean begun;

  // Of the thread that tells and looks, one at a time.
  private final Map<String, OtherRun> others = new HashMap<>();
  private long beat;
  private boolean taken;

  @GuardedBy("this")
  private final Set<JournalKey> asks = new HashSet<>();

  @GuardedBy("this")
  private final Map<JournalKey, Wish> wants = new LinkedHashMap<>();

  /** What somebody else asks for; false tells that it may be in the journal now. */
  @GuardedBy("this")
  private final Map<JournalKey, CompletableFuture<Boolean>> left = new LinkedHashMap<>();

  @GuardedBy("this")
  private boolean contested;

  @GuardedBy("this")
  private boolean closed;

  /** A request that is to be asked for, and since which beat the others can know it. */
  private static final class Wish {
    private final CompletableFuture<Boolean> granted = new CompletableFuture<>();
    private long told = Long.MAX_VALUE;
  }

  /**
   * @param run tells runs apart; two processes without such a name are different runs
   * @param unwritten what has a response that is in no file yet
   */
  Claims(
      ResourceId directory,
      String run,
      Directory listing,
      Catalogue catalogue,
      Supplier<Collection<JournalKey>> unwritten,
      ScheduledExecutorService clock) {
    this.directory = directory;
    this.listing = listing;
    this.catalogue = catalogue;
    this.unwritten = unwritten;
    this.clock = clock;
    String process = UUID.randomUUID().toString();
    this.run = ContentHash.of(run.isEmpty() ? process : run);
    name = this.run + "-" + process;
    file = directory.resolve(PREFIX + name + SUFFIX, StandardResolveOptions.RESOLVE_FILE);
    pauseMillis = SegmentWriter.isLocal(directory) ? LOCAL_MILLIS : ELSEWHERE_MILLIS;
  }

  /**
   * Claims requests. Those in the set that comes are to be asked for, and to be {@link #release}d
   * when they have ended; the others are in the journal by now, or to be claimed again.
   */
  CompletableFuture<Set<JournalKey>> claim(Collection<JournalKey> keys) {
    begin();
    Map<JournalKey, CompletableFuture<Boolean>> outcomes = new LinkedHashMap<>();
    synchronized (this) {
      boolean free = !contested || closed;
      for (JournalKey key : keys) {
        if (asks.contains(key) || wants.containsKey(key)) {
          outcomes.put(key, left.computeIfAbsent(key, k -> new CompletableFuture<>()));
        } else if (free) {
          asks.add(key);
        } else {
          outcomes.put(key, wants.computeIfAbsent(key, k -> new Wish()).granted);
        }
      }
    }
    if (outcomes.isEmpty()) {
      return CompletableFuture.completedFuture(Set.copyOf(keys));
    }
    return CompletableFuture.allOf(outcomes.values().toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              Set<JournalKey> granted = new HashSet<>(keys);
              granted.removeIf(key -> outcomes.containsKey(key) && !outcomes.get(key).join());
              return granted;
            });
  }

  /** Ends a claim, after the response was appended where there is one. */
  void release(JournalKey key) {
    CompletableFuture<Boolean> waits;
    synchronized (this) {
      asks.remove(key);
      wants.remove(key);
      waits = left.remove(key);
      notifyAll();
    }
    if (waits != null) {
      waits.complete(false);
    }
  }

  /** Returns when few enough requests wait for other runs that more may. */
  synchronized void awaitRoom() throws InterruptedException {
    while (!closed && wants.size() + left.size() >= MAX_WAITING) {
      wait();
    }
  }

  /** Tells that this process is there, and sees who else is, before it claims anything. */
  private void begin() {
    if (begun) {
      return;
    }
    synchronized (others) {
      if (begun) {
        return;
      }
      if (SegmentWriter.isLocal(directory)) {
        new File(file.toString()).deleteOnExit();
      }
      try {
        tell(false);
        look();
      } catch (IOException | RuntimeException e) {
        LOG.warn(
            "Other runs on the journal {} cannot be told from here: {}", directory, e.toString());
      }
      begun = true;
    }
    next();
  }

  private void next() {
    boolean soon;
    synchronized (this) {
      soon = contested;
    }
    var unused =
        clock.schedule(this::beat, soon ? pauseMillis : ALONE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      synchronized (others) {
        boolean many = look();
        if (isThere()) {
          tell(many);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Other runs on the journal {} cannot be told now: {}", directory, e.toString());
    } finally {
      next();
    }
  }

  /**
   * Whether the file can be written again. Where somebody has taken it away, the journal may be
   * going with it: it comes again with the next beat, if there is a folder then.
   */
  private boolean isThere() {
    if (!SegmentWriter.isLocal(directory)) {
      return true;
    }
    Path own = Path.of(file.toString());
    if (Files.exists(own)) {
      taken = false;
      return true;
    }
    boolean again = taken && Files.isDirectory(Path.of(directory.toString()));
    taken = true;
    return again;
  }

  /** Reads what others tell and decides by it; whether there are any. */
  private boolean look() throws IOException {
    readOthers();
    if (!others.isEmpty()) {
      // After reading them: what they do not claim any more is in the journal before that.
      listing.look();
    }
    Map<CompletableFuture<Boolean>, Boolean> decided = new LinkedHashMap<>();
    synchronized (this) {
      contested = !others.isEmpty();
      decideWants(decided);
      decideLeft(decided);
      notifyAll();
    }
    decided.forEach(CompletableFuture::complete);
    return !others.isEmpty();
  }

  private void readOthers() throws IOException {
    Map<String, MatchResult.Metadata> there = new HashMap<>();
    for (MatchResult.Metadata found : FileGlobs.in(directory.toString(), PREFIX + "*" + SUFFIX)) {
      String named = Segment.nameOf(found.resourceId());
      there.put(named.substring(PREFIX.length(), named.length() - SUFFIX.length()), found);
    }
    MatchResult.Metadata own = there.remove(name);
    there.keySet().removeIf(other -> other.startsWith(run));
    others.keySet().retainAll(there.keySet());
    for (Map.Entry<String, MatchResult.Metadata> found : there.entrySet()) {
      OtherRun other = others.computeIfAbsent(found.getKey(), absent -> new OtherRun());
      other.read(found.getValue(), own == null ? 0 : own.lastModifiedMillis());
      if (other.isDead()) {
        others.remove(found.getKey());
        delete(found.getValue().resourceId());
      }
    }
  }

  @GuardedBy("this")
  private void decideWants(Map<CompletableFuture<Boolean>, Boolean> decided) {
    Iterator<Map.Entry<JournalKey, Wish>> each = wants.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<JournalKey, Wish> want = each.next();
      JournalKey key = want.getKey();
      Wish wish = want.getValue();
      if (catalogue.find(key).isPresent()) {
        each.remove();
        decided.put(wish.granted, false);
      } else if (yields(key, wish)) {
        each.remove();
        var unused =
            left.computeIfAbsent(key, k -> new CompletableFuture<>())
                .thenAccept(wish.granted::complete);
      } else if (isKnownToAll(wish)) {
        each.remove();
        asks.add(key);
        decided.put(wish.granted, true);
      } else if (wish.told == Long.MAX_VALUE) {
        wish.told = beat + 1;
      }
    }
  }

  /** Whether another's claim goes before this one. */
  private boolean yields(JournalKey key, Wish wish) {
    return others.entrySet().stream()
        .anyMatch(
            other -> {
              ClaimFile told = other.getValue().told();
              return told.asks().contains(key)
                  || (told.wants().contains(key)
                      && (wish.told == Long.MAX_VALUE || other.getKey().compareTo(name) < 0));
            });
  }

  private boolean isKnownToAll(Wish wish) {
    return others.values().stream()
        .allMatch(other -> other.told().seen().getOrDefault(name, -1L) >= wish.told);
  }

  @GuardedBy("this")
  private void decideLeft(Map<CompletableFuture<Boolean>, Boolean> decided) {
    Iterator<Map.Entry<JournalKey, CompletableFuture<Boolean>>> each = left.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<JournalKey, CompletableFuture<Boolean>> waits = each.next();
      JournalKey key = waits.getKey();
      boolean claimed =
          asks.contains(key)
              || wants.containsKey(key)
              || others.values().stream().anyMatch(other -> other.told().claims(key));
      if (!claimed || catalogue.find(key).isPresent()) {
        each.remove();
        decided.put(waits.getValue(), false);
      }
    }
  }

  /** Writes this process's file; without requests where nobody would read them. */
  private void tell(boolean all) throws IOException {
    beat++;
    Set<JournalKey> asked = new HashSet<>();
    Set<JournalKey> wanted = new HashSet<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      if (all) {
        asked.addAll(asks);
        for (Map.Entry<JournalKey, Wish> want : wants.entrySet()) {
          if (want.getValue().told <= beat) {
            wanted.add(want.getKey());
          }
        }
      }
    }
    if (all) {
      // After those that are asked for: each is in one of the two until it is in a file.
      asked.addAll(unwritten.get());
    }
    Map<String, Long> seen = new HashMap<>();
    others.forEach((other, state) -> seen.put(other, state.told().beat()));
    new ClaimFile(ClaimFile.HOST, ProcessHandle.current().pid(), beat, seen, asked, wanted)
        .write(file);
  }

  private static void delete(ResourceId gone) {
    try {
      FileSystems.delete(List.of(gone));
    } catch (IOException | RuntimeException e) {
      LOG.debug("Claims {} stay behind", gone, e);
    }
  }

  /** Takes this process's file away, after all that was answered is in the journal. */
  void close() {
    List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
    synchronized (this) {
      closed = true;
      wants.values().forEach(wish -> waiting.add(wish.granted));
      waiting.addAll(left.values());
      wants.clear();
      left.clear();
      notifyAll();
    }
    waiting.forEach(waits -> waits.complete(false));
    synchronized (others) {
      if (begun) {
        delete(file);
      }
    }
  }
}
