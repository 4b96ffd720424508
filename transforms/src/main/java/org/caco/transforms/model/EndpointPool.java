package org.caco.transforms.model;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The servers of one model and the permits to call them: one per JVM for each set of endpoints and
 * limit, whatever the roles and bundles that call them.
 */
final class EndpointPool {
  private static final Map<Key, EndpointPool> POOLS = new ConcurrentHashMap<>();

  private record Key(List<String> endpoints, int maxInFlight) {}

  /** One server. */
  static final class Endpoint {
    private final String address;
    private final AtomicInteger outstanding = new AtomicInteger();

    private Endpoint(String address) {
      this.address = address;
    }

    /** The base address, without {@code /v1}. */
    String base() {
      return EmbeddedEndpoint.resolve(address);
    }

    /** The address as it was given. */
    String address() {
      return address;
    }
  }

  private final List<Endpoint> endpoints;
  private final Permits permits;
  private final AtomicInteger next = new AtomicInteger();

  private EndpointPool(Key key) {
    endpoints = key.endpoints().stream().map(Endpoint::new).toList();
    permits = new Permits(key.maxInFlight());
  }

  static EndpointPool shared(ModelConfig config) {
    return POOLS.computeIfAbsent(
        new Key(config.endpoints(), config.maxInFlight()), EndpointPool::new);
  }

  /** Completes when the caller may call. Pair it with {@link #release}. */
  CompletableFuture<Void> acquire(boolean isRetry) {
    return permits.acquire(isRetry);
  }

  /** Gives back a permit that was not used for a call. */
  void release() {
    permits.release();
  }

  /**
   * The endpoint with the fewest calls in flight, which is not {@code failed} if there is a choice.
   */
  Endpoint take(Endpoint failed) {
    int start = Math.floorMod(next.getAndIncrement(), endpoints.size());
    Endpoint best = null;
    for (int i = 0; i < endpoints.size(); i++) {
      Endpoint candidate = endpoints.get((start + i) % endpoints.size());
      boolean isFree = candidate != failed || endpoints.size() == 1;
      if (isFree && (best == null || candidate.outstanding.get() < best.outstanding.get())) {
        best = candidate;
      }
    }
    best.outstanding.incrementAndGet();
    return best;
  }

  /** Ends a call to an endpoint and gives the permit back. */
  void giveBack(Endpoint endpoint) {
    endpoint.outstanding.decrementAndGet();
    permits.release();
  }
}
