package org.caco.transforms.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.caco.transforms.similarity.Embedding;
import org.junit.jupiter.api.Test;

class CentroidsTest {
  /** Vectors close to the axis {@code axis}. */
  private static List<Embedding> around(int axis, int count, Random random) {
    List<Embedding> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] vector = new double[Embedding.DIMENSIONS];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = random.nextGaussian() * 0.01;
      }
      vector[axis] += 1;
      vectors.add(Embedding.ofDirection(vector));
    }
    return vectors;
  }

  @Test
  void findsClustersThatAreFarApart() {
    Random random = new Random(1);
    List<Embedding> vectors = new ArrayList<>();
    // Dealt out like cards, so that evenly spaced starts fall into all three.
    List<Embedding> first = around(0, 20, random);
    List<Embedding> second = around(1, 20, random);
    List<Embedding> third = around(2, 20, random);
    for (int i = 0; i < 20; i++) {
      vectors.add(first.get(i));
      vectors.add(second.get(i));
      vectors.add(third.get(i));
    }
    Centroids centroids = Centroids.train(vectors.subList(0, 59), 3);

    assertThat(first)
        .extracting(v -> centroids.nearest(v)[0])
        .containsOnly(nearest(centroids, first));
    assertThat(second)
        .extracting(v -> centroids.nearest(v)[0])
        .containsOnly(nearest(centroids, second))
        .doesNotContain(nearest(centroids, first), nearest(centroids, third));
  }

  private static int nearest(Centroids centroids, List<Embedding> vectors) {
    return centroids.nearest(vectors.get(0))[0];
  }

  @Test
  void survivesItsSerialisedForm() {
    List<Embedding> vectors = around(5, 10, new Random(2));
    Centroids centroids = Centroids.train(vectors, 4);

    assertThat(vectors)
        .allSatisfy(
            v ->
                assertThat(Centroids.ofBytes(centroids.toBytes()).nearest(v))
                    .isEqualTo(centroids.nearest(v)));
  }

  @Test
  void makesNoMoreCentroidsThanVectors() {
    List<Embedding> one = around(0, 1, new Random(3));

    assertThat(Centroids.train(one, 8).nearest(one.get(0))).containsExactly(0);
  }
}
