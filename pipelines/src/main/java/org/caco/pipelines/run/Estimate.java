package org.caco.pipelines.run;

/**
 * A number that will be known when the run is over.
 *
 * @param expected its expected value, NaN where nothing is known of it
 * @param low the lower end of its 95% interval
 * @param high the upper end
 */
record Estimate(double expected, double low, double high) {
  static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN, Double.NaN);
  static final Estimate NONE = exactly(0);

  static Estimate exactly(double value) {
    return new Estimate(value, value, value);
  }

  boolean isKnown() {
    return !Double.isNaN(expected);
  }

  boolean isExact() {
    return low == high;
  }

  Estimate plus(Estimate other) {
    return new Estimate(expected + other.expected, low + other.low, high + other.high);
  }
}
