package org.caco.transforms.page;

import java.util.Arrays;

/**
 * Places points of many dimensions on a plane so that neighbours stay neighbours: t-SNE (van der
 * Maaten and Hinton, 2008), exact, from the first two dimensions as the start. The same points have
 * the same places on every machine: nothing is drawn by chance, and exponentials are those of
 * {@link StrictMath}.
 */
final class Layout {
  /** Coordinates are from 0 to this. */
  static final int SIDE = 1_000;

  private static final int ROUNDS = 350;
  private static final int EXAGGERATED = 80;
  private static final double EXAGGERATION = 8;
  private static final double MOMENTUM = 0.7;
  private static final double MAX_PERPLEXITY = 25;
  private static final int SEARCH = 40;
  private static final double LEAST = 1e-12;

  private Layout() {}

  static int[][] of(double[][] points) {
    double[][] near = affinities(points);
    int size = points.length;
    double[][] places = new double[size][];
    for (int i = 0; i < size; i++) {
      // Points that are the same begin side by side, or nothing would ever part them.
      places[i] = new double[] {points[i][0] * 1e-2 + i * 1e-7, points[i][1] * 1e-2 - i * 1e-7};
    }
    double[][] speeds = new double[size][2];
    double rate = Math.max(20, size / 10.0);
    for (int round = 0; round < ROUNDS; round++) {
      double factor = round < EXAGGERATED ? EXAGGERATION : 1;
      double[][] forces = forces(near, places, factor);
      for (int i = 0; i < size; i++) {
        for (int d = 0; d < 2; d++) {
          speeds[i][d] = MOMENTUM * speeds[i][d] - rate * forces[i][d];
          places[i][d] += speeds[i][d];
        }
      }
    }
    return scaled(places);
  }

  private static double[][] forces(double[][] near, double[][] places, double factor) {
    int size = places.length;
    double[][] weights = new double[size][size];
    double sum = LEAST;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        double weight = 1 / (1 + squaredDistance(places[i], places[j]));
        weights[i][j] = weight;
        sum += 2 * weight;
      }
    }
    double[][] forces = new double[size][2];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        double weight = weights[i][j];
        double pull = 4 * (factor * near[i][j] - weight / sum) * weight;
        for (int d = 0; d < 2; d++) {
          double force = pull * (places[i][d] - places[j][d]);
          forces[i][d] += force;
          forces[j][d] -= force;
        }
      }
    }
    return forces;
  }

  /** How near every two points are, of all pairs together 1. */
  private static double[][] affinities(double[][] points) {
    int size = points.length;
    double entropy = StrictMath.log(Math.min(MAX_PERPLEXITY, (size - 1) / 3.0));
    double[][] near = new double[size][];
    for (int i = 0; i < size; i++) {
      double[] squares = new double[size];
      for (int j = 0; j < size; j++) {
        squares[j] = squaredDistance(points[i], points[j]);
      }
      near[i] = neighbours(squares, i, entropy);
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        double both = (near[i][j] + near[j][i]) / (2.0 * size);
        near[i][j] = both;
        near[j][i] = both;
      }
    }
    return near;
  }

  /** Shares of a point's neighbours, by a bell curve as wide as the entropy wants it. */
  private static double[] neighbours(double[] squares, int self, double entropy) {
    double low = 0;
    double high = Double.MAX_VALUE;
    double precision = 1;
    double[] shares = new double[squares.length];
    for (int step = 0; step < SEARCH; step++) {
      double sum = LEAST;
      double weighted = 0;
      for (int j = 0; j < squares.length; j++) {
        shares[j] = j == self ? 0 : StrictMath.exp(-squares[j] * precision);
        sum += shares[j];
        weighted += shares[j] * squares[j];
      }
      double found = StrictMath.log(sum) + precision * weighted / sum;
      for (int j = 0; j < shares.length; j++) {
        shares[j] /= sum;
      }
      if (found > entropy) {
        low = precision;
        precision = high == Double.MAX_VALUE ? precision * 2 : (precision + high) / 2;
      } else {
        high = precision;
        precision = (precision + low) / 2;
      }
    }
    return shares;
  }

  private static int[][] scaled(double[][] places) {
    int[][] scaled = new int[places.length][2];
    for (int d = 0; d < 2; d++) {
      int axis = d;
      double least = Arrays.stream(places).mapToDouble(place -> place[axis]).min().orElse(0);
      double most = Arrays.stream(places).mapToDouble(place -> place[axis]).max().orElse(1);
      for (int i = 0; i < places.length; i++) {
        scaled[i][d] =
            most > least ? (int) Math.round((places[i][d] - least) / (most - least) * SIDE) : 0;
      }
    }
    return scaled;
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (a[d] - b[d]) * (a[d] - b[d]);
    }
    return sum;
  }
}
