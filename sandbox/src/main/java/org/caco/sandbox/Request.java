package org.caco.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One request to a zygote; its layout is that of {@code Request} in child.py. */
final class Request {
  private static final int FIXED = 1 + 4 + 4 + 8 + 4 + 2 + 4 + 4;
  private static final int SKIP_OWN_RUN = 1;

  private final byte[] bytes;
  private final int runs;
  private final long cpuMs;
  private final long wallMs;

  /**
   * @param inputs further inputs, as JSON
   * @param skipOwnRun whether to run only the inputs
   */
  Request(SandboxConfig config, String code, List<String> inputs, boolean skipOwnRun, long cpuMs) {
    this.runs = inputs.size() + (skipOwnRun ? 0 : 1);
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
    buffer.put((byte) (skipOwnRun ? SKIP_OWN_RUN : 0));
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

  /** CPU time allowed to one run. */
  long cpuMs() {
    return cpuMs;
  }

  /** Wall time allowed to one run. */
  long wallMs() {
    return wallMs;
  }
}
