package org.caco.transforms.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
  /** The interval does not leave 0 to 1, and narrows with what is counted. */
  @ParameterizedTest
  @CsvSource({
    "0, 10, 0, 0.2775328",
    "10, 10, 0.7224672, 1",
    "5, 10, 0.2365931, 0.7634069",
    "3, 1000, 0.0010207, 0.0087830"
  })
  void theIntervalIsWilsons(long hits, long of, double low, double high) {
    Proportion proportion = new Proportion(hits, of);
    assertThat(proportion.low()).isCloseTo(low, within(1e-6));
    assertThat(proportion.high()).isCloseTo(high, within(1e-6));
  }

  @Test
  void nothingCountedSaysNothing() {
    Proportion nothing = new Proportion(0, 0);
    assertThat(nothing.low()).isZero();
    assertThat(nothing.high()).isEqualTo(1);
  }
}
