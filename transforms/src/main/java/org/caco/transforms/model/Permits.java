package org.caco.transforms.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * A semaphore that is waited for without a thread, first come, first served. Calls that are tried
 * again go before new ones, because a record already waits for them.
 */
final class Permits {
  private final Deque<CompletableFuture<Void>> again = new ArrayDeque<>();
  private final Deque<CompletableFuture<Void>> fresh = new ArrayDeque<>();
  private int free;

  Permits(int permits) {
    free = permits;
  }

  /** Completes when the caller holds a permit. */
  synchronized CompletableFuture<Void> acquire(boolean isRetry) {
    if (free > 0) {
      free--;
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> turn = new CompletableFuture<>();
    (isRetry ? again : fresh).add(turn);
    return turn;
  }

  /** Gives a permit back. */
  void release() {
    while (true) {
      CompletableFuture<Void> next;
      synchronized (this) {
        next = again.isEmpty() ? fresh.poll() : again.poll();
        if (next == null) {
          free++;
          return;
        }
      }
      // Outside the lock, since what depends on it runs here. False if its waiter gave up.
      if (next.complete(null)) {
        return;
      }
    }
  }
}
