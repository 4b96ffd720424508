package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caco.transforms.model.Endpoint.Outcome;
import org.caco.transforms.model.EndpointPool.Lease;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Whose turn it is; no call is made. */
final class EndpointPoolTest {
  private final List<Lease> leases = new ArrayList<>();
  private final Standing standing = new Standing(true);
  private EndpointPool pool;

  @BeforeEach
  void twoEndpoints(TestInfo test) {
    // A pool of its own for each test.
    String name = test.getDisplayName().replaceAll("\\W", "").toLowerCase(Locale.ROOT);
    pool =
        EndpointPool.acquire(
                ModelConfig.of("solve", "http://a." + name + ",http://b." + name, "m").toBuilder()
                    .setMaxInFlight(64)
                    .build())
            .get();
  }

  private void take(Optional<Lease> turn) {
    leases.add(turn.orElseThrow());
  }

  /** Takes all that both endpoints are given at first. */
  private void fill() {
    for (int i = 0; i < 2 * AdaptiveLimit.START; i++) {
      pool.acquire(standing, () -> false, this::take);
    }
    assertThat(leases).hasSize(2 * AdaptiveLimit.START);
  }

  private void end(Lease lease, Outcome outcome) {
    pool.giveBack(lease, outcome, Duration.ZERO, 0);
  }

  private Lease atOtherThan(Endpoint endpoint) {
    return leases.stream().filter(lease -> lease.endpoint() != endpoint).findFirst().orElseThrow();
  }

  @Test
  void aCallThatAvoidsItsEndpointHoldsUpNobody() {
    fill();
    Endpoint failed = leases.get(0).endpoint();
    List<Lease> again = new ArrayList<>();
    end(leases.get(0), Outcome.UNCLEAR);
    pool.acquireAgain(standing, failed, () -> false, turn -> again.add(turn.orElseThrow()));
    assertThat(again).isEmpty();

    pool.acquire(standing, () -> false, this::take);
    assertThat(leases).hasSize(2 * AdaptiveLimit.START + 1);
    assertThat(leases.get(2 * AdaptiveLimit.START).endpoint()).isSameAs(failed);

    end(atOtherThan(failed), Outcome.UNCLEAR);
    assertThat(again).hasSize(1);
    assertThat(again.get(0).endpoint()).isNotSameAs(failed);
  }

  @Test
  void aCallThatIsTriedAgainGoesBeforeNewOnes() {
    fill();
    List<String> order = new ArrayList<>();
    pool.acquire(standing, () -> false, turn -> order.add("new"));
    pool.acquireAgain(standing, leases.get(0).endpoint(), () -> false, turn -> order.add("again"));
    end(atOtherThan(leases.get(0).endpoint()), Outcome.UNCLEAR);
    assertThat(order).containsExactly("again");
  }

  @Test
  void aRightThatIsNotUsedGoesToTheNext() {
    fill();
    List<String> order = new ArrayList<>();
    pool.acquire(
        standing,
        () -> false,
        turn -> {
          order.add("unused");
          pool.giveBackUnused(turn.orElseThrow());
        });
    pool.acquire(standing, () -> false, turn -> order.add("next"));
    end(leases.get(0), Outcome.UNCLEAR);
    assertThat(order).containsExactly("unused", "next");
  }

  @Test
  void whatIsOverWaitsForNoTurn() {
    fill();
    List<Optional<Lease>> turns = new ArrayList<>();
    pool.acquire(standing, () -> true, turns::add);
    assertThat(turns).containsExactly(Optional.empty());
  }

  @Test
  void fewStragglersAreGivenUpAtOnce() {
    fill();
    int givenUp = 0;
    while (pool.mayGiveUp()) {
      givenUp++;
    }
    assertThat(givenUp).isBetween(1, leases.size() / 8);

    pool.acquire(standing, () -> false, this::take);
    assertThat(pool.mayGiveUp()).as("while another waits").isFalse();
  }

  @Test
  void fewCallsAreUnderWayUntilOneHasWorked() {
    Standing unknown = new Standing(false);
    for (int i = 0; i < 100; i++) {
      pool.acquire(unknown, () -> false, this::take);
    }
    assertThat(leases).hasSize(2 * Standing.AT_FIRST);

    Lease first = leases.get(0);
    unknown.worked(first.endpoint(), Adaptation.NONE);
    end(first, Outcome.ANSWERED);
    assertThat(leases).filteredOn(lease -> lease.endpoint() == first.endpoint()).hasSize(17);
  }

  @Test
  void callsToAModelThatHasNotWorkedHoldUpNoOthers() {
    Standing unknown = new Standing(false);
    for (int i = 0; i < 100; i++) {
      pool.acquire(unknown, () -> false, this::take);
    }
    int before = leases.size();
    pool.acquire(standing, () -> false, this::take);
    assertThat(leases).hasSize(before + 1);
  }
}
