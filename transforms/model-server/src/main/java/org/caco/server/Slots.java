package org.caco.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A server's slots: each holds one request for its service time, the others wait in the order they
 * came. No thread waits with them.
 */
final class Slots {
  private record Job(Duration time, Runnable then) {}

  private final int limit;
  private final int queueLimit;
  private final Executor workers;

  @GuardedBy("this")
  private final Deque<Job> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private int busy;

  @GuardedBy("this")
  private int mostBusy;

  @GuardedBy("this")
  private long workedNanos;

  /**
   * @param limit the number of slots; 0 for no limit
   * @param queueLimit how many may wait; 0 for no limit
   * @param workers runs what comes after the service time
   */
  Slots(int limit, int queueLimit, Executor workers) {
    this.limit = limit;
    this.queueLimit = queueLimit;
    this.workers = workers;
  }

  /** Runs {@code then} after a slot has been held for {@code time}; false where none may wait. */
  boolean submit(Duration time, Runnable then) {
    Job job = new Job(time, then);
    synchronized (this) {
      if (limit > 0 && busy >= limit) {
        if (queueLimit > 0 && waiting.size() >= queueLimit) {
          return false;
        }
        waiting.add(job);
        return true;
      }
      take();
    }
    begin(job);
    return true;
  }

  @GuardedBy("this")
  private void take() {
    busy++;
    mostBusy = Math.max(mostBusy, busy);
  }

  private void begin(Job job) {
    Runnable end =
        () -> {
          try {
            job.then().run();
          } finally {
            release(job);
          }
        };
    if (job.time().isZero()) {
      end.run();
    } else {
      CompletableFuture.delayedExecutor(job.time().toNanos(), TimeUnit.NANOSECONDS, workers)
          .execute(end);
    }
  }

  private void release(Job done) {
    Job next;
    synchronized (this) {
      busy--;
      workedNanos += done.time().toNanos();
      next = waiting.poll();
      if (next == null) {
        return;
      }
      take();
    }
    Job job = next;
    workers.execute(() -> begin(job));
  }

  synchronized int busy() {
    return busy;
  }

  synchronized int mostBusy() {
    return mostBusy;
  }

  /** The service time of all that is done. */
  synchronized long workedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(workedNanos);
  }

  synchronized int waiting() {
    return waiting.size();
  }
}
