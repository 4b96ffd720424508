package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.caco.transforms.model.Endpoint.Outcome;
import org.junit.jupiter.api.Test;

final class EndpointTest {
  private static final long SECOND = 1_000_000_000L;

  private final Endpoint endpoint = new Endpoint("http://a", 100, Duration.ofMillis(500), 0);

  private void call(Outcome outcome, long now) {
    endpoint.ended(endpoint.take(), outcome, Duration.ZERO, now);
  }

  /** Fills the endpoint, then lets every call be answered. */
  private void round(long now) {
    round(endpoint, call -> Outcome.ANSWERED, now);
  }

  /** Fills an endpoint, then ends its calls, which are numbered from 0; how many there were. */
  private static int round(Endpoint endpoint, IntFunction<Outcome> outcome, long now) {
    List<Endpoint.Begun> calls = new ArrayList<>();
    while (calls.size() < endpoint.limit()) {
      calls.add(endpoint.take());
    }
    for (int i = 0; i < calls.size(); i++) {
      endpoint.ended(calls.get(i), outcome.apply(i), Duration.ZERO, now);
    }
    return calls.size();
  }

  @Test
  void startsLowAndGrowsFastToTheMost() {
    assertThat(endpoint.limit()).isEqualTo(16);
    round(0);
    assertThat(endpoint.limit()).isBetween(20, 32);
    for (int i = 0; i < 10; i++) {
      round(0);
    }
    assertThat(endpoint.limit()).isEqualTo(100);
  }

  @Test
  void doesNotGrowUnused() {
    for (int i = 0; i < 100; i++) {
      call(Outcome.ANSWERED, 0);
    }
    assertThat(endpoint.limit()).isEqualTo(16);
  }

  @Test
  void fallsOnceASecondWhenAskedToAndGrowsSlowlyAfter() {
    for (int i = 0; i < 10; i++) {
      call(Outcome.THROTTLED, SECOND);
    }
    assertThat(endpoint.limit()).isEqualTo(12);
    for (int i = 0; i < 10; i++) {
      call(Outcome.THROTTLED, 2 * SECOND);
    }
    assertThat(endpoint.limit()).isEqualTo(10);
    round(3 * SECOND);
    assertThat(endpoint.limit()).isLessThanOrEqualTo(11);
  }

  @Test
  void aRefusalNowAndThenHardlyCounts() {
    for (int second = 1; second <= 60; second++) {
      for (int i = 0; i < 3; i++) {
        round(second * SECOND);
      }
      endpoint.ended(endpoint.take(), Outcome.THROTTLED, Duration.ofSeconds(7), second * SECOND);
    }
    assertThat(endpoint.limit()).isGreaterThan(90);
    assertThat(endpoint.nanosUntilFree(61 * SECOND)).isZero();
  }

  @Test
  void refusalsOfOneInAHundredDoNotKeepItLow() {
    Endpoint large = new Endpoint("http://a", 1_000, Duration.ofMillis(500), 0);
    for (int second = 1; second <= 60; second++) {
      round(large, call -> call % 100 == 7 ? Outcome.THROTTLED : Outcome.ANSWERED, second * SECOND);
    }
    assertThat(large.limit()).isGreaterThan(900);
  }

  @Test
  void staysNearTheNumberThatAServerTakes() {
    int taken = 50;
    int sum = 0;
    for (int second = 1; second <= 60; second++) {
      int calls =
          round(
              endpoint,
              call -> call < taken ? Outcome.ANSWERED : Outcome.THROTTLED,
              second * SECOND);
      sum += second > 30 ? calls : 0;
    }
    assertThat(sum / 30).isBetween(taken - 5, taken + 5);
  }

  @Test
  void neverFallsBelowOneCall() {
    for (int i = 1; i < 100; i++) {
      round(endpoint, call -> Outcome.THROTTLED, i * SECOND);
    }
    assertThat(endpoint.limit()).isEqualTo(1);
    assertThat(endpoint.nanosUntilFree(100 * SECOND)).isZero();
  }

  @Test
  void pausesAsLongAsItIsAskedTo() {
    Endpoint.Begun one = endpoint.take();
    Endpoint.Begun other = endpoint.take();
    endpoint.ended(one, Outcome.THROTTLED, Duration.ofSeconds(7), SECOND);
    assertThat(endpoint.nanosUntilFree(2 * SECOND)).as("one alone says nothing").isZero();
    endpoint.ended(other, Outcome.THROTTLED, Duration.ofSeconds(7), SECOND);
    assertThat(endpoint.nanosUntilFree(2 * SECOND)).isEqualTo(6 * SECOND);
    assertThat(endpoint.nanosUntilFree(8 * SECOND)).isZero();
  }

  @Test
  void opensAfterFailuresInARowAndAsksNowAndThen() {
    for (int i = 0; i < 4; i++) {
      call(Outcome.BROKEN, 0);
    }
    assertThat(endpoint.nanosUntilFree(0)).isZero();
    call(Outcome.BROKEN, 0);
    assertThat(endpoint.nanosUntilFree(0)).isEqualTo(SECOND / 2);

    Endpoint.Begun probe = endpoint.take();
    assertThat(probe.probe()).isTrue();
    assertThat(endpoint.nanosUntilFree(SECOND)).isEqualTo(Long.MAX_VALUE);
    endpoint.ended(probe, Outcome.BROKEN, Duration.ZERO, SECOND);
    assertThat(endpoint.nanosUntilFree(SECOND)).isEqualTo(SECOND);
    assertThat(endpoint.nanosDown(3 * SECOND)).isEqualTo(3 * SECOND);
  }

  @Test
  void closesWhenTheServerAnswersAgain() {
    for (int i = 0; i < 5; i++) {
      call(Outcome.BROKEN, 0);
    }
    call(Outcome.ANSWERED, SECOND);
    assertThat(endpoint.nanosDown(SECOND)).isZero();
    assertThat(endpoint.nanosUntilFree(SECOND)).isZero();
  }

  @Test
  void failuresBetweenAnswersDoNotOpen() {
    for (int i = 0; i < 50; i++) {
      call(i % 4 == 0 ? Outcome.ANSWERED : Outcome.BROKEN, 0);
    }
    assertThat(endpoint.nanosDown(0)).isZero();
  }

  @Test
  void aRateHoldsOnAverage() {
    Rate rate = new Rate(600, 0);
    long now = 0;
    for (int i = 0; i < 610; i++) {
      now += rate.nanosUntilFree(now);
      rate.take(1, now);
    }
    assertThat(now).isBetween(59 * SECOND, 61 * SECOND);
  }

  @Test
  void aRateWaitsForWhatWasTakenBeyondIt() {
    Rate rate = new Rate(6_000, 0);
    rate.take(1_000, 0);
    assertThat(rate.nanosUntilFree(0)).isBetween(9 * SECOND, 10 * SECOND);
    assertThat(rate.nanosUntilFree(10 * SECOND)).isZero();
  }

  @Test
  void noRateIsAnyNumber() {
    Rate rate = new Rate(0, 0);
    rate.take(1_000_000_000_000L, 0);
    assertThat(rate.nanosUntilFree(0)).isZero();
  }
}
