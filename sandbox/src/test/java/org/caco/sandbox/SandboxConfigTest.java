package org.caco.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SandboxConfigTest {
  private static final SandboxConfig DEFAULTS = SandboxConfig.defaults();

  @Test
  void defaultsAreThoseThatTheDocumentationNames() {
    assertThat(DEFAULTS)
        .isEqualTo(
            new SandboxConfig(
                Duration.ofSeconds(5),
                4,
                1L << 30,
                4 << 20,
                SandboxConfig.ALL_CORES,
                Isolation.NAMESPACES,
                "",
                "output"));
  }

  @Test
  void eachSettingChangesItselfAlone() {
    assertThat(
            DEFAULTS
                .withCpuLimit(Duration.ofSeconds(1))
                .withWallFactor(2)
                .withMemoryBytes(3L << 30)
                .withMaxOutputBytes(5 << 20)
                .withWorkers(6)
                .withIsolation(Isolation.LANDLOCK)
                .withPython("/opt/python")
                .withResultVariable("ans"))
        .isEqualTo(
            new SandboxConfig(
                Duration.ofSeconds(1),
                2,
                3L << 30,
                5 << 20,
                6,
                Isolation.LANDLOCK,
                "/opt/python",
                "ans"));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withWorkers(1025));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withWorkers(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withMemoryBytes((16 << 20) - 1));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withMaxOutputBytes(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withCpuLimit(Duration.ofMillis(9)));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withWallFactor(101));
    assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withResultVariable(" "));
  }
}
