package org.caco.sandbox;

import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A zygote's reply: what the kernel said of a child, and the bytes that the child sent. Its layout
 * is that of {@code ACCOUNT} in watch.py.
 */
final class Reply {
  enum EndedBy {
    ITSELF,
    CPU_LIMIT,
    WALL_LIMIT,
    FLOOD,
    IDLE
  }

  private final EndedBy endedBy;
  private final int status;
  private final long cpuMicros;
  private final long maxRssKb;
  private final long wallMicros;
  private final long[] runMicros;
  private final ByteBuffer sent;

  private Reply(DataInput account, byte[] sent, int runs) throws IOException {
    int ended = account.readUnsignedByte();
    if (ended >= EndedBy.values().length) {
      throw new IOException("a reply that is not one");
    }
    endedBy = EndedBy.values()[ended];
    status = account.readInt();
    cpuMicros = account.readLong() + account.readLong();
    maxRssKb = account.readLong();
    wallMicros = account.readLong();
    int count = account.readInt();
    if (count < 0 || count > runs) {
      throw new IOException("a reply that is not one");
    }
    runMicros = new long[count];
    for (int i = 0; i < count; i++) {
      runMicros[i] = Integer.toUnsignedLong(account.readInt());
    }
    this.sent = ByteBuffer.wrap(sent);
  }

  /** Reads the account that follows what a child sent in at most so many runs. */
  static Reply read(DataInput account, byte[] sent, int runs) throws IOException {
    return new Reply(account, sent, runs);
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
