package org.caco.transforms.report;

/**
 * A share that was counted, and what it says of the true one.
 *
 * @param hits how many of them
 * @param of of how many
 */
public record Proportion(long hits, long of) {
  /** The 0.975 quantile of the normal distribution, for intervals of 95%. */
  private static final double Z = 1.959964;

  /** The share that was counted; 0 of nothing. */
  public double share() {
    return of == 0 ? 0 : (double) hits / of;
  }

  /** The lower end of Wilson's 95% interval for the true share; 0 where nothing was counted. */
  public double low() {
    return of == 0 ? 0 : Math.min(share(), Math.max(0, bound(-Z)));
  }

  /** Its upper end; 1 where nothing was counted. */
  public double high() {
    return of == 0 ? 1 : Math.max(share(), Math.min(1, bound(Z)));
  }

  private double bound(double z) {
    double n = of;
    double spread = z * Math.sqrt(share() * (1 - share()) / n + z * z / (4 * n * n));
    return (share() + z * z / (2 * n) + spread) / (1 + z * z / n);
  }
}
