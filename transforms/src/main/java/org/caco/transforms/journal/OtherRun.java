package org.caco.transforms.journal;

import java.io.IOException;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of another run on the same journal. For one thread at a time. */
final class OtherRun {
  private static final Logger LOG = LoggerFactory.getLogger(OtherRun.class);

  private ClaimFile told = ClaimFile.EMPTY;
  private long changed = System.nanoTime();
  private boolean old;

  /** What it has told last. */
  ClaimFile told() {
    return told;
  }

  boolean isDead() {
    return old || System.nanoTime() - changed > Claims.LIMIT.toNanos() || told.isGone();
  }

  /**
   * Reads its file.
   *
   * @param ownMillis when one's own was written, by the clock of the file system; 0 if not known
   */
  void read(MatchResult.Metadata found, long ownMillis) {
    long millis = found.lastModifiedMillis();
    old = millis > 0 && ownMillis - millis > Claims.LIMIT.toMillis();
    try {
      ClaimFile now = ClaimFile.read(found.resourceId());
      if (now.beat() != told.beat()) {
        told = now;
        changed = System.nanoTime();
      }
    } catch (IOException e) {
      // It is being written, or gone: the next look tells.
      LOG.debug("Claims {} cannot be read now", found.resourceId(), e);
    }
  }
}
