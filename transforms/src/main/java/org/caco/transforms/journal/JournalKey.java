package org.caco.transforms.journal;

import java.util.HexFormat;

/** A hash of 128 bits. */
record JournalKey(long high, long low) {
  static JournalKey of(String hash) {
    if (hash.length() != 32) {
      throw new IllegalArgumentException("not 32 hexadecimal digits: " + hash);
    }
    return new JournalKey(
        Long.parseUnsignedLong(hash, 0, 16, 16), Long.parseUnsignedLong(hash, 16, 32, 16));
  }

  /** The hash as 32 hexadecimal digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
