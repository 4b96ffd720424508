package org.caco.transforms.execute;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import org.caco.sandbox.Requirement;
import org.caco.sandbox.SandboxConfig;

/** The sandbox that tests of steps share. */
public final class TestSandbox {
  /** Small limits, so that a program that runs into one does so soon. */
  public static final SandboxConfig CONFIG =
      SandboxConfig.defaults()
          .withWorkers(2)
          .withCpuLimit(Duration.ofMillis(500))
          .withMemoryBytes(128 << 20);

  private TestSandbox() {}

  /** Skips the test where this machine cannot run programs. */
  public static void assumeAvailable() {
    List<Requirement> missing = Requirement.missing(CONFIG);
    assumeTrue(missing.isEmpty(), () -> "no sandbox on this machine: " + missing);
  }
}
