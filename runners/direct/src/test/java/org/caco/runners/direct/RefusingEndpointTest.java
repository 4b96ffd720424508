package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caco.pipelines.command.Caco;
import org.caco.server.EmbeddedModelServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that refuse what they are sent, or all of it. */
class RefusingEndpointTest {
  /** What a server answers to a body. */
  private interface Answer {
    String to(JsonNode request) throws IOException, InterruptedException;
  }

  /** A server that answers chats with a status, and 500 to everything else. */
  private static final class Server implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger chats = new AtomicInteger();

    Server(String path, int status, Answer answer) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newCachedThreadPool());
      server.createContext(
          "/",
          exchange -> {
            byte[] request = exchange.getRequestBody().readAllBytes();
            boolean chat = exchange.getRequestURI().toString().equals(path);
            byte[] body = {};
            int sent = chat ? status : 500;
            if (chat) {
              chats.incrementAndGet();
              try {
                String text = answer.to(new ObjectMapper().readTree(request));
                sent = text.startsWith("!") ? 400 : status;
                body = text.replaceFirst("^!", "").getBytes(UTF_8);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
            exchange.sendResponseHeaders(sent, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    String uri() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @TempDir private Path folder;

  private String manySeeds(int count) throws IOException {
    String lines =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"id\": \"%d\", \"problem\": \"What is 2 + %d?\", \"solution\": \"2 + %d\", \"answer\": \"%d\"}"
                        .formatted(i, i, i, i + 2))
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve("seeds.jsonl"), lines).toString();
  }

  private Ran synthesize(String... options) {
    List<String> args = new ArrayList<>(List.of("synthesize", "--output=" + folder.resolve("out")));
    args.addAll(List.of("--model=m", "--programs=3"));
    args.addAll(List.of(options));
    return Ran.caco(args.toArray(String[]::new));
  }

  @Test
  void aWrongKeyCostsFewCallsAndTheServerIsQuoted() throws IOException {
    try (Server server =
        new Server(
            "/v1/chat/completions",
            401,
            request -> "{\"error\":{\"message\":\"Incorrect API key provided.\"}}")) {
      Ran ran = synthesize("--seeds=" + manySeeds(2_000), "--endpoint=" + server.uri());

      assertThat(ran.status()).as(ran.err()).isEqualTo(1);
      assertThat(server.chats.get()).isLessThanOrEqualTo(5);
      assertThat(ran.err().strip())
          .contains(server.uri(), "401", "Incorrect API key provided.", "same command")
          .hasLineCount(1);
      assertThat(ran.out()).contains("status 500 where its list of models should be");
    }
  }

  @Test
  void theListOfModelsNeedNotBeAskedFor() throws IOException {
    try (Server server = new Server("/v1/chat/completions", 404, request -> "no model m")) {
      Ran ran =
          synthesize(
              "--seeds=" + manySeeds(20), "--endpoint=" + server.uri(), "--skipEndpointCheck");

      assertThat(ran.out()).doesNotContain("list of models");
      assertThat(ran.err()).contains("no model m");
    }
  }

  @Test
  void aServerWithoutSeedsAndVersionsServesARun() throws IOException {
    HttpClient client = HttpClient.newHttpClient();
    try (EmbeddedModelServer model = EmbeddedModelServer.start(0);
        Server server =
            new Server(
                "/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
                200,
                request ->
                    request.has("seed")
                        ? "!{\"error\":{\"message\":\"Unrecognized request argument supplied:"
                            + " seed\"}}"
                        : client
                            .send(
                                HttpRequest.newBuilder(
                                        URI.create(model.uri() + "/v1/chat/completions"))
                                    .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                                    .build(),
                                HttpResponse.BodyHandlers.ofString())
                            .body())) {
      Path seeds = folder.resolve("bundled.jsonl");
      try (InputStream bundled =
          Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl")) {
        Files.copy(bundled, seeds);
      }
      String endpoint = server.uri() + "/openai/deployments/gpt?api-version=2024-10-21";
      Ran ran =
          Ran.caco(
              "synthesize",
              "--seeds=" + seeds,
              "--maxSeeds=8",
              "--programs=2",
              "--output=" + folder.resolve("out"),
              "--endpoint=" + endpoint,
              "--model=embedded:0");

      assertThat(ran.err()).isEmpty();
      JsonNode summary =
          new ObjectMapper().readTree(folder.resolve("out/report/summary.json").toFile());
      JsonNode unify = summary.at("/models/0/endpoints/0");
      assertThat(unify.at("/without/seed").asLong()).isGreaterThanOrEqualTo(8);
      assertThat(ran.out()).contains(endpoint + " is not told seed");
    }
  }
}
