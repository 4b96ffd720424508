package org.caco.transforms.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.caco.transforms.model.WaitingCalls.Waiter;
import org.caco.transforms.step.Shared;
import org.jspecify.annotations.Nullable;

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
   * @param standing of the model that is called
   * @param call as the endpoint knows it
   * @param failedProbes how many have shown that it is not
   */
  record Lease(Endpoint endpoint, Standing standing, Endpoint.Begun call, int failedProbes) {
    /** Whether it is to show that the endpoint is back. */
    boolean probe() {
      return call.probe();
    }
  }

  /**
   * New calls that wait for their turn, enough to keep those who make them from waking for each.
   */
  private static final int BACKLOG = 64;

  /** Of the calls in flight, so many in a hundred may be given up as stragglers in a second. */
  private static final int STRAGGLERS_PERCENT = 10;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

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
  private final WaitingCalls waiting;

  @GuardedBy("this")
  private final Map<String, Standing> standings = new HashMap<>();

  @GuardedBy("this")
  private long straggledSince = System.nanoTime();

  @GuardedBy("this")
  private int straggled;

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
    waiting = new WaitingCalls(endpoints);
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
  URI uri(Endpoint endpoint, String part) {
    String address = endpoint.address() + " " + part;
    URI known = uris.get(address);
    if (known == null) {
      known = URI.create(EndpointAddress.of(addresses.resolve(endpoint.address()), part));
      uris.put(address, known);
    }
    return known;
  }

  @Override
  public void close() {
    http.close();
    addresses.close();
  }

  /** What the servers have shown of themselves to those who ask for a model with the same key. */
  synchronized Standing standing(ModelConfig config) {
    boolean sound =
        endpoints.stream().map(Endpoint::address).allMatch(EmbeddedEndpoint::isEmbedded);
    return standings.computeIfAbsent(
        config.apiKey() + " " + config.model(), unused -> new Standing(sound));
  }

  /** Returns when few enough new calls wait for their turn that another may. */
  synchronized void awaitRoom(Standing standing) throws InterruptedException {
    while (waiting.waitingWith(standing) >= BACKLOG) {
      wait();
    }
    callForMore();
  }

  /**
   * Runs {@code then} when it is its turn, perhaps at once, and never under a lock; with nothing if
   * no endpoint has answered for as long as a request may take, or if it is {@code over} before.
   */
  void acquire(Standing standing, BooleanSupplier over, Consumer<Optional<Lease>> then) {
    synchronized (this) {
      waiting.add(standing, over, then);
    }
    serve();
  }

  /**
   * As {@link #acquire}, for a call that is tried again.
   *
   * @param failed the endpoint that it has just failed on, which it gets again only where no other
   *     is up
   */
  void acquireAgain(
      Standing standing, Endpoint failed, BooleanSupplier over, Consumer<Optional<Lease>> then) {
    synchronized (this) {
      waiting.addAgain(standing, failed, over, then);
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
    if (!waiting.isEmpty() || straggled > inFlight * STRAGGLERS_PERCENT / 100) {
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
    CallsUnderWay.ended(lease.endpoint().address(), outcome, now);
    tokens.take(tokensSpent, now);
    lease.standing().ended(lease.endpoint());
    if (waiting.join(lease.standing())) {
      notifyAll();
    }
    lease.endpoint().ended(lease.call(), outcome, retryAfter, now);
  }

  /** Gives turns to all who may have one now, and none to those who need none any more. */
  void serve() {
    for (Turn turn = nextTurn(); turn != null; turn = nextTurn()) {
      turn.waiter().then().accept(turn.lease());
    }
  }

  /** Who comes next, or null where nobody may now. */
  private synchronized @Nullable Turn nextTurn() {
    long now = System.nanoTime();
    Waiter head = soonest(now);
    if (head == null) {
      return null;
    }
    if (head.over().getAsBoolean()) {
      return new Turn(remove(head), Optional.empty());
    }
    long pause =
        Math.max(
            Math.max(requests.nanosUntilFree(now), tokens.nanosUntilFree(now)),
            inFlight < maxInFlight ? nanosUntilFree(head, now) : Long.MAX_VALUE);
    if (pause == 0) {
      Endpoint endpoint = Objects.requireNonNull(pick(head, now));
      next = (next + 1) % endpoints.size();
      inFlight++;
      CallsUnderWay.began();
      requests.take(1, now);
      head.standing().began(endpoint);
      return new Turn(
          remove(head),
          Optional.of(
              new Lease(endpoint, head.standing(), endpoint.take(), endpoint.failedProbes())));
    }
    if (isGivenUp(now)) {
      return new Turn(remove(head), Optional.empty());
    }
    wakeIn(pause, now);
    return null;
  }

  /** Who finds an endpoint first, of equal ones who came first; null if nobody waits. */
  @GuardedBy("this")
  private @Nullable Waiter soonest(long now) {
    Waiter best = null;
    long least = Long.MAX_VALUE;
    for (Waiter head : waiting.heads()) {
      long wait = nanosUntilFree(head, now);
      if (best == null || wait < least || (wait == least && head.number() < best.number())) {
        best = head;
        least = wait;
      }
    }
    return best;
  }

  @GuardedBy("this")
  private Waiter remove(Waiter head) {
    waiting.remove(head);
    callForMore();
    return head;
  }

  /** Wakes one of those that wait for room; while one fills the room, the others need not. */
  private synchronized void callForMore() {
    if (waiting.hasUnproven()) {
      // They wait for different things.
      notifyAll();
    } else if (waiting.fresh() < BACKLOG / 2) {
      notify();
    }
  }

  /** How long to wait until an endpoint may get a call. */
  @GuardedBy("this")
  private long nanosUntilFree(Waiter waiter, long now) {
    boolean spared = isAnotherUp(waiter, now);
    long least = Long.MAX_VALUE;
    for (Endpoint endpoint : endpoints) {
      if ((endpoint != waiter.failed() || !spared) && waiter.standing().mayTry(endpoint)) {
        least = Math.min(least, endpoint.nanosUntilFree(now));
      }
    }
    return least;
  }

  /** Of the endpoints that are free for a call, the one with the fewest calls. */
  @GuardedBy("this")
  private @Nullable Endpoint pick(Waiter waiter, long now) {
    boolean spared = isAnotherUp(waiter, now);
    Endpoint best = null;
    for (int i = 0; i < endpoints.size(); i++) {
      Endpoint endpoint = endpoints.get((next + i) % endpoints.size());
      if ((endpoint != waiter.failed() || !spared)
          && waiter.standing().mayTry(endpoint)
          && endpoint.nanosUntilFree(now) == 0
          && (best == null || endpoint.outstanding() < best.outstanding())) {
        best = endpoint;
      }
    }
    return best;
  }

  /** Whether a call that has failed on an endpoint may go to another. */
  @GuardedBy("this")
  private boolean isAnotherUp(Waiter waiter, long now) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint != waiter.failed()
          && endpoint.nanosDown(now) == 0
          && waiter.standing().mayTry(endpoint)) {
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
