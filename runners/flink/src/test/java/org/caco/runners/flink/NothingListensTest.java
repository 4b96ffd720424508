package org.caco.runners.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.caco.pipelines.command.Caco;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What others can reach of a process that runs a job without a cluster: other users of the machine,
 * and other machines.
 */
@EnabledOnOs(OS.LINUX)
class NothingListensTest {
  private static final String SEED =
      "{\"question\": \"Ann has 3 boxes of 4 pens. How many pens?\", \"answer\": \"3*4=12\\n"
          + "#### 12\"}";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--useDataStreamForBatch=false", "--useDataStreamForBatch=true"})
  void aFlinkInTheProcessHasNoSocketThatListens(String option) throws Exception {
    try (WaitingModel model = new WaitingModel()) {
      Process run =
          start("--runner=flink", option, "--endpoint=" + model.address(), "--model=waiting");
      try {
        model.firstCallOf(run);

        assertThat(ListeningSockets.of(run.toHandle())).isEmpty();
        assertThat(ListeningSockets.of(ProcessHandle.current()))
            .as("the server of this test, which shows that the list is not always empty")
            .contains(model.address().replace("http://", "tcp ").replace("/v1", ""));
      } finally {
        run.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void theEmbeddedModelListensToThisMachineAndAnswersNobodyElse() throws Exception {
    try (WaitingModel model = new WaitingModel()) {
      // The roles before it are played by the embedded model.
      Process run =
          start(
              "--runner=direct",
              "--programs=8",
              "--problemEndpoint=" + model.address(),
              "--problemModel=waiting");
      try {
        model.firstCallOf(run);
        List<String> sockets = ListeningSockets.of(run.toHandle());

        assertThat(sockets).singleElement(STRING).startsWith("tcp 127.0.0.1:");
        String server = sockets.get(0).replace("tcp ", "http://");
        assertThat(status(server + "/v1/models")).isEqualTo(404);
      } finally {
        run.destroyForcibly().waitFor();
      }
    }
  }

  private static int status(String address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private Process start(String... options) throws IOException {
    Path seeds = Files.writeString(folder.resolve("seeds.jsonl"), SEED);
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    for (String opened : List.of("java.lang", "java.util", "java.time")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Caco.class.getName()));
    command.addAll(List.of("synthesize", "--seeds=" + seeds, "--output=" + folder.resolve("out")));
    if (List.of(options).stream().noneMatch(each -> each.startsWith("--model="))) {
      command.add("--model=embedded");
    }
    command.addAll(List.of(options));
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

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
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
