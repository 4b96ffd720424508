package org.caco.runners.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.caco.pipelines.command.Caco;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others can reach of a process that runs {@code --runner=flink} without a cluster. */
@EnabledOnOs(OS.LINUX)
class NothingListensTest {
  private static final String SEED =
      "{\"question\": \"Ann has 3 boxes of 4 pens. How many pens?\", \"answer\": \"3*4=12\\n#### 12\"}";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--runner=flink", "--useDataStreamForBatch=true"})
  void aRunOnAFlinkInItsOwnProcess(String option) throws Exception {
    try (WaitingModel model = new WaitingModel()) {
      Process run = start(model.port(), option);
      try {
        model.firstCallOf(run);

        assertThat(ListeningSockets.of(run.toHandle())).isEmpty();
        assertThat(ListeningSockets.of(ProcessHandle.current()))
            .as("the server of this test, which shows that the list is not always empty")
            .anyMatch(socket -> socket.endsWith(hex(model.port())));
      } finally {
        run.destroyForcibly().waitFor();
      }
    }
  }

  private static String hex(int port) {
    return String.format(Locale.ROOT, ":%04X", port);
  }

  private Process start(int port, String option) throws IOException {
    Path seeds = Files.writeString(folder.resolve("seeds.jsonl"), SEED);
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    for (String opened : List.of("java.lang", "java.util", "java.time")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Caco.class.getName()));
    command.addAll(List.of("synthesize", "--seeds=" + seeds, "--output=" + folder.resolve("out")));
    command.addAll(List.of("--endpoint=http://127.0.0.1:" + port + "/v1", "--model=waiting"));
    if (!option.equals("--runner=flink")) {
      command.add("--runner=flink");
    }
    command.add(option);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /** A model that takes a call and does not answer it, so that the run waits. */
  private final class WaitingModel implements AutoCloseable {
    private final CompletableFuture<Void> called = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    WaitingModel() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/v1/models", exchange -> answer(exchange, "{\"data\": []}"));
      server.createContext("/v1/chat/completions", this::wait);
      server.start();
    }

    private void wait(HttpExchange exchange) {
      called.complete(null);
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }

    int port() {
      return server.getAddress().getPort();
    }

    /** Waits until the run has called the model, and by that is under way. */
    void firstCallOf(Process run) throws Exception {
      CompletableFuture.anyOf(called, run.onExit()).get();
      assertThat(called).as(Files.readString(folder.resolve("log"))).isDone();
    }

    @Override
    public void close() {
      closed.countDown();
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
