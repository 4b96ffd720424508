package org.caco.sandbox;

import java.io.IOException;

/**
 * One core's worth of zygotes: light and heavy, for each hash seed, started when first needed. Held
 * by one caller at a time.
 */
final class Slot {
  static final int HASH_SEEDS = 2;

  /** Starts a zygote and proves its isolation. */
  interface Starter {
    Zygote start(boolean heavy, int hashSeed) throws IOException;
  }

  private static final int TRIES = 3;

  private final Starter starter;
  private final Zygote[] zygotes = new Zygote[2 * HASH_SEEDS];
  private boolean closed;

  Slot(Starter starter) {
    this.starter = starter;
  }

  /**
   * The zygote for this kind of program.
   *
   * @throws SandboxUnavailableException if none can be started or trusted
   */
  Zygote zygote(boolean heavy, int hashSeed) {
    int index = index(heavy, hashSeed);
    Zygote present = at(index);
    if (present != null) {
      return present;
    }
    IOException last = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        Zygote fresh = starter.start(heavy, hashSeed);
        keep(index, fresh);
        return fresh;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new SandboxUnavailableException(
        "The sandbox process does not start: " + last.getMessage(), last);
  }

  /** Ends a zygote that is of no further use, so that the next call starts another. */
  void discard(boolean heavy, int hashSeed) {
    int index = index(heavy, hashSeed);
    Zygote gone;
    synchronized (this) {
      gone = zygotes[index];
      zygotes[index] = null;
    }
    if (gone != null) {
      gone.close();
    }
  }

  private static int index(boolean heavy, int hashSeed) {
    return hashSeed * 2 + (heavy ? 1 : 0);
  }

  private synchronized Zygote at(int index) {
    if (closed) {
      throw new SandboxUnavailableException("The sandbox is closed.");
    }
    return zygotes[index];
  }

  private synchronized void keep(int index, Zygote zygote) {
    if (closed) {
      zygote.close();
      throw new SandboxUnavailableException("The sandbox is closed.");
    }
    zygotes[index] = zygote;
  }

  /** Ends all; a caller that is in a run gets an exception. */
  synchronized void close() {
    closed = true;
    for (Zygote zygote : zygotes) {
      if (zygote != null) {
        zygote.close();
      }
    }
  }
}
