package org.caco.transforms.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The servers of one model, and whose turn it is to call them: one pool per JVM for each set of
 * endpoints, limit and rates, whatever the roles and bundles that call. First come, first served,
 * but calls that are tried again go before new ones, because a record already waits for them. No
 * thread waits here.
 */
final class EndpointPool {
  private static final Map<Key, EndpointPool> POOLS = new ConcurrentHashMap<>();

  private record Key(
      List<String> endpoints,
      int maxInFlight,
      int requestsPerMinute,
      int tokensPerMinute,
      Duration firstWait,
      Duration longestOutage) {}

  /** The right to one call. */
  record Lease(Endpoint endpoint, boolean probe) {}

  private record Waiter(CompletableFuture<Optional<Lease>> turn, Endpoint failed) {}

  private record Turn(Waiter waiter, Optional<Lease> lease) {}

  private final List<Endpoint> endpoints;
  private final int maxInFlight;
  private final Rate requests;
  private final Rate tokens;
  private final long longestOutage;
  private final Deque<Waiter> again = new ArrayDeque<>();
  private final Deque<Waiter> fresh = new ArrayDeque<>();
  private int inFlight;
  private int next;
  private boolean wakes;
  private long wakeAt;

  private EndpointPool(Key key) {
    long now = System.nanoTime();
    endpoints =
        key.endpoints().stream()
            .map(address -> new Endpoint(address, key.maxInFlight(), key.firstWait(), now))
            .toList();
    maxInFlight = key.maxInFlight();
    requests = new Rate(key.requestsPerMinute(), now);
    tokens = new Rate(key.tokensPerMinute(), now);
    longestOutage = key.longestOutage().toNanos();
  }

  static EndpointPool shared(ModelConfig config) {
    return POOLS.computeIfAbsent(
        new Key(
            config.endpoints(),
            config.maxInFlight(),
            config.requestsPerMinute(),
            config.tokensPerMinute(),
            config.backoff(),
            config.timeout()),
        EndpointPool::new);
  }

  /**
   * Completes when it is the caller's turn; empty if no endpoint has answered for as long as a
   * request may take.
   *
   * @param failed the endpoint that the call has just failed on, which it gets again only where no
   *     other is up, or null
   */
  CompletableFuture<Optional<Lease>> acquire(boolean isRetry, Endpoint failed) {
    Waiter waiter = new Waiter(new CompletableFuture<>(), failed);
    synchronized (this) {
      (isRetry ? again : fresh).add(waiter);
    }
    serve();
    return waiter.turn();
  }

  /** Ends a call. */
  void giveBack(Lease lease, Endpoint.Outcome outcome, Duration retryAfter, long tokensSpent) {
    synchronized (this) {
      long now = System.nanoTime();
      inFlight--;
      tokens.take(tokensSpent, now);
      lease.endpoint().ended(lease.probe(), outcome, retryAfter, now);
    }
    serve();
  }

  /** Gives back the right to a call that was not made. */
  void giveBackUnused(Lease lease) {
    giveBack(lease, Endpoint.Outcome.UNCLEAR, Duration.ZERO, 0);
  }

  private void serve() {
    for (Turn turn : turns()) {
      // Outside the lock, since what depends on it runs here. False if its waiter gave up.
      if (!turn.waiter().turn().complete(turn.lease()) && turn.lease().isPresent()) {
        giveBackUnused(turn.lease().get());
      }
    }
  }

  private synchronized List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    long now = System.nanoTime();
    while (!again.isEmpty() || !fresh.isEmpty()) {
      Deque<Waiter> queue = again.isEmpty() ? fresh : again;
      List<Endpoint> candidates = candidates(queue.peek().failed(), now);
      long pause =
          Math.max(
              Math.max(requests.nanosUntilFree(now), tokens.nanosUntilFree(now)),
              inFlight < maxInFlight ? nanosUntilFree(candidates, now) : Long.MAX_VALUE);
      if (pause == 0) {
        Waiter waiter = queue.remove();
        Endpoint endpoint = pick(candidates, now);
        inFlight++;
        requests.take(1, now);
        turns.add(new Turn(waiter, Optional.of(new Lease(endpoint, endpoint.take()))));
      } else if (isGivenUp(now)) {
        turns.add(new Turn(queue.remove(), Optional.empty()));
      } else {
        wakeIn(pause, now);
        break;
      }
    }
    return turns;
  }

  /** All but the endpoint that the call has failed on, unless no other is up. */
  private List<Endpoint> candidates(Endpoint failed, long now) {
    List<Endpoint> others = endpoints.stream().filter(e -> e != failed).toList();
    return others.stream().allMatch(e -> e.nanosDown(now) > 0) ? endpoints : others;
  }

  private static long nanosUntilFree(List<Endpoint> candidates, long now) {
    return candidates.stream().mapToLong(e -> e.nanosUntilFree(now)).min().orElseThrow();
  }

  private boolean isGivenUp(long now) {
    return endpoints.stream().allMatch(e -> e.nanosDown(now) > longestOutage);
  }

  /** The free endpoint with the fewest calls. */
  private Endpoint pick(List<Endpoint> candidates, long now) {
    Endpoint best = null;
    for (int i = 0; i < candidates.size(); i++) {
      Endpoint candidate = candidates.get((next + i) % candidates.size());
      if (candidate.nanosUntilFree(now) == 0
          && (best == null || candidate.outstanding() < best.outstanding())) {
        best = candidate;
      }
    }
    next = (next + 1) % endpoints.size();
    return best;
  }

  private void wakeIn(long nanos, long now) {
    // Where only an answer helps, look at the clock now and then for an outage that has lasted.
    long delay = Math.min(nanos, TimeUnit.SECONDS.toNanos(1));
    if (!wakes || now + delay < wakeAt) {
      wakes = true;
      wakeAt = now + delay;
      var unused = Http.CLOCK.schedule(this::wake, delay, TimeUnit.NANOSECONDS);
    }
  }

  private void wake() {
    synchronized (this) {
      wakes = false;
    }
    serve();
  }
}
