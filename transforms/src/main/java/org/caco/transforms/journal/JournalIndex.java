package org.caco.transforms.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Where each response is: hash tables of 24 bytes a slot, at least 53% full once they have grown,
 * and 12 bytes a block. That is at most 64 bytes a response, also where each has a block to itself.
 * There are many tables, so that little is copied at a time when one grows.
 */
final class JournalIndex {
  private static final int TABLES = 64;
  private static final int CHUNK = 1 << 12;

  private final Table[] tables = new Table[TABLES];
  private int size;

  private final List<int[]> segments = new ArrayList<>();
  private final List<long[]> offsets = new ArrayList<>();
  private int blocks;

  JournalIndex() {
    Arrays.setAll(tables, i -> new Table());
  }

  /** The number of responses. */
  int size() {
    return size;
  }

  /** The number of blocks of which a note was taken. */
  int blocks() {
    return blocks;
  }

  /** Takes note of a block, and gives it a number. */
  int addBlock(int segment, long offset) {
    if (blocks == segments.size() * CHUNK) {
      segments.add(new int[CHUNK]);
      offsets.add(new long[CHUNK]);
    }
    set(blocks, segment, offset);
    return blocks++;
  }

  int segment(int blockNumber) {
    return segments.get(blockNumber / CHUNK)[blockNumber % CHUNK];
  }

  long offset(int blockNumber) {
    return offsets.get(blockNumber / CHUNK)[blockNumber % CHUNK];
  }

  private void set(int blockNumber, int segment, long offset) {
    segments.get(blockNumber / CHUNK)[blockNumber % CHUNK] = segment;
    offsets.get(blockNumber / CHUNK)[blockNumber % CHUNK] = offset;
  }

  /** Adds a response, or says that it is somewhere else now. */
  void put(JournalKey key, int blockNumber, int recordNumber) {
    if (table(key).put(key, blockNumber, recordNumber)) {
      size++;
    }
  }

  /** Where a response is, for {@link #block} and {@link #record}, or -1. */
  long find(JournalKey key) {
    return table(key).find(key);
  }

  static int block(long found) {
    return (int) (found >>> 32);
  }

  static int record(long found) {
    return (int) found;
  }

  /**
   * Forgets the blocks of segments that are not {@code kept}, in which there must be no response
   * any more. The others get new numbers.
   */
  void compact(IntPredicate kept) {
    int[] moved = new int[blocks];
    int count = 0;
    for (int i = 0; i < blocks; i++) {
      if (kept.test(segment(i))) {
        set(count, segment(i), offset(i));
        moved[i] = count++;
      }
    }
    blocks = count;
    int chunks = (count + CHUNK - 1) / CHUNK;
    segments.subList(chunks, segments.size()).clear();
    offsets.subList(chunks, offsets.size()).clear();
    for (Table table : tables) {
      table.renumber(moved);
    }
  }

  private Table table(JournalKey key) {
    // The keys are hashes themselves.
    return tables[(int) Long.remainderUnsigned(key.high(), TABLES)];
  }

  private static final class Table {
    private static final int FREE = -1;
    private static final double FULL = 0.8;
    private static final double GROWTH = 1.5;

    private long[] high;
    private long[] low;
    private int[] block;
    private int[] record;
    private int size;

    private Table() {
      allocate(16);
    }

    private void allocate(int length) {
      high = new long[length];
      low = new long[length];
      block = new int[length];
      record = new int[length];
      Arrays.fill(block, FREE);
    }

    private long find(JournalKey key) {
      int slot = slot(key.high(), key.low());
      return block[slot] == FREE ? -1 : (long) block[slot] << 32 | record[slot];
    }

    /** Whether the response is new. */
    private boolean put(JournalKey key, int blockNumber, int recordNumber) {
      if (size + 1 > high.length * FULL) {
        grow();
      }
      int slot = slot(key.high(), key.low());
      boolean added = block[slot] == FREE;
      set(slot, key.high(), key.low(), blockNumber, recordNumber);
      if (added) {
        size++;
      }
      return added;
    }

    private void renumber(int[] moved) {
      for (int i = 0; i < block.length; i++) {
        if (block[i] != FREE) {
          block[i] = moved[block[i]];
        }
      }
    }

    private int slot(long keyHigh, long keyLow) {
      int slot = (int) Long.remainderUnsigned(keyLow, high.length);
      while (block[slot] != FREE && (high[slot] != keyHigh || low[slot] != keyLow)) {
        slot = slot + 1 == high.length ? 0 : slot + 1;
      }
      return slot;
    }

    private void set(int slot, long keyHigh, long keyLow, int blockNumber, int recordNumber) {
      high[slot] = keyHigh;
      low[slot] = keyLow;
      block[slot] = blockNumber;
      record[slot] = recordNumber;
    }

    private void grow() {
      long[] oldHigh = high;
      long[] oldLow = low;
      int[] oldBlock = block;
      int[] oldRecord = record;
      allocate((int) (oldHigh.length * GROWTH));
      for (int i = 0; i < oldHigh.length; i++) {
        if (oldBlock[i] != FREE) {
          set(slot(oldHigh[i], oldLow[i]), oldHigh[i], oldLow[i], oldBlock[i], oldRecord[i]);
        }
      }
    }
  }
}
