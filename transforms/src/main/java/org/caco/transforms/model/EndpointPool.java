package org.caco.transforms.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.caco.transforms.step.Shared;

/**
 * The servers of one model, and whose turn it is to call them: one pool per JVM for each set of
 * endpoints, limit and rates, whatever the roles and bundles that call. First come, first served,
 * but calls that are tried again go before new ones, because a record already waits for them, and
 * one that waits for another endpoint than the one it failed on holds up nobody. No thread waits
 * for a turn: it goes on in the thread that made it possible. Threads wait only for room, while
 * {@value #BACKLOG} new calls wait for their turn.
 */
final class EndpointPool implements AutoCloseable {
  private static final Shared<Key, EndpointPool> SHARED = Shared.closing("endpoint pools");

  private record Key(
      List<String> endpoints,
      int maxInFlight,
      int requestsPerMinute,
      int tokensPerMinute,
      Duration firstWait,
      Duration longestOutage) {}

  /**
   * The right to one call.
   *
   * @param probe whether it is to show that an endpoint is back
   * @param failedProbes how many have shown that it is not
   */
  record Lease(Endpoint endpoint, boolean probe, int failedProbes) {}

  /**
   * New calls that wait for their turn, enough to keep those who make them from waking for each.
   */
  private static final int BACKLOG = 64;

  /** Of the calls in flight, so many in a hundred may be given up as stragglers in a second. */
  private static final int STRAGGLERS_PERCENT = 10;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /**
   * @param over whether it needs no turn any more
   * @param failed the endpoint that the call has failed on, or null
   * @param number whose number is smaller goes first
   */
  private record Waiter(
      BooleanSupplier over, Consumer<Optional<Lease>> then, Endpoint failed, long number) {}

  private record Turn(Waiter waiter, Optional<Lease> lease) {}

  private final Shared.Lease<Http> http = Http.acquire();
  private final EmbeddedEndpoint addresses = new EmbeddedEndpoint();
  private final Map<String, URI> uris = new ConcurrentHashMap<>();
  private final List<Endpoint> endpoints;
  private final int maxInFlight;

  @GuardedBy("this")
  private final Rate requests;

  @GuardedBy("this")
  private final Rate tokens;

  private final long longestOutage;

  @GuardedBy("this")
  private final Deque<Waiter> fresh = new ArrayDeque<>();

  // Calls that are tried again, by the endpoint that they have failed on.
  @GuardedBy("this")
  private final Map<Endpoint, Deque<Waiter>> again = new HashMap<>();

  @GuardedBy("this")
  private final List<Deque<Waiter>> queues = new ArrayList<>(List.of(fresh));

  @GuardedBy("this")
  private long straggledSince = System.nanoTime();

  @GuardedBy("this")
  private int straggled;

  @GuardedBy("this")
  private long arrivals;

  @GuardedBy("this")
  private int inFlight;

  @GuardedBy("this")
  private int next;

  @GuardedBy("this")
  private boolean wakes;

  @GuardedBy("this")
  private long wakeAt;

  private EndpointPool(Key key) {
    long now = System.nanoTime();
    endpoints =
        key.endpoints().stream()
            .map(address -> new Endpoint(address, key.maxInFlight(), key.firstWait(), now))
            .toList();
    for (Endpoint endpoint : endpoints) {
      again.put(endpoint, new ArrayDeque<>());
      queues.add(again.get(endpoint));
    }
    maxInFlight = key.maxInFlight();
    requests = new Rate(key.requestsPerMinute(), now);
    tokens = new Rate(key.tokensPerMinute(), now);
    longestOutage = key.longestOutage().toNanos();
  }

  /** The JVM's pool of what a configuration names; it goes with its last lease. */
  static Shared.Lease<EndpointPool> acquire(ModelConfig config) {
    Key key =
        new Key(
            config.endpoints(),
            config.maxInFlight(),
            config.requestsPerMinute(),
            config.tokensPerMinute(),
            config.backoff(),
            config.timeout());
    return SHARED.acquire(key, () -> new EndpointPool(key));
  }

  /** What its calls are sent by. */
  Http http() {
    return http.get();
  }

  /** Where to send a request; any thread may ask. */
  URI uri(Endpoint endpoint, String path) {
    String address = endpoint.address() + path;
    URI known = uris.get(address);
    if (known == null) {
      known = URI.create(addresses.resolve(endpoint.address()) + path);
      uris.put(address, known);
    }
    return known;
  }

  @Override
  public void close() {
    http.close();
    addresses.close();
  }

  /** Returns when few enough new calls wait for their turn that another may. */
  synchronized void awaitRoom() throws InterruptedException {
    while (fresh.size() >= BACKLOG) {
      wait();
    }
    callForMore();
  }

  /**
   * Runs {@code then} when it is its turn, perhaps at once, and never under a lock; with nothing if
   * no endpoint has answered for as long as a request may take, or if it is {@code over} before.
   */
  void acquire(BooleanSupplier over, Consumer<Optional<Lease>> then) {
    synchronized (this) {
      fresh.add(new Waiter(over, then, null, Long.MAX_VALUE));
    }
    serve();
  }

  /**
   * As {@link #acquire}, for a call that is tried again.
   *
   * @param failed the endpoint that it has just failed on, which it gets again only where no other
   *     is up
   */
  void acquireAgain(Endpoint failed, BooleanSupplier over, Consumer<Optional<Lease>> then) {
    synchronized (this) {
      again.get(failed).add(new Waiter(over, then, failed, arrivals++));
    }
    serve();
  }

  /**
   * Whether a straggler may be given up: while others wait for a turn, one call that hangs delays
   * nobody, and where many are slow at once it is the server.
   */
  synchronized boolean mayGiveUp() {
    long now = System.nanoTime();
    if (now - straggledSince >= SECOND) {
      straggledSince = now;
      straggled = 0;
    }
    if (!queues.stream().allMatch(Deque::isEmpty)
        || straggled > inFlight * STRAGGLERS_PERCENT / 100) {
      return false;
    }
    straggled++;
    return true;
  }

  /** Ends a call. */
  void giveBack(Lease lease, Endpoint.Outcome outcome, Duration retryAfter, long tokensSpent) {
    end(lease, outcome, retryAfter, tokensSpent);
    serve();
  }

  /** Gives back, in one's turn, the right to a call that is not made. */
  void giveBackUnused(Lease lease) {
    // Whoever gave the turn looks for the next one.
    end(lease, Endpoint.Outcome.UNCLEAR, Duration.ZERO, 0);
    synchronized (this) {
      requests.take(-1, System.nanoTime());
    }
  }

  private synchronized void end(
      Lease lease, Endpoint.Outcome outcome, Duration retryAfter, long tokensSpent) {
    long now = System.nanoTime();
    inFlight--;
    tokens.take(tokensSpent, now);
    lease.endpoint().ended(lease.probe(), outcome, retryAfter, now);
  }

  /** Gives turns to all who may have one now, and none to those who need none any more. */
  void serve() {
    for (Turn turn = nextTurn(); turn != null; turn = nextTurn()) {
      turn.waiter().then().accept(turn.lease());
    }
  }

  /** Who comes next, or null where nobody may now. */
  private synchronized Turn nextTurn() {
    long now = System.nanoTime();
    Deque<Waiter> queue = soonest(now);
    if (queue == null) {
      return null;
    }
    if (queue.peek().over().getAsBoolean()) {
      return new Turn(remove(queue), Optional.empty());
    }
    Endpoint failed = queue.peek().failed();
    long pause =
        Math.max(
            Math.max(requests.nanosUntilFree(now), tokens.nanosUntilFree(now)),
            inFlight < maxInFlight ? nanosUntilFree(failed, now) : Long.MAX_VALUE);
    if (pause == 0) {
      Endpoint endpoint = pick(failed, now);
      next = (next + 1) % endpoints.size();
      inFlight++;
      requests.take(1, now);
      return new Turn(
          remove(queue),
          Optional.of(new Lease(endpoint, endpoint.take(), endpoint.failedProbes())));
    }
    if (isGivenUp(now)) {
      return new Turn(remove(queue), Optional.empty());
    }
    wakeIn(pause, now);
    return null;
  }

  /** The queue whose head finds an endpoint first; null if nobody waits. */
  @GuardedBy("this")
  private Deque<Waiter> soonest(long now) {
    Deque<Waiter> best = null;
    long least = Long.MAX_VALUE;
    for (Deque<Waiter> queue : queues) {
      if (!queue.isEmpty()) {
        long wait = nanosUntilFree(queue.peek().failed(), now);
        if (best == null
            || wait < least
            || (wait == least && queue.peek().number() < best.peek().number())) {
          best = queue;
          least = wait;
        }
      }
    }
    return best;
  }

  @GuardedBy("this")
  private Waiter remove(Deque<Waiter> queue) {
    Waiter waiter = queue.remove();
    callForMore();
    return waiter;
  }

  /** Wakes one of those that wait for room; while one fills the room, the others need not. */
  private synchronized void callForMore() {
    if (fresh.size() < BACKLOG / 2) {
      notify();
    }
  }

  /** How long to wait until an endpoint may get a call that has failed on {@code failed}. */
  @GuardedBy("this")
  private long nanosUntilFree(Endpoint failed, long now) {
    boolean spared = isAnotherUp(failed, now);
    long least = Long.MAX_VALUE;
    for (Endpoint endpoint : endpoints) {
      if (endpoint != failed || !spared) {
        least = Math.min(least, endpoint.nanosUntilFree(now));
      }
    }
    return least;
  }

  /** Of the endpoints that are free for such a call, the one with the fewest calls. */
  @GuardedBy("this")
  private Endpoint pick(Endpoint failed, long now) {
    boolean spared = isAnotherUp(failed, now);
    Endpoint best = null;
    for (int i = 0; i < endpoints.size(); i++) {
      Endpoint endpoint = endpoints.get((next + i) % endpoints.size());
      if ((endpoint != failed || !spared)
          && endpoint.nanosUntilFree(now) == 0
          && (best == null || endpoint.outstanding() < best.outstanding())) {
        best = endpoint;
      }
    }
    return best;
  }

  @GuardedBy("this")
  private boolean isAnotherUp(Endpoint failed, long now) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint != failed && endpoint.nanosDown(now) == 0) {
        return true;
      }
    }
    return false;
  }

  @GuardedBy("this")
  private boolean isGivenUp(long now) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.nanosDown(now) <= longestOutage || endpoint.isProbed()) {
        return false;
      }
    }
    return true;
  }

  @GuardedBy("this")
  private void wakeIn(long nanos, long now) {
    // Where only an answer helps, look at the clock now and then for an outage that has lasted.
    long delay = Math.min(nanos, SECOND);
    if (!wakes || now + delay < wakeAt) {
      wakes = true;
      wakeAt = now + delay;
      var unused = http().after(delay, TimeUnit.NANOSECONDS, this::wake);
    }
  }

  private void wake() {
    synchronized (this) {
      wakes = false;
    }
    serve();
  }
}
