package org.caco.sandbox;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A jailed Python process that forks a confined child for each request. Used by one thread at a
 * time; {@link #close} may come from any.
 */
final class Zygote implements AutoCloseable {
  private static final long START_LIMIT_MS = 120_000;
  private static final long LAST_WORDS_LIMIT_MS = 1_000;

  /** What the zygote may need beyond the program's own limits before it counts as hung. */
  private static final long GRACE_MS = 5_000;

  private static final long END_LIMIT_S = 5;
  private static final long STAND_LIMIT_MS = 2_000;
  private static final long CLOSE_CHECK_MS = 10;

  /** How often a zygote that has not answered is looked at. */
  private static final long CHECK_MS = 1_000;

  private final Process process;
  private final OutputStream requests;
  private final DataInputStream replies;
  private final ScheduledExecutorService watchdog;
  private final int maxReply;

  /** Open until the jail stands and Python runs in it. */
  private final CountDownLatch stands = new CountDownLatch(1);

  private Zygote(Process process, ScheduledExecutorService watchdog, int maxReply) {
    this.process = process;
    this.requests = process.getOutputStream();
    this.replies = new DataInputStream(process.getInputStream());
    this.watchdog = watchdog;
    this.maxReply = maxReply;
  }

  /**
   * Starts the process. Must be called on a thread that outlives the zygote: the kernel ends the
   * jail with the thread that started it.
   */
  static Zygote launch(
      List<String> command,
      Map<String, String> environment,
      ScheduledExecutorService watchdog,
      int maxReply)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Zygote(builder.start(), watchdog, maxReply);
  }

  /**
   * Tells it what to be and waits until it is warm.
   *
   * @throws IOException if it did not get that far, with what it said of it; it is of no further
   *     use
   */
  void warmUp(byte[] message) throws IOException {
    try {
      byte[] framed =
          ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array();
      // Not before it reads: a jail that is still being set up would leave the writer waiting.
      send(new byte[0], START_LIMIT_MS, this::pieces);
      stands.countDown();
      send(framed, START_LIMIT_MS, this::pieces);
    } catch (IOException e) {
      String said = lastWords();
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
    Deadline deadline;
    try {
      deadline = new Deadline(limitMs);
    } catch (RejectedExecutionException e) {
      throw new IOException("the sandbox is closed", e);
    }
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

    @GuardedBy("this")
    private @Nullable ScheduledFuture<?> next;

    @GuardedBy("this")
    private boolean cancelled;

    private int stopped;

    Deadline(long limitMs) {
      this.limitMs = limitMs;
      schedule();
    }

    private synchronized void schedule() {
      if (!cancelled) {
        next = watchdog.schedule(this::check, CHECK_MS, TimeUnit.MILLISECONDS);
      }
    }

    private void check() {
      stopped = Executables.isStopped(process) ? stopped + 1 : 0;
      // The zygote allows more wall time on a machine that others keep busy, and so must this.
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      double perCore = load / Runtime.getRuntime().availableProcessors();
      long allowed = (long) (limitMs * Math.max(1, Math.min(10, perCore))) + GRACE_MS;
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      if (stopped >= Executables.STOPPED_LOOKS || waited >= allowed) {
        kill();
      } else {
        schedule();
      }
    }

    synchronized void cancel() {
      cancelled = true;
      if (next != null) {
        next.cancel(false);
      }
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Ends its processes without waiting for them. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /**
   * Waits, but not for long, until the jail stands or the process has ended: where bubblewrap is
   * killed while it sets up a jail, the process inside waits for it for ever.
   */
  private void awaitJail() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STAND_LIMIT_MS);
    try {
      while (process.isAlive() && System.nanoTime() < deadline) {
        if (Waiting.uninterrupted(() -> stands.await(CLOSE_CHECK_MS, TimeUnit.MILLISECONDS))) {
          return;
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    awaitJail();
    kill();
    for (Closeable pipe : List.of(requests, replies, process.getErrorStream())) {
      try {
        pipe.close();
      } catch (IOException e) {
        // Unsent bytes of a dead process.
      }
    }
    try {
      Waiting.uninterrupted(() -> process.waitFor(END_LIMIT_S, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
