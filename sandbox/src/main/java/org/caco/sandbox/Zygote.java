package org.caco.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A jailed Python process that forks a confined child for each request. Used by one thread at a
 * time; {@link #close} may come from any.
 */
final class Zygote implements AutoCloseable {
  private static final long START_LIMIT_MS = 120_000;
  private static final long LAST_WORDS_LIMIT_MS = 1_000;

  /** What the zygote may need beyond the program's own limits before it counts as hung. */
  private static final long GRACE_MS = 5_000;

  private final Process process;
  private final OutputStream requests;
  private final DataInputStream replies;
  private final ScheduledExecutorService watchdog;
  private final int maxReply;

  private Zygote(Process process, ScheduledExecutorService watchdog, int maxReply) {
    this.process = process;
    this.requests = process.getOutputStream();
    this.replies = new DataInputStream(process.getInputStream());
    this.watchdog = watchdog;
    this.maxReply = maxReply;
  }

  /**
   * Starts one and waits until it is warm. Must be called on a thread that outlives the zygote: the
   * kernel ends the jail with the thread that started it.
   */
  static Zygote start(
      List<String> command,
      Map<String, String> environment,
      byte[] source,
      ScheduledExecutorService watchdog,
      int maxReply)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Zygote zygote = new Zygote(builder.start(), watchdog, maxReply);
    try {
      byte[] message =
          ByteBuffer.allocate(4 + source.length).putInt(source.length).put(source).array();
      zygote.send(message, START_LIMIT_MS, zygote::pieces);
      return zygote;
    } catch (IOException e) {
      String said = zygote.lastWords();
      zygote.close();
      throw new IOException(said.isEmpty() ? "it ended at once" : said, e);
    }
  }

  /** What a process that has ended by itself says of it. Reads before ending it closes the pipe. */
  private String lastWords() {
    try {
      if (!process.waitFor(LAST_WORDS_LIMIT_MS, TimeUnit.MILLISECONDS)) {
        return "";
      }
      InputStream errors = process.getErrorStream();
      return new String(errors.readNBytes(errors.available()), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /**
   * Runs one request.
   *
   * @throws IOException if the zygote died or hung; it is of no further use
   */
  Reply run(Request request) throws IOException {
    return send(
        request.bytes(),
        request.wallMs() * request.runs(),
        () -> {
          byte[] sent = pieces();
          return Reply.read(replies, sent, request.runs());
        });
  }

  private interface Answer<T> {
    T read() throws IOException;
  }

  private <T> T send(byte[] message, long limitMs, Answer<T> answer) throws IOException {
    Deadline deadline = new Deadline(limitMs);
    try {
      requests.write(message);
      requests.flush();
      return answer.read();
    } finally {
      deadline.cancel();
    }
  }

  /** What comes in pieces, each with its length in front, up to one of length zero. */
  private byte[] pieces() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int length = replies.readInt(); length != 0; length = replies.readInt()) {
      if (length < 0 || length > maxReply - whole.size()) {
        throw new IOException("a reply of more than " + maxReply + " bytes");
      }
      byte[] piece = new byte[length];
      replies.readFully(piece);
      whole.writeBytes(piece);
    }
    return whole.toByteArray();
  }

  /** Ends a zygote that does not answer: no call of ours waits for ever. */
  private final class Deadline {
    private final long startNanos = System.nanoTime();
    private final long limitMs;
    private ScheduledFuture<?> next;
    private boolean cancelled;

    Deadline(long limitMs) {
      this.limitMs = limitMs;
      schedule(limitMs + GRACE_MS);
    }

    private synchronized void schedule(long delayMs) {
      if (!cancelled) {
        next = watchdog.schedule(this::check, delayMs, TimeUnit.MILLISECONDS);
      }
    }

    private void check() {
      // The zygote allows more wall time on a machine that others keep busy, and so must this.
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      double perCore = load / Runtime.getRuntime().availableProcessors();
      long allowed = (long) (limitMs * Math.max(1, Math.min(10, perCore))) + GRACE_MS;
      long left = allowed - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      if (left <= 0) {
        process.destroyForcibly();
      } else {
        schedule(left);
      }
    }

    synchronized void cancel() {
      cancelled = true;
      next.cancel(false);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      // The jail ends with its first process; closing the pipes ends a zygote without one.
      requests.close();
    } catch (IOException e) {
      // Unsent bytes of a dead process.
    }
    try {
      replies.close();
      process.getErrorStream().close();
    } catch (IOException e) {
      // The same.
    }
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
