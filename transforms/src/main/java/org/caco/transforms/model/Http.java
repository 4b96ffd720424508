package org.caco.transforms.model;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.caco.transforms.step.Shared;

/** An HTTP client and a clock, for all roles and bundles of a JVM. */
final class Http implements AutoCloseable {
  private static final int THREADS = 4;

  // Below the 5 s after which uvicorn, and with it vLLM, closes an idle connection: a request that
  // is sent at that moment breaks. Java's own default is up to 20 minutes.
  private static final String KEEP_ALIVE = "jdk.httpclient.keepalive.timeout";
  private static final String KEEP_ALIVE_SECONDS = "4";

  static {
    if (System.getProperty(KEEP_ALIVE) == null) {
      System.setProperty(KEEP_ALIVE, KEEP_ALIVE_SECONDS);
    }
  }

  private static final Shared<String, Http> SHARED = Shared.closing("HTTP clients");

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          daemons("caco-http"),
          // Once it is closed, nobody waits for what is still to be done.
          new ThreadPoolExecutor.DiscardPolicy());

  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1, daemons("caco-http-clock"), new ThreadPoolExecutor.DiscardPolicy());

  // Java 17 has no way to close it: its selector's thread ends when the collector has found that
  // nobody has the client any more.
  private final HttpClient client;

  private Http() {
    // Nearly every time limit is cancelled, and would be kept until it is due.
    clock.setRemoveOnCancelPolicy(true);
    // HTTP/1.1: Java's default offers an h2c upgrade, at which some Python servers drop the body.
    // Redirects are never followed, for they could carry a key to another host.
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .executor(threads)
            .build();
  }

  /** The client of this JVM; it goes with its last lease. */
  static Shared.Lease<Http> acquire() {
    return SHARED.acquire("", Http::new);
  }

  HttpClient client() {
    return client;
  }

  /** Runs a short task after a delay, unless this is closed before. */
  ScheduledFuture<?> after(long delay, TimeUnit unit, Runnable task) {
    return clock.schedule(task, delay, unit);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdown();
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
