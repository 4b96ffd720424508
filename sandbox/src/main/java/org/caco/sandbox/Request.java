package org.caco.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One request to a zygote; its layout is that of {@code Request} in child.py. */
final class Request {
  private static final int FIXED = 1 + 4 + 4 + 8 + 4 + 2 + 4 + 4;
  private static final int SKIP_OWN_RUN = 1;
  private static final int TWINS = 2;
  private static final int MAY_CHANGE = 4;
  private static final int INSTANCES = 8;

  private final byte[] bytes;
  private final int runs;
  private final boolean twins;
  private final long cpuMs;
  private final long wallMs;

  /**
   * @param inputs further inputs, as JSON
   * @param skipOwnRun whether to run only the inputs
   */
  Request(SandboxConfig config, String code, List<String> inputs, boolean skipOwnRun, long cpuMs) {
    this(
        config,
        code,
        inputs,
        skipOwnRun ? SKIP_OWN_RUN : 0,
        inputs.size() + (skipOwnRun ? 0 : 1),
        cpuMs);
  }

  /**
   * One that compares a program with its twins, after its own run.
   *
   * @param inputs other inputs to try, as JSON; what comes of each is not told
   * @param mayChange whether another input than its own may be chosen
   */
  static Request ofTwins(
      SandboxConfig config, String code, List<String> inputs, boolean mayChange) {
    int flags = TWINS | (mayChange ? MAY_CHANGE : 0);
    return new Request(config, code, inputs, flags, 1, config.cpuLimit().toMillis());
  }

  /**
   * One that runs a program and its twins with other inputs, after its own run.
   *
   * @param inputs as JSON; what comes of each is told
   */
  static Request ofInstances(SandboxConfig config, String code, List<String> inputs) {
    return new Request(config, code, inputs, TWINS | INSTANCES, 1, config.cpuLimit().toMillis());
  }

  private Request(
      SandboxConfig config, String code, List<String> inputs, int flags, int runs, long cpuMs) {
    this.runs = runs;
    this.twins = (flags & TWINS) != 0;
    this.cpuMs = cpuMs;
    this.wallMs = cpuMs * config.wallFactor() + 1000;
    byte[] variable = config.resultVariable().getBytes(StandardCharsets.UTF_8);
    byte[] source = code.getBytes(StandardCharsets.UTF_8);
    List<byte[]> encoded =
        inputs.stream().map(input -> input.getBytes(StandardCharsets.UTF_8)).toList();
    int size = FIXED + variable.length + source.length;
    for (byte[] input : encoded) {
      size += 4 + input.length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(4 + size);
    buffer.putInt(size);
    buffer.put((byte) flags);
    buffer.putInt((int) cpuMs);
    buffer.putInt((int) wallMs);
    buffer.putLong(config.memoryBytes());
    buffer.putInt(config.maxOutputBytes());
    buffer.putShort((short) variable.length);
    buffer.putInt(source.length);
    buffer.putInt(inputs.size());
    buffer.put(variable);
    buffer.put(source);
    for (byte[] input : encoded) {
      buffer.putInt(input.length);
      buffer.put(input);
    }
    this.bytes = buffer.array();
  }

  /** The message with its length in front. */
  byte[] bytes() {
    return bytes;
  }

  int runs() {
    return runs;
  }

  /** Whether a frame about the program's twins follows. */
  boolean twins() {
    return twins;
  }

  /** CPU time allowed to one run. */
  long cpuMs() {
    return cpuMs;
  }

  /** Wall time allowed to one run. */
  long wallMs() {
    return wallMs;
  }
}
