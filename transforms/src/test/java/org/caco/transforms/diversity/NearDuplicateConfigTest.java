package org.caco.transforms.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NearDuplicateConfigTest {
  private static final NearDuplicateConfig DEFAULT = NearDuplicateConfig.DEFAULT;

  @Test
  void hasItsDefaults() {
    assertThat(DEFAULT).isEqualTo(new NearDuplicateConfig(0.95, 0, 20_000, 4_096));
  }

  @Test
  void changesOneValueAtATime() {
    assertThat(DEFAULT.withThreshold(0.9).withMaxPerSkeleton(3).withExactUpTo(4).withClusterSize(5))
        .isEqualTo(new NearDuplicateConfig(0.9, 3, 4, 5));
  }

  @Test
  void refusesValuesWithoutMeaning() {
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withThreshold(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withThreshold(0));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withMaxPerSkeleton(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withExactUpTo(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULT.withClusterSize(1));
  }
}
