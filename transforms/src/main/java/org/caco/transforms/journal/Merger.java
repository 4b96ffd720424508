package org.caco.transforms.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes few segments of many, where each flush makes one. {@link Journal} says what holds at any
 * time.
 *
 * <p>Of its own segments it takes {@value #FAN} that hold as many flushes each, so that every
 * response is copied once for each power of {@value #FAN} flushes, and at most {@value #FAN} files
 * of each such size are there. Of those of others it takes, once, what was there when it began, two
 * or more of a writer at a time: most are left by processes that have ended. Where the writer lives
 * and merges them at the same time, both find out when a file is gone, and nothing is lost.
 *
 * <p>In memory it has a block and the keys of one merged segment, which are at most {@value
 * #MAX_RESPONSES}.
 */
final class Merger {
  private static final Logger LOG = LoggerFactory.getLogger(Merger.class);

  /** Segments that make one, by default. */
  static final int FAN = 32;

  private static final long MAX_SIZE = 64L << 20;
  private static final int MAX_RESPONSES = 1 << 18;

  private final ResourceId directory;
  private final String writer;
  private final int fan;
  private final Catalogue catalogue;
  private final Directory listing;

  // Writers whose segments were there at the beginning.
  private final Deque<String> leftovers = new ArrayDeque<>();
  private final List<Segment> merged = new ArrayList<>();

  /**
   * @param fan segments that make one
   */
  Merger(ResourceId directory, String writer, int fan, Catalogue catalogue, Directory listing) {
    this.directory = directory;
    this.writer = writer;
    this.fan = fan;
    this.catalogue = catalogue;
    this.listing = listing;
    Set<String> others = new TreeSet<>();
    catalogue.segments().forEach(segment -> others.add(segment.writer()));
    // Not all processes that begin at the same time should do the same.
    List<String> shuffled = new ArrayList<>(others);
    Collections.shuffle(shuffled);
    leftovers.addAll(shuffled);
  }

  /**
   * Merges what can be merged now.
   *
   * @throws IOException if a file cannot be read, written or deleted; nothing is lost by it
   */
  synchronized void merge() throws IOException {
    // Without this, where nothing may be deleted, merges would only add files.
    deleteMerged();
    mergeRuns(writer, fan, true);
    while (!leftovers.isEmpty()) {
      mergeRuns(leftovers.remove(), 2, false);
    }
  }

  private void mergeRuns(String of, int least, boolean alike) throws IOException {
    for (List<Segment> run = run(of, least, alike); !run.isEmpty(); run = run(of, least, alike)) {
      merge(run);
    }
  }

  /**
   * Segments of one writer to merge, each of whose flushes follow those of the one before.
   *
   * @param least how many it takes, unless more would be too large
   * @param alike whether they must have about as many flushes each
   */
  private List<Segment> run(String of, int least, boolean alike) {
    List<Segment> run = new ArrayList<>();
    long last = 0;
    long size = 0;
    int responses = 0;
    for (Segment segment : catalogue.segments()) {
      if (!segment.writer().equals(of)) {
        continue;
      }
      boolean fits =
          size + segment.size <= MAX_SIZE && responses + segment.responses <= MAX_RESPONSES;
      boolean follows =
          isMergeable(segment)
              && (run.isEmpty()
                  || (segment.first() <= last + 1
                      && (!alike || level(segment) == level(run.get(0)))));
      if (!fits || !follows) {
        if (run.size() >= (follows ? 2 : least)) {
          return run;
        }
        run.clear();
        last = 0;
        size = 0;
        responses = 0;
      }
      if (isMergeable(segment)) {
        run.add(segment);
        last = Math.max(last, segment.last());
        size += segment.size;
        responses += segment.responses;
      }
    }
    return run.size() >= least ? run : List.of();
  }

  private static boolean isMergeable(Segment segment) {
    return segment.whole
        && !segment.damaged
        && segment.size <= MAX_SIZE / 2
        && segment.responses <= MAX_RESPONSES / 2;
  }

  private int level(Segment segment) {
    int level = 0;
    for (long flushes = segment.last() - segment.first() + 1; flushes >= fan; flushes /= fan) {
      level++;
    }
    return level;
  }

  private void merge(List<Segment> run) throws IOException {
    long last = run.stream().mapToLong(Segment::last).max().orElseThrow();
    String name = SegmentWriter.name(run.get(0).writer(), run.get(0).first(), last);
    SegmentWriter written = SegmentWriter.create(directory, name, (offset, keys) -> {});
    boolean ended = false;
    try {
      if (!copy(run, written)) {
        return;
      }
      written.end();
      ended = true;
    } finally {
      if (!ended) {
        abandon(written);
      }
    }
    // Read as anybody's, so that nothing is deleted on the strength of what we think we wrote.
    Segment segment = catalogue.segment(written.file());
    if (!listing.read(segment, written.length()) || !segment.whole) {
      throw new IOException("The merged segment " + segment + " is not there as it was written");
    }
    if (catalogue.leave(run)) {
      throw new IOException("The merged segment " + segment + " has not all that it is made of");
    }
    merged.addAll(run);
    deleteMerged();
  }

  /** Returns false if one of them is damaged or gone. */
  private boolean copy(List<Segment> run, SegmentWriter to) throws IOException {
    JournalIndex taken = new JournalIndex();
    for (Segment segment : run) {
      try {
        SegmentReader.readAll(
            segment.file(),
            segment.size,
            (keys, responses) -> {
              for (int i = 0; i < responses.length; i++) {
                if (taken.find(keys.get(i)) < 0) {
                  taken.put(keys.get(i), 0, 0);
                  to.add(keys.get(i), responses[i]);
                }
              }
            });
      } catch (DamagedException e) {
        LOG.warn("Segment {} is damaged, and is not merged: {}", segment, e.toString());
        segment.damaged = true;
        return false;
      } catch (IOException e) {
        listing.look();
        if (segment.gone) {
          return false;
        }
        throw e;
      }
    }
    return true;
  }

  private static void abandon(SegmentWriter written) {
    try {
      written.close();
      FileSystems.delete(List.of(written.file()));
    } catch (IOException | RuntimeException e) {
      // All that it holds is elsewhere.
      LOG.debug("Segment {} is left behind", written.file(), e);
    }
  }

  private void deleteMerged() throws IOException {
    if (!merged.isEmpty()) {
      FileSystems.delete(merged.stream().map(Segment::file).toList());
      catalogue.remove(merged);
      merged.clear();
    }
  }
}
