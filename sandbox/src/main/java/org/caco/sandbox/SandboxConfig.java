package org.caco.sandbox;

import com.google.auto.value.AutoBuilder;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * Settings of a {@link Sandbox}: {@link #defaults()}, changed by the methods below, which say what
 * each means, its default and its range. Equal settings are equal, on any machine.
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
    require(
        workers == ALL_CORES || (workers >= 1 && workers <= 1024),
        "workers must be 1 to 1024, or 0 for one a core");
    require(!resultVariable.isBlank(), "resultVariable must not be blank");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** All defaults. */
  public static SandboxConfig defaults() {
    return new AutoBuilder_SandboxConfig_Builder()
        .cpuLimit(Duration.ofSeconds(5))
        .wallFactor(4)
        .memoryBytes(1L << 30)
        .maxOutputBytes(4 << 20)
        .workers(ALL_CORES)
        .isolation(Isolation.NAMESPACES)
        .python("")
        .resultVariable("output")
        .build();
  }

  /** CPU time of one run. Default 5 s; from 10 ms to less than an hour. */
  public SandboxConfig withCpuLimit(Duration value) {
    return toBuilder().cpuLimit(value).build();
  }

  /**
   * Wall time allowed to one run, as a multiple of the CPU time. Default 4; 1 to 100. Wall time is
   * only a bound on waiting, and a second is added. Where other processes keep the machine busy it
   * grows with the load, up to ten times: they must not fail healthy programs. A program that
   * waits, and uses less than 40 ms of CPU time in two seconds, is ended before that.
   */
  public SandboxConfig withWallFactor(int value) {
    return toBuilder().wallFactor(value).build();
  }

  /**
   * Memory that one program may add to what the interpreter has. Default 1 GiB; 16 MiB to 1 TiB.
   */
  public SandboxConfig withMemoryBytes(long value) {
    return toBuilder().memoryBytes(value).build();
  }

  /**
   * What one run may send: the input, the output and its text, as JSON. Default 4 MiB; 64 KiB to
   * 256 MiB. A quarter of it is for the input and the output together, which may have 20,000
   * entries in all, or one for 52 bytes of that quarter where it is more.
   */
  public SandboxConfig withMaxOutputBytes(int value) {
    return toBuilder().maxOutputBytes(value).build();
  }

  /**
   * Programs that run at once. Default {@link #ALL_CORES}, which is counted where the sandbox
   * opens; otherwise 1 to 1024. More than cores makes every program slower and the whole no faster.
   */
  public SandboxConfig withWorkers(int value) {
    return toBuilder().workers(value).build();
  }

  /** How programs are kept from the machine. Default {@link Isolation#NAMESPACES}. */
  public SandboxConfig withIsolation(Isolation value) {
    return toBuilder().isolation(value).build();
  }

  /**
   * Path of the interpreter, that of a virtual environment included. Default empty: the first of
   * /usr/bin/python3 and python3 on the PATH that an unprivileged user can run and that has sympy
   * and numpy.
   */
  public SandboxConfig withPython(String value) {
    return toBuilder().python(value).build();
  }

  /** The variable that holds a program's result. Default {@code output}; not blank. */
  public SandboxConfig withResultVariable(String value) {
    return toBuilder().resultVariable(value).build();
  }

  private Builder toBuilder() {
    return new AutoBuilder_SandboxConfig_Builder(this);
  }

  @AutoBuilder
  abstract static class Builder {
    abstract Builder cpuLimit(Duration value);

    abstract Builder wallFactor(int value);

    abstract Builder memoryBytes(long value);

    abstract Builder maxOutputBytes(int value);

    abstract Builder workers(int value);

    abstract Builder isolation(Isolation value);

    abstract Builder python(String value);

    abstract Builder resultVariable(String value);

    abstract SandboxConfig build();
  }
}
