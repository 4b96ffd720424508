package org.caco.transforms.journal;

import java.util.Arrays;

/**
 * Where each response is: a hash table of 24 bytes a slot, at least 53% full once it has grown, and
 * 12 bytes a block. That is at most 64 bytes a response, also where each has a block to itself.
 */
final class JournalIndex {
  private static final int FREE = -1;
  private static final double FULL = 0.8;
  private static final double GROWTH = 1.5;

  private long[] high = new long[1024];
  private long[] low = new long[1024];
  private int[] block = filled(1024);
  private int[] record = new int[1024];
  private int size;

  private int[] segments = new int[64];
  private long[] offsets = new long[64];
  private int blocks;

  /** The number of responses. */
  int size() {
    return size;
  }

  /** Takes note of a block, and gives it a number. */
  int addBlock(int segment, long offset) {
    if (blocks == segments.length) {
      int length = (int) (blocks * GROWTH);
      segments = Arrays.copyOf(segments, length);
      offsets = Arrays.copyOf(offsets, length);
    }
    segments[blocks] = segment;
    offsets[blocks] = offset;
    return blocks++;
  }

  int segment(int blockNumber) {
    return segments[blockNumber];
  }

  long offset(int blockNumber) {
    return offsets[blockNumber];
  }

  /** Adds a response; one that is there already stays where it is. */
  void add(JournalKey key, int blockNumber, int recordNumber) {
    if (size + 1 > high.length * FULL) {
      grow();
    }
    int slot = slot(key.high(), key.low());
    if (block[slot] == FREE) {
      size++;
      put(slot, key.high(), key.low(), blockNumber, recordNumber);
    }
  }

  /** The slot of a response, or -1. */
  int find(JournalKey key) {
    int slot = slot(key.high(), key.low());
    return block[slot] == FREE ? -1 : slot;
  }

  int blockAt(int slot) {
    return block[slot];
  }

  int recordAt(int slot) {
    return record[slot];
  }

  private int slot(long keyHigh, long keyLow) {
    // The keys are hashes themselves.
    int slot = (int) Long.remainderUnsigned(keyLow, high.length);
    while (block[slot] != FREE && (high[slot] != keyHigh || low[slot] != keyLow)) {
      slot = slot + 1 == high.length ? 0 : slot + 1;
    }
    return slot;
  }

  private void put(int slot, long keyHigh, long keyLow, int blockNumber, int recordNumber) {
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
    int length = (int) (oldHigh.length * GROWTH);
    high = new long[length];
    low = new long[length];
    block = filled(length);
    record = new int[length];
    for (int i = 0; i < oldHigh.length; i++) {
      if (oldBlock[i] != FREE) {
        put(slot(oldHigh[i], oldLow[i]), oldHigh[i], oldLow[i], oldBlock[i], oldRecord[i]);
      }
    }
  }

  private static int[] filled(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
