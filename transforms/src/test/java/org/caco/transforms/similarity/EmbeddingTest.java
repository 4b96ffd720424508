package org.caco.transforms.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class EmbeddingTest {
  private static double[] direction(Random random) {
    double[] direction = new double[Embedding.DIMENSIONS];
    for (int i = 0; i < direction.length; i++) {
      // As uneven as embeddings are.
      direction[i] = Math.pow(random.nextGaussian(), 3);
    }
    return direction;
  }

  @Property
  void noProductIsLostToTheFasterWay(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double apart) {
    Random random = new Random(seed);
    double[] one = direction(random);
    double[] other = direction(random);
    for (int i = 0; i < other.length; i++) {
      other[i] = (1 - apart) * one[i] + apart * other[i];
    }
    Embedding a = Embedding.ofDirection(one);
    Embedding b = Embedding.ofDirection(other);
    int product = a.product(b);

    assertThat(a.productFrom(product, b)).isEqualTo(product);
    assertThat(b.productFrom(product - 1, a)).isEqualTo(product);
    assertThat(a.productFrom(product + 1, b)).isEqualTo(Integer.MIN_VALUE);
    assertThat(a.productFrom(a.product(a), a)).isEqualTo(a.product(a));
  }
}
