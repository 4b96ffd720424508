package org.caco.sandbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Configurations that tests share, so that they share the sandboxes too. */
final class TestConfigs {
  private static final Isolation ISOLATION =
      Isolation.valueOf(System.getProperty("caco.test.isolation", "NAMESPACES"));

  static final SandboxConfig DEFAULT = SandboxConfig.defaults().withIsolation(ISOLATION);

  static final SandboxConfig SHORT =
      DEFAULT
          .withWorkers(1)
          .withCpuLimit(Duration.ofMillis(300))
          .withWallFactor(2)
          .withMemoryBytes(128 << 20);

  private static final Map<SandboxConfig, Sandbox> OPEN = new HashMap<>();

  private TestConfigs() {}

  /** The sandbox of a configuration, which ends with the tests. */
  static synchronized Sandbox sandbox(SandboxConfig config) {
    return OPEN.computeIfAbsent(config, Sandbox::open);
  }

  /** The interpreter that the default is. */
  static Interpreter python() {
    return Objects.requireNonNull(Interpreter.find("").found());
  }
}
