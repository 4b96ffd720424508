package org.caco.transforms.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.fs.ResourceId;

/** The segments that are there, and in which of them each response is. Safe for many threads. */
final class Catalogue {
  /** Gone segments and blocks that are kept on the books before they are cleared. */
  private static final int SLACK = 1024;

  @GuardedBy("this")
  private final JournalIndex index = new JournalIndex();

  @GuardedBy("this")
  private final Map<String, Segment> byName = new HashMap<>();

  @GuardedBy("this")
  private final List<Segment> byNumber = new ArrayList<>();

  @GuardedBy("this")
  private final List<Integer> freeNumbers = new ArrayList<>();

  @GuardedBy("this")
  private int dead;

  /** Where a response is. */
  record Place(Segment segment, long offset, int record) {}

  /** The number of responses. */
  synchronized int size() {
    return index.size();
  }

  /** Those that are there, in their order. */
  synchronized List<Segment> segments() {
    return byName.values().stream().filter(segment -> !segment.gone).sorted(Segment.ORDER).toList();
  }

  /** The segment in a file, known before or not. */
  synchronized Segment segment(ResourceId file) {
    Segment known = byName.get(Segment.nameOf(file));
    if (known != null) {
      known.gone = false;
      known.leaving = false;
      return known;
    }
    Segment segment = new Segment(file);
    byName.put(Segment.nameOf(file), segment);
    if (freeNumbers.isEmpty()) {
      segment.number = byNumber.size();
      byNumber.add(segment);
    } else {
      segment.number = freeNumbers.remove(freeNumbers.size() - 1);
      byNumber.set(segment.number, segment);
    }
    return segment;
  }

  /** Where a response can be read, as far as is known. */
  synchronized Optional<Place> find(JournalKey key) {
    long found = index.find(key);
    if (found < 0 || isLost(JournalIndex.block(found))) {
      return Optional.empty();
    }
    int block = JournalIndex.block(found);
    return Optional.of(
        new Place(
            byNumber.get(index.segment(block)), index.offset(block), JournalIndex.record(found)));
  }

  /**
   * Adds the responses of a block. One that is known stays where it is, unless it was moved by a
   * merge or cannot be read there any more.
   */
  synchronized void add(Segment segment, long offset, List<JournalKey> keys) {
    if (byNumber.get(segment.number) != segment || segment.lost.contains(offset)) {
      return;
    }
    int block = -1;
    for (int i = 0; i < keys.size(); i++) {
      long found = index.find(keys.get(i));
      if (found >= 0) {
        Segment old = byNumber.get(index.segment(JournalIndex.block(found)));
        boolean stays = !isLost(JournalIndex.block(found)) && !old.leaving;
        if (stays && !segment.covers(old)) {
          continue;
        }
        old.located--;
      }
      if (block < 0) {
        block = index.addBlock(segment.number, offset);
        segment.blocks++;
      }
      index.put(keys.get(i), block, i);
      segment.located++;
    }
  }

  @GuardedBy("this")
  private boolean isLost(int block) {
    Segment segment = byNumber.get(index.segment(block));
    return segment.gone || segment.lost.contains(index.offset(block));
  }

  /** Takes note that the block at {@code place} cannot be read. */
  synchronized void lose(Place place) {
    place.segment().lost.add(place.offset());
  }

  /**
   * Takes note that files go, so that what is in them and elsewhere is looked for elsewhere.
   *
   * @return whether a response is known to be there, and nowhere else
   */
  synchronized boolean leave(Collection<Segment> segments) {
    segments.forEach(segment -> segment.leaving = true);
    return segments.stream().anyMatch(segment -> segment.located > 0);
  }

  /** Takes note that files are gone. What is known to be nowhere else is lost. */
  synchronized void remove(Collection<Segment> segments) {
    segments.forEach(segment -> segment.gone = true);
    for (Iterator<Segment> each = byName.values().iterator(); each.hasNext(); ) {
      Segment segment = each.next();
      if (segment.gone && segment.located == 0) {
        each.remove();
        byNumber.set(segment.number, null);
        dead += 1 + segment.blocks;
      }
    }
    if (dead > Math.max(SLACK, index.blocks() / 8)) {
      clear();
    }
  }

  /** The same for those of which nothing is known to be nowhere else. */
  synchronized void removeUnused(Collection<Segment> segments) {
    remove(segments.stream().filter(segment -> segment.located == 0).toList());
  }

  /** Clears the books of segments that are gone. */
  @GuardedBy("this")
  private void clear() {
    List<Segment> segments = byNumber;
    index.compact(number -> segments.get(number) != null);
    freeNumbers.clear();
    for (int i = 0; i < byNumber.size(); i++) {
      if (byNumber.get(i) == null) {
        freeNumbers.add(i);
      }
    }
    dead = 0;
  }
}
