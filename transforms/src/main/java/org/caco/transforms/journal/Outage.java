package org.caco.transforms.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;

/** For how long writing fails, and when to try again. Safe for threads. */
final class Outage {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @GuardedBy("this")
  private boolean fails;

  @GuardedBy("this")
  private long since;

  @GuardedBy("this")
  private long lastTry;

  synchronized void begins() {
    if (!fails) {
      fails = true;
      since = System.nanoTime();
      lastTry = since;
    }
  }

  synchronized void ends() {
    fails = false;
  }

  /** Zero where writing works. */
  synchronized long millis() {
    return fails ? Duration.ofNanos(System.nanoTime() - since).toMillis() : 0;
  }

  /** Whether a try is due, and notes it: each may leave an empty file. */
  synchronized boolean mayTryAgain() {
    long now = System.nanoTime();
    if (fails && now - lastTry < PAUSE.toNanos()) {
      return false;
    }
    lastTry = now;
    return true;
  }
}
