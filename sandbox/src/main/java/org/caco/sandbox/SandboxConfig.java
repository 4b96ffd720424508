package org.caco.sandbox;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * Settings of a {@link Sandbox}.
 *
 * @param cpuLimit CPU time of one run; default 5 s, at least 10 ms
 * @param wallFactor wall time allowed to one run, as a multiple of the CPU time; default 4. Wall
 *     time is only a bound on waiting, and a second is added. Where other processes keep the
 *     machine busy it grows with the load, up to ten times: they must not fail healthy programs.
 * @param memoryBytes memory that one program may add to what the interpreter has; default 1 GiB, at
 *     least 16 MiB
 * @param maxOutputBytes what one run may send: the input, the output and its text, as JSON; default
 *     4 MiB, at least 64 KiB
 * @param workers programs that run at once; default {@link #ALL_CORES}. More than cores makes every
 *     program slower and the whole no faster.
 * @param isolation default {@link Isolation#NAMESPACES}
 * @param python path of the interpreter; default empty: the first of /usr/bin/python3 and python3
 *     on the PATH that an unprivileged user can run and that has sympy and numpy
 * @param resultVariable the variable that holds a program's result; default {@code output}
 */
public record SandboxConfig(
    Duration cpuLimit,
    int wallFactor,
    long memoryBytes,
    int maxOutputBytes,
    int workers,
    Isolation isolation,
    String python,
    String resultVariable)
    implements Serializable {

  /** As many workers as the machine has cores on which the sandbox is opened. */
  public static final int ALL_CORES = 0;

  public SandboxConfig {
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(python, "python");
    Objects.requireNonNull(resultVariable, "resultVariable");
    require(cpuLimit.toMillis() >= 10, "cpuLimit must be at least 10 ms");
    require(cpuLimit.toHours() < 1, "cpuLimit must be less than an hour");
    require(wallFactor >= 1 && wallFactor <= 100, "wallFactor must be 1 to 100");
    require(memoryBytes >= 16L << 20, "memoryBytes must be at least 16 MiB");
    require(memoryBytes <= 1L << 40, "memoryBytes must be at most 1 TiB");
    require(maxOutputBytes >= 64 << 10, "maxOutputBytes must be at least 64 KiB");
    require(maxOutputBytes <= 256 << 20, "maxOutputBytes must be at most 256 MiB");
    require(workers >= ALL_CORES && workers <= 1024, "workers must be 1 to 1024");
    require(!resultVariable.isBlank(), "resultVariable must not be blank");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** All defaults. */
  public static SandboxConfig defaults() {
    return new SandboxConfig(
        Duration.ofSeconds(5), 4, 1L << 30, 4 << 20, ALL_CORES, Isolation.NAMESPACES, "", "output");
  }

  /** The same with another {@code cpuLimit}. */
  public SandboxConfig withCpuLimit(Duration value) {
    return new SandboxConfig(
        value, wallFactor, memoryBytes, maxOutputBytes, workers, isolation, python, resultVariable);
  }

  /** The same with another {@code wallFactor}. */
  public SandboxConfig withWallFactor(int value) {
    return new SandboxConfig(
        cpuLimit, value, memoryBytes, maxOutputBytes, workers, isolation, python, resultVariable);
  }

  /** The same with another {@code memoryBytes}. */
  public SandboxConfig withMemoryBytes(long value) {
    return new SandboxConfig(
        cpuLimit, wallFactor, value, maxOutputBytes, workers, isolation, python, resultVariable);
  }

  /** The same with another {@code maxOutputBytes}. */
  public SandboxConfig withMaxOutputBytes(int value) {
    return new SandboxConfig(
        cpuLimit, wallFactor, memoryBytes, value, workers, isolation, python, resultVariable);
  }

  /** The same with another number of {@code workers}. */
  public SandboxConfig withWorkers(int value) {
    return new SandboxConfig(
        cpuLimit,
        wallFactor,
        memoryBytes,
        maxOutputBytes,
        value,
        isolation,
        python,
        resultVariable);
  }

  /** The same with another tier. */
  public SandboxConfig withIsolation(Isolation value) {
    return new SandboxConfig(
        cpuLimit, wallFactor, memoryBytes, maxOutputBytes, workers, value, python, resultVariable);
  }

  /** The same with another interpreter. */
  public SandboxConfig withPython(String value) {
    return new SandboxConfig(
        cpuLimit,
        wallFactor,
        memoryBytes,
        maxOutputBytes,
        workers,
        isolation,
        value,
        resultVariable);
  }

  /** The same with another {@code resultVariable}. */
  public SandboxConfig withResultVariable(String value) {
    return new SandboxConfig(
        cpuLimit, wallFactor, memoryBytes, maxOutputBytes, workers, isolation, python, value);
  }
}
