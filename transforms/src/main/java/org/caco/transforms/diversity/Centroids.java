package org.caco.transforms.diversity;

import java.util.ArrayList;
import java.util.List;
import org.caco.transforms.similarity.Embedding;

/**
 * Spherical k-means (Dhillon and Modha, Machine Learning 42, 2001): centroids are unit vectors, a
 * vector belongs to the centroid with the largest cosine. The same vectors in the same order give
 * the same centroids on every machine.
 */
final class Centroids {
  // The assignment has all but settled by then; the clusters only have to be near enough.
  private static final int ROUNDS = 6;

  private final List<Embedding> centroids;

  private Centroids(List<Embedding> centroids) {
    this.centroids = centroids;
  }

  /** The centroids that {@link #toBytes} wrote. */
  static Centroids ofBytes(List<byte[]> centroids) {
    return new Centroids(centroids.stream().map(Embedding::ofBytes).toList());
  }

  boolean isEmpty() {
    return centroids.isEmpty();
  }

  List<byte[]> toBytes() {
    return centroids.stream().map(Embedding::toBytes).toList();
  }

  /**
   * At most {@code count} centroids of {@code vectors}, starting from evenly spaced ones.
   *
   * @param vectors in an order of no meaning, at least one
   */
  static Centroids train(List<Embedding> vectors, int count) {
    int clusters = Math.min(count, vectors.size());
    List<Embedding> start = new ArrayList<>(clusters);
    for (int i = 0; i < clusters; i++) {
      start.add(vectors.get((int) ((long) i * vectors.size() / clusters)));
    }
    Centroids trained = new Centroids(start);
    for (int round = 0; round < ROUNDS; round++) {
      trained = trained.improved(vectors);
    }
    return trained;
  }

  private Centroids improved(List<Embedding> vectors) {
    double[][] sums = new double[centroids.size()][Embedding.DIMENSIONS];
    boolean[] used = new boolean[centroids.size()];
    for (Embedding vector : vectors) {
      int nearest = nearest(vector)[0];
      vector.addTo(sums[nearest]);
      used[nearest] = true;
    }
    List<Embedding> next = new ArrayList<>(centroids.size());
    for (int i = 0; i < sums.length; i++) {
      next.add(used[i] ? Embedding.ofDirection(sums[i]) : centroids.get(i));
    }
    return new Centroids(next);
  }

  /**
   * The numbers of the nearest centroid and, where there is more than one, of the second nearest.
   */
  int[] nearest(Embedding vector) {
    int first = -1;
    int second = -1;
    int firstProduct = 0;
    int secondProduct = 0;
    for (int i = 0; i < centroids.size(); i++) {
      // Nothing below the second nearest counts, and most are far below.
      int product =
          second < 0
              ? vector.product(centroids.get(i))
              : vector.productFrom(secondProduct, centroids.get(i));
      if (first < 0 || product > firstProduct) {
        second = first;
        secondProduct = firstProduct;
        first = i;
        firstProduct = product;
      } else if (second < 0 || product > secondProduct) {
        second = i;
        secondProduct = product;
      }
    }
    return second < 0 ? new int[] {first} : new int[] {first, second};
  }
}
