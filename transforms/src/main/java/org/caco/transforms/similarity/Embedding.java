package org.caco.transforms.similarity;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A unit vector with 16-bit integer components, so that two of them compare the same on every
 * machine: no floating point takes part.
 */
public final class Embedding {
  /** Components of every embedding. */
  public static final int DIMENSIONS = 384;

  // The length that a vector of length 1 is stored with.
  private static final int SCALE = 32_767;

  // Components between two looks at what can still come of a product.
  private static final int BLOCK = 48;

  private final short[] components;
  // The squares of the components from each block on, summed.
  private final int[] rests;

  private Embedding(short[] components) {
    this.components = components;
    rests = new int[DIMENSIONS / BLOCK];
    int rest = 0;
    for (int block = rests.length - 1; block >= 0; block--) {
      for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
        rest += components[i] * components[i];
      }
      rests[block] = rest;
    }
  }

  /**
   * The direction of {@code vector}, rounded to 16 bits a component.
   *
   * @param vector {@link #DIMENSIONS} components; where all are 0 or their length is not finite,
   *     the result is all 0, and its cosine with anything is 0
   */
  public static Embedding ofDirection(double[] vector) {
    checkDimensions(vector.length);
    double squares = 0;
    for (double component : vector) {
      squares += component * component;
    }
    double scale = SCALE / Math.sqrt(squares);
    short[] components = new short[DIMENSIONS];
    if (squares > 0 && Double.isFinite(scale)) {
      for (int i = 0; i < DIMENSIONS; i++) {
        components[i] = (short) Math.round(vector[i] * scale);
      }
    }
    return new Embedding(components);
  }

  /** The embedding that {@link #toBytes} wrote. */
  public static Embedding ofBytes(byte[] bytes) {
    checkDimensions(bytes.length / Short.BYTES);
    short[] components = new short[DIMENSIONS];
    ByteBuffer.wrap(bytes).asShortBuffer().get(components);
    return new Embedding(components);
  }

  private static void checkDimensions(int dimensions) {
    if (dimensions != DIMENSIONS) {
      throw new IllegalArgumentException(
          "an embedding has " + DIMENSIONS + " components, not " + dimensions);
    }
  }

  /** The components, big-endian, 2 bytes each. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(DIMENSIONS * Short.BYTES);
    bytes.asShortBuffer().put(components);
    return bytes.array();
  }

  /**
   * The product of two embeddings, in units of {@link #productAt} at cosine 1. It is exact: two
   * vectors of length 32,767 cannot overflow an int.
   */
  public int product(Embedding other) {
    short[] a = components;
    short[] b = other.components;
    int sum = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /**
   * The {@link #product} where it is at least {@code least}, and otherwise {@link
   * Integer#MIN_VALUE}. Faster than that, since it ends where the rest cannot come to enough any
   * more: x * y is at most (x * x + y * y) / 2 for any two numbers.
   */
  public int productFrom(int least, Embedding other) {
    short[] a = components;
    short[] b = other.components;
    int sum = 0;
    for (int block = 0; block < rests.length; block++) {
      long most = sum + ((long) rests[block] + other.rests[block] + 1) / 2;
      if (most < least) {
        return Integer.MIN_VALUE;
      }
      for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
        sum += a[i] * b[i];
      }
    }
    return sum >= least ? sum : Integer.MIN_VALUE;
  }

  /** The least {@link #product} of two embeddings whose cosine is at least {@code cosine}. */
  public static int productAt(double cosine) {
    return (int) Math.ceil(cosine * SCALE * SCALE);
  }

  /** The cosine of the angle between two embeddings, to about 4 decimals, from -1 to 1. */
  public double cosine(Embedding other) {
    return cosineOf(product(other));
  }

  /** The cosine that {@code product} stands for, from -1 to 1. */
  public static double cosineOf(int product) {
    return Math.max(-1, Math.min(1, product / ((double) SCALE * SCALE)));
  }

  /** Adds this embedding to {@code sums}, component by component. */
  public void addTo(double[] sums) {
    checkDimensions(sums.length);
    for (int i = 0; i < DIMENSIONS; i++) {
      sums[i] += components[i];
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Embedding that && Arrays.equals(components, that.components);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(components);
  }
}
