package org.caco.sandbox;

import java.time.Duration;

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

  private TestConfigs() {}
}
