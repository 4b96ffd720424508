package org.caco.transforms.decontaminate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DecontaminateConfigTest {
  private static final DecontaminateConfig DEFAULT = DecontaminateConfig.DEFAULT;

  @Test
  void hasItsDefaults() {
    assertThat(DEFAULT).isEqualTo(new DecontaminateConfig(8, 0.4, 4, 0.95));
  }

  @Test
  void changesOneValueAtATime() {
    assertThat(DEFAULT.withWords(5).withOverlap(0.5).withMinMatches(2).withCosine(0.9))
        .isEqualTo(new DecontaminateConfig(5, 0.5, 2, 0.9));
  }

  @Test
  void refusesValuesWithoutMeaning() {
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withWords(0));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withMinMatches(0));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withOverlap(0));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withOverlap(1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withCosine(Double.NaN));
  }
}
