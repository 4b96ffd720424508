package org.caco.pipelines.rewards;

import java.nio.file.Path;
import org.caco.sandbox.SandboxConfig;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link RewardServer}.
 *
 * @param host the address to listen at; default 127.0.0.1
 * @param port the port, or 0 for a free one; default 0
 * @param queue pieces, each a program or a request to read, that may wait; default 4,096
 * @param run the output folder whose rows and instances are served; null, the default, for none
 * @param sandbox where programs run; default {@link SandboxConfig#defaults()}
 * @param sympy whether SymPy is asked about answers that are undecided otherwise; default true
 */
public record RewardConfig(
    String host, int port, int queue, @Nullable Path run, SandboxConfig sandbox, boolean sympy) {
  private static final int MAX_PORT = 65_535;

  public RewardConfig {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be 0 to " + MAX_PORT);
    }
    if (queue < 1) {
      throw new IllegalArgumentException("queue must be at least 1");
    }
  }

  /** All defaults. */
  public static RewardConfig defaults() {
    return new RewardConfig("127.0.0.1", 0, 4096, null, SandboxConfig.defaults(), true);
  }

  /** The same at another address. */
  public RewardConfig at(String newHost, int newPort) {
    return new RewardConfig(newHost, newPort, queue, run, sandbox, sympy);
  }

  /** The same with another limit on what may wait. */
  public RewardConfig withQueue(int value) {
    return new RewardConfig(host, port, value, run, sandbox, sympy);
  }

  /** The same for another run, or none. */
  public RewardConfig withRun(@Nullable Path value) {
    return new RewardConfig(host, port, queue, value, sandbox, sympy);
  }

  /** The same with another sandbox. */
  public RewardConfig withSandbox(SandboxConfig value) {
    return new RewardConfig(host, port, queue, run, value, sympy);
  }

  /** The same with or without SymPy. */
  public RewardConfig withSympy(boolean value) {
    return new RewardConfig(host, port, queue, run, sandbox, value);
  }
}
