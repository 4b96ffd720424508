package org.caco.transforms.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.caco.transforms.model.EndpointPool.Lease;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for their turn, in queues whose heads do not hold up each other: new calls, those
 * of each model no server of which has worked yet, and those that are tried again, by the endpoint
 * that they have failed on. Not safe for threads by itself: the pool uses it under its lock.
 */
final class WaitingCalls {
  /**
   * A call that waits.
   *
   * @param standing of the model that it calls
   * @param over whether it needs no turn any more
   * @param failed the endpoint that the call has failed on, or null
   * @param number whose number is smaller goes first
   */
  record Waiter(
      Standing standing,
      BooleanSupplier over,
      Consumer<Optional<Lease>> then,
      @Nullable Endpoint failed,
      long number) {}

  private final Deque<Waiter> fresh = new ArrayDeque<>();
  private final Map<Endpoint, Deque<Waiter>> again = new HashMap<>();
  private final Map<Standing, Deque<Waiter>> unproven = new HashMap<>();
  private final List<Deque<Waiter>> queues = new ArrayList<>(List.of(fresh));
  private long arrivals;

  WaitingCalls(Collection<Endpoint> endpoints) {
    for (Endpoint endpoint : endpoints) {
      again.put(endpoint, new ArrayDeque<>());
      queues.add(again.get(endpoint));
    }
  }

  void add(Standing standing, BooleanSupplier over, Consumer<Optional<Lease>> then) {
    queueOf(standing).add(new Waiter(standing, over, then, null, Long.MAX_VALUE));
  }

  void addAgain(
      Standing standing, Endpoint failed, BooleanSupplier over, Consumer<Optional<Lease>> then) {
    Objects.requireNonNull(again.get(failed))
        .add(new Waiter(standing, over, then, failed, arrivals++));
  }

  /** The new calls to models that have worked. */
  int fresh() {
    return fresh.size();
  }

  /** The new calls that wait with those of a model. */
  int waitingWith(Standing standing) {
    return queueOf(standing).size();
  }

  private Deque<Waiter> queueOf(Standing standing) {
    if (standing.hasWorked()) {
      return fresh;
    }
    return unproven.computeIfAbsent(
        standing,
        unused -> {
          Deque<Waiter> queue = new ArrayDeque<>();
          queues.add(queue);
          return queue;
        });
  }

  /** Whether there are, or were a moment ago, calls to a model no server of which has worked. */
  boolean hasUnproven() {
    return !unproven.isEmpty();
  }

  /** Puts the calls to a model that has worked by now among the others; true if it does. */
  boolean join(Standing standing) {
    Deque<Waiter> queue = standing.hasWorked() ? unproven.remove(standing) : null;
    if (queue == null) {
      return false;
    }
    queues.remove(queue);
    fresh.addAll(queue);
    return true;
  }

  boolean isEmpty() {
    return queues.stream().allMatch(Deque::isEmpty);
  }

  /** Of each queue the one that came first. */
  List<Waiter> heads() {
    List<Waiter> heads = new ArrayList<>();
    for (Deque<Waiter> queue : queues) {
      if (!queue.isEmpty()) {
        heads.add(queue.peek());
      }
    }
    return heads;
  }

  /** Takes out the head of a queue. */
  void remove(Waiter head) {
    for (Deque<Waiter> queue : queues) {
      if (head.equals(queue.peek())) {
        queue.remove();
        return;
      }
    }
  }
}
