package org.caco.transforms.execute;

import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.transforms.step.Shared;

/** The sandboxes of this JVM, one for each configuration. */
public final class Sandboxes {
  private static final Shared<SandboxConfig, Sandbox> SHARED = Shared.lingering("sandboxes");

  private Sandboxes() {}

  /**
   * The sandbox of a configuration, opened if there is none; it is closed some seconds after its
   * last lease.
   *
   * @throws org.caco.sandbox.SandboxUnavailableException if it cannot be isolated on this machine
   */
  public static Shared.Lease<Sandbox> acquire(SandboxConfig config) {
    return SHARED.acquire(config, () -> Sandbox.open(config));
  }
}
