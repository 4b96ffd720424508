package org.caco.transforms.journal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads responses, and keeps the blocks that were read last. */
final class BlockCache {
  static final int BLOCKS = 64;

  private record BlockPlace(Segment segment, long offset) {}

  private final Map<BlockPlace, byte[][]> blocks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlockPlace, byte[][]> eldest) {
          return size() > BLOCKS;
        }
      };

  /** The response at a place; not to be changed. */
  byte[] response(Catalogue.Place place) throws IOException {
    BlockPlace block = new BlockPlace(place.segment(), place.offset());
    synchronized (blocks) {
      byte[][] responses = blocks.get(block);
      if (responses != null) {
        return responses[place.record()];
      }
    }
    byte[][] responses = SegmentReader.responses(place.segment().file(), place.offset());
    synchronized (blocks) {
      blocks.put(block, responses);
    }
    return responses[place.record()];
  }
}
