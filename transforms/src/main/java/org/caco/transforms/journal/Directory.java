package org.caco.transforms.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.caco.transforms.lines.FileGlobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through a directory for segments, and reads what is new in them; one thread at a time. */
final class Directory {
  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Of the time, looks take at most a fifth. */
  private static final int PAUSES = 4;

  /** How often a directory is listed if its files go while they are read. */
  private static final int LOOKS = 4;

  private final ResourceId directory;
  private final Catalogue catalogue;

  @GuardedBy("this")
  private long nextLook;

  Directory(ResourceId directory, Catalogue catalogue) {
    this.directory = directory;
    this.catalogue = catalogue;
  }

  /** Looks if the last look is long enough ago: two seconds, and four times what it took. */
  synchronized void lookIfDue() throws IOException {
    if (System.nanoTime() - nextLook >= 0) {
      look();
    }
  }

  /** Looks for what is not at {@code place} any more, unless somebody has found it meanwhile. */
  synchronized void lookFor(JournalKey key, Catalogue.Place place) throws IOException {
    if (catalogue.find(key).filter(place::equals).isPresent()) {
      look();
    }
  }

  /** Lists the directory and reads what is new. */
  synchronized void look() throws IOException {
    long start = System.nanoTime();
    try {
      // What is gone before it is read went into another file, which the next listing has.
      for (int i = 0; i < LOOKS; i++) {
        if (lookOnce()) {
          return;
        }
      }
      LOG.warn("Not all segments of the journal {} can be read", directory);
    } finally {
      long end = System.nanoTime();
      nextLook = end + Math.max(PAUSE_NANOS, PAUSES * (end - start));
    }
  }

  @GuardedBy("this")
  private boolean lookOnce() throws IOException {
    List<Segment> before = catalogue.segments();
    Map<Segment, Long> sizes = new TreeMap<>(Segment.ORDER);
    for (MatchResult.Metadata file : FileGlobs.in(directory.toString(), "responses-*.zj")) {
      sizes.put(catalogue.segment(file.resourceId()), file.sizeBytes());
    }
    boolean all = true;
    for (Map.Entry<Segment, Long> file : sizes.entrySet()) {
      all &= read(file.getKey(), file.getValue());
    }
    List<Segment> gone = new ArrayList<>(before);
    gone.removeAll(sizes.keySet());
    if (!all) {
      // What is missed now may be in what could not be read.
      catalogue.removeUnused(gone);
      return false;
    }
    // No merge has brought it elsewhere, but it may have been read in two places.
    if (catalogue.leave(gone)) {
      Set<String> writers = gone.stream().map(Segment::writer).collect(Collectors.toSet());
      all = readAgain(segment -> writers.contains(segment.writer()));
      if (all && catalogue.leave(gone)) {
        all = readAgain(segment -> true);
      }
    }
    if (all) {
      catalogue.remove(gone);
    }
    return all;
  }

  /**
   * Reads what is new in a segment.
   *
   * @return false if the file cannot be read
   */
  synchronized boolean read(Segment segment, long size) {
    if (segment.own || segment.size == size) {
      return true;
    }
    int[] responses = {segment.end == 0 ? 0 : segment.responses};
    try {
      SegmentReader.Progress progress =
          SegmentReader.readHeads(
              segment.file(),
              segment.end,
              size,
              (offset, head) -> {
                catalogue.add(segment, offset, head.keys());
                responses[0] += head.keys().size();
              });
      segment.end = progress.end();
      segment.size = size;
      segment.responses = responses[0];
      segment.whole = progress.whole();
      return true;
    } catch (IOException e) {
      LOG.debug("Segment {} cannot be read", segment, e);
      return false;
    }
  }

  /**
   * Reads all segments once more, for what was lost elsewhere.
   *
   * @return false if a file cannot be read
   */
  boolean readAgain() {
    return readAgain(segment -> true);
  }

  private synchronized boolean readAgain(Predicate<Segment> which) {
    boolean all = true;
    for (Segment segment : catalogue.segments()) {
      if (segment.own || segment.leaving || segment.end == 0 || !which.test(segment)) {
        continue;
      }
      try {
        SegmentReader.readHeads(
            segment.file(),
            0,
            segment.size,
            (offset, head) -> catalogue.add(segment, offset, head.keys()));
      } catch (IOException e) {
        LOG.debug("Segment {} cannot be read again", segment, e);
        all = false;
      }
    }
    return all;
  }
}
