package org.caco.pipelines.rewards;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Does the pieces of many requests on a fixed number of threads. Requests take turns, a piece each,
 * so that a long one does not keep a short one waiting; what would wait beyond the limit is
 * refused. Safe for any number of threads.
 */
final class Lane implements AutoCloseable {
  private final int limit;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger running = new AtomicInteger();

  @GuardedBy("this")
  private final Deque<Job<?>> jobs = new ArrayDeque<>();

  @GuardedBy("this")
  private int waiting;

  @GuardedBy("this")
  private boolean closed;

  /**
   * @param limit pieces that may wait
   */
  Lane(String name, int workers, int limit) {
    this.limit = limit;
    for (int i = 0; i < workers; i++) {
      Thread thread = new Thread(this::work, name + "-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /**
   * Does the pieces of a request, each with its number from 0.
   *
   * @return what came of them, in order; fails with what a piece throws
   * @throws RefusedException if they cannot all wait
   */
  <T> CompletableFuture<List<T>> submit(int pieces, IntFunction<T> piece) {
    Job<T> job = new Job<>(pieces, piece);
    synchronized (this) {
      if (closed) {
        throw RefusedException.of(503, "the server is stopping");
      }
      // An empty lane takes whatever one request may hold.
      if (waiting > 0 && waiting + pieces > limit) {
        throw RefusedException.full();
      }
      waiting += pieces;
      jobs.add(job);
      notifyAll();
    }
    return job.result;
  }

  /** Pieces that wait. */
  synchronized int waiting() {
    return waiting;
  }

  /** Pieces that are under way. */
  int running() {
    return running.get();
  }

  int limit() {
    return limit;
  }

  private void work() {
    try {
      for (Job<?> job = next(); job != null; job = next()) {
        running.incrementAndGet();
        job.step();
        running.decrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Job<?> next() throws InterruptedException {
    while (jobs.isEmpty()) {
      if (closed) {
        return null;
      }
      wait();
    }
    Job<?> job = jobs.remove();
    waiting--;
    if (job.take()) {
      jobs.add(job);
    }
    return job;
  }

  /** Takes no more, and returns when all that it took is done or the time is over. */
  void drain(long millis) throws InterruptedException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (Thread thread : threads) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      thread.join(Math.max(1, left));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    jobs.forEach(Job::abandon);
    jobs.clear();
    waiting = 0;
    notifyAll();
  }

  /** The pieces of one request. */
  private static final class Job<T> {
    private final IntFunction<T> piece;
    private final List<@Nullable T> results;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger left;
    private final CompletableFuture<List<T>> result = new CompletableFuture<>();
    // Under the lane's lock.
    private int untaken;

    Job(int pieces, IntFunction<T> piece) {
      this.piece = piece;
      this.results = new ArrayList<>(java.util.Collections.nCopies(pieces, null));
      this.left = new AtomicInteger(pieces);
      this.untaken = pieces;
    }

    /** Takes a piece; whether there are more. */
    boolean take() {
      untaken--;
      return untaken > 0;
    }

    void step() {
      int index = begun.getAndIncrement();
      try {
        // After a failure nobody waits for the rest.
        if (!result.isCompletedExceptionally()) {
          T value = piece.apply(index);
          synchronized (results) {
            results.set(index, value);
          }
        }
      } catch (RuntimeException | StackOverflowError e) {
        result.completeExceptionally(e);
      }
      if (left.decrementAndGet() == 0) {
        complete();
      }
    }

    private void complete() {
      List<T> done = new ArrayList<>();
      synchronized (results) {
        for (T value : results) {
          if (value != null) {
            done.add(value);
          }
        }
      }
      result.complete(done);
    }

    void abandon() {
      result.completeExceptionally(RefusedException.of(503, "the server has stopped"));
    }
  }
}
