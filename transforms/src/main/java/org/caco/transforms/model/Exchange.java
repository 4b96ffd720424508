package org.caco.transforms.model;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One sending of a request, and whatever comes of it first. */
final class Exchange {
  /** Bytes of a response's body; 200,000 tokens of text are about one MiB. */
  private static final int MAX_BODY = 8 << 20;

  /** Who waits for the response. */
  interface Listener {
    /**
     * Takes a response, or what kept it from coming.
     *
     * @param head null if the response did not come whole
     * @param body null if the response did not come whole
     * @param broken what kept it from coming, or null
     * @param firstByte when the headers came, as {@link System#nanoTime} has it; the start if never
     */
    void ended(HttpResponse.ResponseInfo head, byte[] body, Throwable broken, long firstByte);
  }

  private final Listener then;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile long firstByte = System.nanoTime();
  private volatile ScheduledFuture<?> timer;

  private Exchange(Listener then) {
    this.then = then;
  }

  /**
   * Sends a request and returns. {@code then} is called once, on a thread of the HTTP client or on
   * this one.
   *
   * @param timeout to the last byte of the response
   */
  static void send(HttpRequest request, Duration timeout, Listener then) {
    new Exchange(then).send(request, timeout);
  }

  private void send(HttpRequest request, Duration timeout) {
    CompletableFuture<HttpResponse<byte[]>> response =
        Http.CLIENT.sendAsync(request, this::receive);
    // The client's own time limit ends with the headers; a body may drip for ever.
    timer =
        Http.CLOCK.schedule(() -> response.cancel(true), timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (ended.get()) {
      timer.cancel(false);
    }
    var unused =
        response.exceptionally(
            broken -> {
              end(null, null, broken);
              return null;
            });
  }

  private BoundedBody receive(HttpResponse.ResponseInfo head) {
    firstByte = System.nanoTime();
    BoundedBody body = new BoundedBody(MAX_BODY);
    // Not at the end of the client's own future, which is on another thread; the connection is
    // free here.
    var unused = body.getBody().thenAccept(bytes -> end(head, bytes, null));
    return body;
  }

  private void end(HttpResponse.ResponseInfo head, byte[] body, Throwable broken) {
    if (ended.compareAndSet(false, true)) {
      ScheduledFuture<?> limit = timer;
      if (limit != null) {
        limit.cancel(false);
      }
      then.ended(head, body, broken, firstByte);
    }
  }
}
