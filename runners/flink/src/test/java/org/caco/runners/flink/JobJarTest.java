package org.caco.runners.flink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JobJarTest {
  @Test
  void tellsAMisuseAsASentenceAndEndsNoProcess() {
    assertThatThrownBy(() -> JobJar.main(new String[] {"synthesize", "--programs=many"}))
        .hasMessageContaining("--programs")
        .hasMessageNotContaining("\n");
  }

  @Test
  void saysWhichCommandIsUnknown() {
    assertThatThrownBy(() -> JobJar.main(new String[] {"synthesise", "--runner=flink"}))
        .hasMessageContaining("synthesise");
  }
}
