package org.caco.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A zygote's reply: what the kernel said of a child, and the bytes that the child sent. Its layout
 * is that of {@code _REPLY} in zygote.py.
 */
final class Reply {
  enum EndedBy {
    ITSELF,
    CPU_LIMIT,
    WALL_LIMIT,
    FLOOD
  }

  private static final int FIXED = 1 + 4 + 4 * 8 + 4;

  private final EndedBy endedBy;
  private final int status;
  private final long cpuMicros;
  private final long maxRssKb;
  private final long wallMicros;
  private final long[] runMicros;
  private final ByteBuffer sent;

  Reply(byte[] bytes) throws IOException {
    if (bytes.length < FIXED) {
      throw new IOException("a reply of " + bytes.length + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int ended = buffer.get();
    if (ended < 0 || ended >= EndedBy.values().length) {
      throw new IOException("a reply that is not one");
    }
    endedBy = EndedBy.values()[ended];
    status = buffer.getInt();
    cpuMicros = buffer.getLong() + buffer.getLong();
    maxRssKb = buffer.getLong();
    wallMicros = buffer.getLong();
    int count = buffer.getInt();
    if (count < 0 || count > buffer.remaining() / 4) {
      throw new IOException("a reply that is not one");
    }
    runMicros = new long[count];
    for (int i = 0; i < count; i++) {
      runMicros[i] = Integer.toUnsignedLong(buffer.getInt());
    }
    sent = buffer.slice();
  }

  EndedBy endedBy() {
    return endedBy;
  }

  /** The signal that ended the child, 0 for none. */
  int signal() {
    return status & 0x7f;
  }

  int exitCode() {
    return (status >> 8) & 0xff;
  }

  /** CPU time of the child, by the kernel. */
  long cpuMicros() {
    return cpuMicros;
  }

  /** CPU time of the run at this index, or of the one that never ended. */
  long runMicros(int index) {
    if (index < runMicros.length) {
      return runMicros[index];
    }
    long ended = 0;
    for (long micros : runMicros) {
      ended += micros;
    }
    return Math.max(0, cpuMicros - ended);
  }

  long maxRssBytes() {
    return maxRssKb << 10;
  }

  long wallMicros() {
    return wallMicros;
  }

  /** The frames, as the child sent them. */
  ByteBuffer sent() {
    return sent.duplicate();
  }
}
