package org.caco.pipelines.rewards;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of requests that are in memory, of all connections together. */
final class BodyBudget {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  BodyBudget(long limit) {
    this.limit = limit;
  }

  boolean acquire(int bytes) {
    if (held.addAndGet(bytes) > limit) {
      held.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void release(int bytes) {
    held.addAndGet(-bytes);
  }

  long held() {
    return held.get();
  }
}
