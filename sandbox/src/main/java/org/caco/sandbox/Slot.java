package org.caco.sandbox;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One core's worth of zygotes: light and heavy, for each hash seed, started when first needed. Held
 * by one caller at a time.
 */
final class Slot {
  static final int HASH_SEEDS = 2;
  private static final int TRIES = 3;

  private final Zygotes starter;
  private final @Nullable Zygote[] zygotes = new @Nullable Zygote[2 * HASH_SEEDS];

  Slot(Zygotes starter) {
    this.starter = starter;
  }

  /**
   * The zygote for this kind of program.
   *
   * @throws SandboxUnavailableException if none can be started or trusted
   */
  Zygote zygote(boolean heavy, int hashSeed) {
    int index = index(heavy, hashSeed);
    Zygote present = zygotes[index];
    if (present != null) {
      return present;
    }
    IOException last = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        Zygote fresh = starter.start(heavy, hashSeed);
        zygotes[index] = fresh;
        return fresh;
      } catch (IOException e) {
        last = e;
      }
    }
    throw SandboxUnavailableException.here(
        "the sandbox process does not start: " + (last == null ? "" : last.getMessage()), last);
  }

  /** Ends a zygote that is of no further use, so that the next call starts another. */
  void discard(boolean heavy, int hashSeed) {
    int index = index(heavy, hashSeed);
    Zygote gone = zygotes[index];
    zygotes[index] = null;
    if (gone != null) {
      starter.end(gone);
    }
  }

  private static int index(boolean heavy, int hashSeed) {
    return hashSeed * 2 + (heavy ? 1 : 0);
  }
}
