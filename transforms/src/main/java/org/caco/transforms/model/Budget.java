package org.caco.transforms.model;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.caco.transforms.step.Shared;

/** What a run has spent in this JVM, held against its limits. */
final class Budget {
  // A run's steps may follow each other with pauses, and its limits hold for all of them.
  private static final Shared<Limits, Budget> SHARED =
      Shared.remembering("budgets", Duration.ofDays(1));

  private final Limits limits;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong tokens = new AtomicLong();
  private final AtomicLong micros = new AtomicLong();
  private final AtomicReference<CallFailure> stopped = new AtomicReference<>();

  private Budget(Limits limits) {
    this.limits = limits;
  }

  /** What the run with these limits has spent in this JVM so far. */
  static Shared.Lease<Budget> acquire(Limits limits) {
    return SHARED.acquire(limits, () -> new Budget(limits));
  }

  /** Why no further request may be sent; empty if one may. */
  Optional<CallFailure> reached() {
    CallFailure stop = stopped.get();
    if (stop != null) {
      return Optional.of(stop);
    }
    if (calls.get() >= limits.maxCalls()) {
      return Optional.of(noMoreCalls());
    }
    if (tokens.get() >= limits.maxTokens()) {
      return notRun(Limit.TOKENS, "the limit of " + limits.maxTokens() + " tokens is reached");
    }
    if (micros.get() >= limits.maxCost() * 1e6) {
      return notRun(Limit.COST, "the limit of cost, " + limits.maxCost() + ", is reached");
    }
    if (System.currentTimeMillis() >= limits.deadlineMillis()) {
      return notRun(Limit.DURATION, "the time of the run is over");
    }
    return Optional.empty();
  }

  /** Ends a run that has a name: what nobody names may be several. */
  void stop(CallFailure failure) {
    if (!limits.run().isEmpty()) {
      stopped.compareAndSet(null, failure);
    }
  }

  /** Counts a request that is about to be sent, unless it must not be sent. */
  Optional<CallFailure> takeCall() {
    Optional<CallFailure> reached = reached();
    // Many threads may pass the check at once, so count first and look again.
    if (reached.isEmpty() && calls.incrementAndGet() > limits.maxCalls()) {
      calls.decrementAndGet();
      return Optional.of(noMoreCalls());
    }
    return reached;
  }

  /** Counts a response by its tokens, and returns their sum. */
  long spend(long input, long output, Price price) {
    tokens.addAndGet(input + output);
    micros.addAndGet(price.micros(input, output));
    return input + output;
  }

  private CallFailure noMoreCalls() {
    return CallFailure.notRun(
        Limit.CALLS, "the limit of " + limits.maxCalls() + " calls is reached");
  }

  private static Optional<CallFailure> notRun(Limit limit, String evidence) {
    return Optional.of(CallFailure.notRun(limit, evidence));
  }
}
