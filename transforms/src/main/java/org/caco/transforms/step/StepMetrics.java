package org.caco.transforms.step;

import java.io.Serializable;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.caco.transforms.records.Rejection;

/**
 * The metrics of one step: counters {@code STEP.accepted}, {@code STEP.rejected} and, of each
 * reason, {@code STEP.rejected.REASON}, and the distribution {@code STEP.micros} of the time that a
 * record took. They serve progress displays and monitoring; a retried bundle counts again, so the
 * run report counts the collections themselves.
 */
public final class StepMetrics implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The namespace of every metric of this project. */
  public static final String NAMESPACE = "caco";

  /** Records passed on. */
  public static final String ACCEPTED = "accepted";

  /** Records not passed on. */
  public static final String REJECTED = "rejected";

  /** Microseconds from taking a record to its outcome. */
  public static final String MICROS = "micros";

  private final String step;
  private final Counter accepted;
  private final Counter rejected;
  private final Distribution micros;

  /**
   * @param step the step's name
   */
  public StepMetrics(String step) {
    this.step = step;
    accepted = Metrics.counter(NAMESPACE, step + "." + ACCEPTED);
    rejected = Metrics.counter(NAMESPACE, step + "." + REJECTED);
    micros = Metrics.distribution(NAMESPACE, step + "." + MICROS);
  }

  /** Counts an accepted record. Call it on the bundle's own thread. */
  public void accepted(long nanos) {
    accepted.inc();
    micros.update(nanos / 1_000);
  }

  /** Counts a rejected record, under its reason too. Call it on the bundle's own thread. */
  public void rejected(Rejection rejection, long nanos) {
    rejected.inc();
    Metrics.counter(NAMESPACE, step + "." + REJECTED + "." + rejection.getReason()).inc();
    micros.update(nanos / 1_000);
  }
}
