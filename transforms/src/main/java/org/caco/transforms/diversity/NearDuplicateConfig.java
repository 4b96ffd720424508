package org.caco.transforms.diversity;

import java.io.Serializable;

/**
 * What {@link DropNearDuplicates} takes for a near duplicate.
 *
 * @param threshold the cosine of two embeddings from which one of them is dropped, above 0; default
 *     {@value #DEFAULT_THRESHOLD}; 1 or more drops none
 * @param maxPerSkeleton how many samples whose programs differ only in names and constants are
 *     kept; default 0, which is all
 * @param exactUpTo the number of samples up to which every pair is compared; default {@value
 *     #DEFAULT_EXACT_UP_TO}, whose vectors take 16 MB and whose comparison some seconds
 * @param clusterSize the number of samples that a cluster has on average where there are more;
 *     default {@value #DEFAULT_CLUSTER_SIZE}
 */
public record NearDuplicateConfig(
    double threshold, int maxPerSkeleton, int exactUpTo, int clusterSize) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The default of {@link #threshold}. */
  public static final double DEFAULT_THRESHOLD = 0.95;

  /** The default of {@link #exactUpTo}. */
  public static final int DEFAULT_EXACT_UP_TO = 20_000;

  /** The default of {@link #clusterSize}. */
  public static final int DEFAULT_CLUSTER_SIZE = 4_096;

  /** All defaults. */
  public static final NearDuplicateConfig DEFAULT =
      new NearDuplicateConfig(DEFAULT_THRESHOLD, 0, DEFAULT_EXACT_UP_TO, DEFAULT_CLUSTER_SIZE);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public NearDuplicateConfig {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("the threshold must be above 0, and is " + threshold);
    }
    if (maxPerSkeleton < 0 || exactUpTo < 0 || clusterSize < 2) {
      throw new IllegalArgumentException(
          "a cap and a limit cannot be negative, and a cluster needs room for 2: "
              + maxPerSkeleton
              + ", "
              + exactUpTo
              + ", "
              + clusterSize);
    }
  }

  /** This with another {@link #threshold}. */
  public NearDuplicateConfig withThreshold(double value) {
    return new NearDuplicateConfig(value, maxPerSkeleton, exactUpTo, clusterSize);
  }

  /** This with another {@link #maxPerSkeleton}. */
  public NearDuplicateConfig withMaxPerSkeleton(int value) {
    return new NearDuplicateConfig(threshold, value, exactUpTo, clusterSize);
  }

  /** This with another {@link #exactUpTo}. */
  public NearDuplicateConfig withExactUpTo(int value) {
    return new NearDuplicateConfig(threshold, maxPerSkeleton, value, clusterSize);
  }

  /** This with another {@link #clusterSize}. */
  public NearDuplicateConfig withClusterSize(int value) {
    return new NearDuplicateConfig(threshold, maxPerSkeleton, exactUpTo, value);
  }
}
