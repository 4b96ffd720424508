package org.caco.transforms.model;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One sending of a request, and whatever comes of it first. */
final class Exchange {
  /** A response that came whole. */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  record Reply(HttpResponse.ResponseInfo head, byte[] body) {}

  /** Who waits for the response. */
  interface Listener {
    /**
     * Takes a response, or what kept it from coming: one of the two is null.
     *
     * @param firstByte when the headers came, as {@link System#nanoTime} has it; the start if never
     */
    void ended(@Nullable Reply reply, @Nullable Throwable broken, long firstByte);
  }

  /**
   * How long to wait for a response.
   *
   * @param timeout to its last byte
   * @param patience from when on it may be given up before
   * @param givesUp whether it shall be given up then; asked once a second
   */
  record Wait(Duration timeout, Duration patience, BooleanSupplier givesUp) {}

  private static final long LOOK_MILLIS = 1_000;

  private final Http http;
  private final int maxBody;
  private final Listener then;
  private final Wait wait;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile long start;
  private volatile long firstByte;
  private volatile boolean cancelled;
  private volatile @Nullable CompletableFuture<?> response;
  private volatile @Nullable ScheduledFuture<?> timer;

  /**
   * @param maxBody bytes of the response's body; of a longer one no more is read
   * @param then is called once, on a thread of the HTTP client or on that which sends or cancels
   */
  Exchange(Http http, int maxBody, Wait wait, Listener then) {
    this.http = http;
    this.maxBody = maxBody;
    this.wait = wait;
    this.then = then;
  }

  /** Sends a request and returns. */
  void send(HttpRequest request) {
    start = System.nanoTime();
    firstByte = start;
    CompletableFuture<HttpResponse<byte[]>> sent = http.client().sendAsync(request, this::receive);
    response = sent;
    // The client's own time limit ends with the headers; a body may drip for ever.
    lookIn(wait.patience().toMillis(), sent);
    var unused =
        sent.exceptionally(
            broken -> {
              end(null, broken);
              return null;
            });
    if (cancelled) {
      sent.cancel(true);
    }
  }

  /** Cuts the connection, now or when it is to be made. */
  void cancel() {
    cancelled = true;
    CompletableFuture<?> sent = response;
    if (sent != null) {
      sent.cancel(true);
    }
  }

  private void lookIn(long millis, CompletableFuture<?> response) {
    timer = http.after(millis, TimeUnit.MILLISECONDS, () -> look(response));
    if (ended.get()) {
      timer.cancel(false);
    }
  }

  private void look(CompletableFuture<?> response) {
    long left =
        wait.timeout().toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    if (left <= 0 || wait.givesUp().getAsBoolean()) {
      response.cancel(true);
    } else {
      lookIn(Math.min(left, LOOK_MILLIS), response);
    }
  }

  private BoundedBody receive(HttpResponse.ResponseInfo head) {
    firstByte = System.nanoTime();
    BoundedBody body = new BoundedBody(maxBody);
    // Not at the end of the client's own future, which is on another thread; the connection is
    // free here.
    var unused = body.getBody().thenAccept(bytes -> end(new Reply(head, bytes), null));
    return body;
  }

  private void end(@Nullable Reply reply, @Nullable Throwable broken) {
    if (ended.compareAndSet(false, true)) {
      ScheduledFuture<?> limit = timer;
      if (limit != null) {
        limit.cancel(false);
      }
      then.ended(reply, broken, firstByte);
    }
  }
}
