package org.caco.transforms.model;

import java.io.Serializable;

/**
 * What a model's tokens cost, in any currency.
 *
 * @param inputPerMillion for a million tokens of prompts
 * @param outputPerMillion for a million tokens of responses
 */
public record Price(double inputPerMillion, double outputPerMillion) implements Serializable {
  public Price {
    if (!(inputPerMillion >= 0 && outputPerMillion >= 0)) {
      throw new IllegalArgumentException("a price must not be negative");
    }
  }

  /** Nothing costs anything. */
  public static Price free() {
    return new Price(0, 0);
  }

  /** Millionths of the currency. */
  long micros(long inputTokens, long outputTokens) {
    return Math.round(inputTokens * inputPerMillion + outputTokens * outputPerMillion);
  }
}
