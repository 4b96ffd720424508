package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.caco.transforms.model.Endpoint.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a server refuses, it is kept nearly as busy as it can be, with few calls in vain. Time
 * is simulated: calls always wait for their turn, as in the middle of a run.
 */
class AdaptiveLimitTest {
  private static final double SECOND = 1e9;

  /** When counting begins and ends, in seconds. */
  private static final double WARM = 60;

  private static final double END = 540;

  /** A refusal takes so long, in seconds. */
  private static final double REFUSAL = 0.02;

  /** What a server makes of a call. */
  private record Fate(Outcome outcome, double seconds, double retryAfter) {
    static Fate answer(double seconds) {
      return new Fate(Outcome.ANSWERED, seconds, 0);
    }

    static Fate refusal(double retryAfter) {
      return new Fate(Outcome.THROTTLED, REFUSAL, retryAfter);
    }
  }

  /** A server: at most so many answers a second, and what it makes of each call. */
  private abstract static class Server {
    final SplittableRandom random = new SplittableRandom(1);
    private double mean = 1;

    /** Answers that it could give in a second, at a time. */
    abstract double capacity(double now);

    /**
     * @param answering calls that it works at
     */
    abstract Fate receive(double now, int answering);

    /** Log-normal. */
    double latency() {
      double a = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
      double normal = a * Math.cos(2 * Math.PI * random.nextDouble());
      return mean * Math.exp(0.5 * normal - 0.125);
    }
  }

  /** Takes so many calls at once, and refuses what is more. */
  private static Server slots(DoubleUnaryOperator slots, double retryAfter) {
    return new Server() {
      @Override
      double capacity(double now) {
        return slots.applyAsDouble(now);
      }

      @Override
      Fate receive(double now, int answering) {
        return answering < (int) slots.applyAsDouble(now)
            ? Fate.answer(latency())
            : Fate.refusal(retryAfter);
      }
    };
  }

  /** Refuses a share of the calls, or breaks. */
  private static Server share(double share, Outcome outcome, double most) {
    return new Server() {
      @Override
      double capacity(double now) {
        return most;
      }

      @Override
      Fate receive(double now, int answering) {
        return random.nextDouble() < share ? new Fate(outcome, REFUSAL, 1) : Fate.answer(latency());
      }
    };
  }

  /** A bucket of tokens that is filled so often a second. */
  private static Server rate(double perSecond, double burst) {
    return new Server() {
      private double tokens = burst;
      private double filled;

      @Override
      double capacity(double now) {
        return perSecond;
      }

      @Override
      Fate receive(double now, int answering) {
        tokens = Math.min(burst, tokens + (now - filled) * perSecond);
        filled = now;
        if (tokens < 1) {
          return Fate.refusal(1);
        }
        tokens--;
        return Fate.answer(latency());
      }
    };
  }

  /** So many calls within each minute of the clock. */
  private static Server quota(int perMinute) {
    return new Server() {
      private long minute;
      private int taken;

      @Override
      double capacity(double now) {
        return perMinute / 60.0;
      }

      @Override
      Fate receive(double now, int answering) {
        if ((long) (now / 60) != minute) {
          minute = (long) (now / 60);
          taken = 0;
        }
        return ++taken <= perMinute
            ? Fate.answer(latency())
            : Fate.refusal(Math.ceil(60 * (minute + 1) - now));
      }
    };
  }

  /** Works at so many calls at full speed, and at more ones slower. */
  private static Server slower(int slots, double most) {
    return new Server() {
      @Override
      double capacity(double now) {
        return Math.min(slots, most);
      }

      @Override
      Fate receive(double now, int answering) {
        return Fate.answer(latency() * Math.max(1, (answering + 1.0) / slots));
      }
    };
  }

  private static double bursts(double now) {
    return now % 20 < 2 ? 0 : 96;
  }

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of("50 slots", slots(now -> 50, 1), 96),
        Arguments.of("50 slots, no Retry-After", slots(now -> 50, 0), 96),
        Arguments.of("7 slots", slots(now -> 7, 1), 96),
        Arguments.of("more slots than are used", slots(now -> 5_000, 1), 512),
        Arguments.of("400 slots", slots(now -> 400, 2), 512),
        Arguments.of("30 a second", rate(30, 30), 96),
        Arguments.of("200 a second, bursts of 5 s", rate(200, 1_000), 512),
        Arguments.of("1,200 a minute", quota(1_200), 96),
        Arguments.of("shared quota", share(0.05, Outcome.THROTTLED, 96), 96),
        Arguments.of("shared quota of many", share(0.05, Outcome.THROTTLED, 512), 512),
        Arguments.of("shared quota of few", share(0.05, Outcome.THROTTLED, 10), 10),
        Arguments.of("shared quota, 15%", share(0.15, Outcome.THROTTLED, 96), 96),
        Arguments.of("one replica of twenty broken", share(0.05, Outcome.BROKEN, 96), 96),
        Arguments.of("one replica of twenty refuses", share(0.05, Outcome.THROTTLED, 96), 96),
        Arguments.of("bursts of others", slots(AdaptiveLimitTest::bursts, 1), 96),
        Arguments.of("slow start", slots(now -> 5 + 95 * Math.min(1, now / 120), 1), 96),
        Arguments.of(
            "half for a while", slots(now -> now % 240 > 80 && now % 240 < 160 ? 40 : 80, 1), 96),
        Arguments.of("slower with load", slower(40, 96), 96));
  }

  private record Ended(double at, Fate fate, Endpoint.Begun call) {}

  @ParameterizedTest
  @MethodSource("servers")
  void keepsAServerBusy(String name, Server server, int most) {
    assertBusy(name, server, most);
  }

  /** Those that bound how many calls there are at once, and not how many in a time. */
  static Stream<Arguments> slowServers() {
    return servers().filter(server -> !(server.get()[0] + "").matches(".* a (second|minute).*"));
  }

  @ParameterizedTest
  @MethodSource("slowServers")
  void keepsAServerBusyWhoseAnswersAreLong(String name, Server server, int most) {
    server.mean = 8;
    assertBusy(name + ", slow", server, most);
  }

  private static void assertBusy(String name, Server server, int most) {
    Endpoint endpoint = new Endpoint("http://a", most, Duration.ofMillis(500), 0);
    PriorityQueue<Ended> underWay = new PriorityQueue<>(Comparator.comparingDouble(Ended::at));
    double now = 0;
    double could = 0;
    int answering = 0;
    int answers = 0;
    int refusals = 0;
    while (now < END) {
      while (endpoint.nanosUntilFree((long) (now * SECOND)) == 0) {
        Endpoint.Begun call = endpoint.take();
        Fate fate = server.receive(now, answering);
        answering += fate.outcome() == Outcome.ANSWERED ? 1 : 0;
        underWay.add(new Ended(now + fate.seconds(), fate, call));
      }
      long free = endpoint.nanosUntilFree((long) (now * SECOND));
      double next = free == Long.MAX_VALUE ? Double.MAX_VALUE : now + Math.max(free / SECOND, 1e-6);
      double before = now;
      if (!underWay.isEmpty() && underWay.peek().at() <= next) {
        Ended ended = underWay.remove();
        now = ended.at();
        answering -= ended.fate().outcome() == Outcome.ANSWERED ? 1 : 0;
        answers += ended.fate().outcome() == Outcome.ANSWERED && now > WARM ? 1 : 0;
        refusals += ended.fate().outcome() == Outcome.THROTTLED && now > WARM ? 1 : 0;
        endpoint.ended(
            ended.call(),
            ended.fate().outcome(),
            Duration.ofNanos((long) (ended.fate().retryAfter() * SECOND)),
            (long) (now * SECOND));
      } else {
        now = next;
      }
      could += now > WARM ? (now - before) * Math.min(most, server.capacity(now)) / server.mean : 0;
    }
    System.out.printf(
        "%s: %.1f%% of what it could, %.1f%% refused%n",
        name, 100 * answers / could, 100.0 * refusals / (answers + refusals));
    assertThat(answers / could).as("of the answers that it could give").isGreaterThan(0.9);
    assertThat((double) refusals / (answers + refusals)).as("in vain").isLessThan(0.25);
  }

  @Property
  void whateverHappensTheLimitStaysWithinItsBounds(
      @ForAll @IntRange(min = 1, max = 600) int most, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    AdaptiveLimit limit = new AdaptiveLimit(most, 0);
    long now = 0;
    for (int i = 0; i < 2_000; i++) {
      now += (long) Math.pow(10, random.nextDouble(4, 10.5));
      long number = random.nextBoolean() ? limit.begun() : 0;
      double share = i / 200 % 2 == 0 ? 0.05 : random.nextDouble();
      if (random.nextInt(300) == 0) {
        limit.startAgain(now);
      } else if (random.nextDouble() < share) {
        limit.refused(number, now);
      } else {
        limit.answered(number, random.nextInt(1, most + 1), now);
      }
      assertThat(limit.get()).isBetween(1, most);
    }
  }
}
