package org.caco.transforms.model;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The JVM's HTTP client and clock, for all roles and bundles. */
final class Http {
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

  // HTTP/1.1: Java's default offers an h2c upgrade, at which some Python servers drop the body.
  // Redirects are never followed, for they could carry a key to another host.
  static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(10))
          .executor(Executors.newFixedThreadPool(THREADS, threads("caco-http")))
          .build();

  static final ScheduledExecutorService CLOCK = clock();

  private Http() {}

  private static ScheduledExecutorService clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(1, threads("caco-http-clock"));
    // Nearly every time limit is cancelled, and would be kept until it is due.
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
