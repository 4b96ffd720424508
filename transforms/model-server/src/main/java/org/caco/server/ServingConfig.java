package org.caco.server;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.caco.hash.ContentHash;

/**
 * How {@link EmbeddedModelServer} behaves as a server: by default it answers at once, everything,
 * and rightly. All that is drawn depends on the request and on how often it has come, so two runs
 * of one client see the same latencies and faults in whatever order they ask.
 *
 * @param slots requests that are worked on at a time; 0 for no limit
 * @param queue requests that wait for a slot; one more is refused with 503. 0 for no limit
 * @param latency the mean time that a request takes in its slot
 * @param sigma the spread of the latency: 0 for a constant, else the sigma of a log-normal
 *     distribution with that mean
 * @param tokensPerSecond adds the time that the reply's tokens take at this rate; 0 for none
 * @param faults the share of requests that meet each fault; a repeated request draws anew
 * @param outageAfter when the server goes down, counted from its first request
 * @param outage for how long it is down, with its port closed and all connections cut; zero for
 *     never
 * @param speech how replies are written down
 */
public record ServingConfig(
    int slots,
    int queue,
    Duration latency,
    double sigma,
    double tokensPerSecond,
    Map<Fault, Double> faults,
    Duration outageAfter,
    Duration outage,
    Speech speech) {

  /** Answers at once, everything, and rightly. */
  public static final ServingConfig PLAIN =
      new ServingConfig(
          0, 0, Duration.ZERO, 0, 0, Map.of(), Duration.ZERO, Duration.ZERO, Speech.PLAIN);

  /**
   * @throws IllegalArgumentException if a value is negative or the faults' rates exceed 1
   */
  public ServingConfig {
    faults = Map.copyOf(faults);
    double sum = faults.values().stream().mapToDouble(rate -> rate).sum();
    if (slots < 0
        || queue < 0
        || latency.isNegative()
        || !(sigma >= 0)
        || !(tokensPerSecond >= 0)
        || outageAfter.isNegative()
        || outage.isNegative()) {
      throw new IllegalArgumentException("No setting of the server can be negative");
    }
    if (faults.values().stream().anyMatch(rate -> !(rate >= 0)) || sum > 1 + 1e-9) {
      throw new IllegalArgumentException("The faults' rates must be from 0 to 1 in all: " + faults);
    }
  }

  /** This with so many slots, and places to wait for one; 0 for no limit. */
  public ServingConfig withSlots(int slots, int queue) {
    return new ServingConfig(
        slots, queue, latency, sigma, tokensPerSecond, faults, outageAfter, outage, speech);
  }

  /** This with a log-normal latency of this mean; constant where sigma is 0. */
  public ServingConfig withLatency(Duration mean, double sigma) {
    return new ServingConfig(
        slots, queue, mean, sigma, tokensPerSecond, faults, outageAfter, outage, speech);
  }

  /** This with so many tokens a second for each reply; 0 for all at once. */
  public ServingConfig withTokensPerSecond(double rate) {
    return new ServingConfig(
        slots, queue, latency, sigma, rate, faults, outageAfter, outage, speech);
  }

  /** This with these shares of faults. */
  public ServingConfig withFaults(Map<Fault, Double> rates) {
    return new ServingConfig(
        slots, queue, latency, sigma, tokensPerSecond, rates, outageAfter, outage, speech);
  }

  /** This with one outage. */
  public ServingConfig withOutage(Duration after, Duration length) {
    return new ServingConfig(
        slots, queue, latency, sigma, tokensPerSecond, faults, after, length, speech);
  }

  /** This with replies written down otherwise. */
  public ServingConfig withSpeech(Speech other) {
    return new ServingConfig(
        slots, queue, latency, sigma, tokensPerSecond, faults, outageAfter, outage, other);
  }

  /** The fault that a request meets when it comes for the {@code attempt}th time. */
  Optional<Fault> faultFor(String fingerprint, int attempt) {
    double draw =
        new Random(ContentHash.number("fault", fingerprint, Integer.toString(attempt)))
            .nextDouble();
    for (Fault fault : Fault.values()) {
      draw -= faults.getOrDefault(fault, 0.0);
      if (draw < 0) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** The time in a slot of a request that comes for the {@code attempt}th time. */
  Duration serviceTime(String fingerprint, int attempt, long tokens) {
    double seconds = latency.toNanos() / 1e9;
    if (sigma > 0) {
      long seed = ContentHash.number("latency", fingerprint, Integer.toString(attempt));
      // The mean of a log-normal distribution is exp(mu + sigma^2 / 2).
      seconds *= Math.exp(sigma * new Random(seed).nextGaussian() - sigma * sigma / 2);
    }
    if (tokensPerSecond > 0) {
      seconds += tokens / tokensPerSecond;
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
