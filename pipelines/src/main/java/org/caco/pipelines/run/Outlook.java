package org.caco.pipelines.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.caco.transforms.model.ModelMetrics;
import org.caco.transforms.step.StepMetrics;

/**
 * What a run's counters say of its end. A step takes what the one before it accepts: what that one
 * has accepted, and the same share of what it has still to take. How many records are asked of the
 * code model is known from the start; a step that reads has no total but what it has read.
 *
 * <p>Intervals are of 95%, by the delta method: the variance of a step's total is that of the total
 * before it times the square of the share, and that of the share, by Agresti and Coull, times the
 * square of what is left. Cost and tokens are the means of the records done, times the totals.
 */
final class Outlook {
  private static final double Z = 1.959964;
  private static final String READS = "Read";

  private Outlook() {}

  /**
   * The state of each step.
   *
   * @param steps in their order
   * @param known how many records a step will take, where that is known, by the step's name
   * @param counters of the run, by name
   * @param rates records a second, by step
   */
  static List<StepState> steps(
      List<String> steps,
      Map<String, Long> known,
      Map<String, Long> counters,
      Map<String, Double> rates) {
    List<StepState> states = new ArrayList<>();
    StepState before = null;
    double variance = 0;
    for (String step : steps) {
      long accepted = count(counters, step, StepMetrics.ACCEPTED);
      long rejected = count(counters, step, StepMetrics.REJECTED);
      long done = accepted + rejected;
      Estimate total;
      Long asked = known.get(step);
      if (asked != null) {
        variance = 0;
        total = Estimate.exactly((double) Math.max(asked, done));
      } else if (before == null || step.startsWith(READS)) {
        variance = 0;
        total = done == 0 ? Estimate.UNKNOWN : Estimate.exactly((double) done);
      } else if (before.isOver()) {
        variance = 0;
        total = Estimate.exactly((double) Math.max(before.accepted(), done));
      } else if (before.done() == 0 || !before.total().isKnown()) {
        total = Estimate.UNKNOWN;
      } else {
        variance = varianceAfter(before, variance);
        total = after(before, variance, done);
      }
      before =
          new StepState(
              step,
              accepted,
              rejected,
              reasons(counters, step),
              total,
              rates.getOrDefault(step, 0.0));
      states.add(before);
    }
    return states;
  }

  private static double varianceAfter(StepState before, double variance) {
    double trials = before.done() + 4.0;
    double share = (before.accepted() + 2) / trials;
    double left = Math.max(0, before.total().expected() - before.done());
    // The share is uncertain, and so is what it will be of those that are left.
    return share * share * variance + share * (1 - share) * (left * left / trials + left);
  }

  private static Estimate after(StepState before, double variance, long done) {
    double share = (double) before.accepted() / before.done();
    double left = Math.max(0, before.total().expected() - before.done());
    double least = Math.max(done, before.accepted());
    double most =
        Math.max(least, before.accepted() + Math.max(0, before.total().high() - before.done()));
    double expected = Math.min(most, Math.max(least, before.accepted() + left * share));
    double spread = Z * Math.sqrt(variance);
    return new Estimate(
        expected, Math.max(least, expected - spread), Math.min(most, expected + spread));
  }

  /**
   * What the model calls of all steps will have come to in a counter, {@link Estimate#UNKNOWN}
   * where a step that calls a model has not begun.
   *
   * @param models the steps that call a model
   * @param counter such as {@link ModelMetrics#COST_MICROS}
   */
  static Estimate total(
      List<StepState> steps, List<String> models, String counter, Map<String, Long> counters) {
    Estimate sum = Estimate.NONE;
    for (StepState step : steps) {
      if (!models.contains(step.name()) || (step.isOver() && step.done() == 0)) {
        continue;
      }
      if (step.done() == 0 || !step.total().isKnown()) {
        return Estimate.UNKNOWN;
      }
      double spent = count(counters, step.name(), counter);
      double each = spent / step.done();
      Estimate total = step.total();
      sum =
          sum.plus(
              new Estimate(
                  each * total.expected(),
                  Math.max(spent, each * total.low()),
                  each * total.high()));
    }
    return sum;
  }

  private static SortedMap<String, Long> reasons(Map<String, Long> counters, String step) {
    String prefix = step + "." + StepMetrics.REJECTED + ".";
    SortedMap<String, Long> reasons = new TreeMap<>();
    counters.forEach(
        (name, count) -> {
          if (name.startsWith(prefix)) {
            reasons.put(name.substring(prefix.length()), count);
          }
        });
    return reasons;
  }

  private static long count(Map<String, Long> counters, String step, String name) {
    return counters.getOrDefault(step + "." + name, 0L);
  }
}
