package org.caco.transforms.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.caco.transforms.embedded.EmbeddedModel.Reply;

/**
 * The embedded model behind the OpenAI protocol, on the loopback interface:
 *
 * <ul>
 *   <li>{@code POST /v1/chat/completions} with {@code model}, {@code messages}, and optionally
 *       {@code seed}, {@code n} (at most 64) and {@code max_tokens};
 *   <li>{@code POST /v1/completions} with {@code model} and {@code prompt}: whatever the prompt,
 *       the reply is a program written freely;
 *   <li>{@code GET /v1/models} and {@code GET /health}.
 * </ul>
 *
 * <p>Choice {@code i} is the reply for seed {@code seed + i}. {@code system_fingerprint} is the
 * {@link EmbeddedModel#fingerprint} of the first choice. A token is four characters, begun ones
 * counted. Bad requests get an error object with 400, 404, 405 or 413.
 */
public final class EmbeddedModelServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BACKLOG = 4_096;
  private static final int MAX_PLANTED = 50_000;

  static {
    // The JDK's server closes kept-alive connections beyond 200, and answers late without nodelay.
    setDefault("sun.net.httpserver.maxIdleConnections", "8192");
    setDefault("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final ChatApi api;
  private final Map<String, Reply> planted =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Reply> eldest) {
          return size() > MAX_PLANTED;
        }
      };

  private static final class Shared {
    static final EmbeddedModelServer SERVER = start(0);
  }

  private EmbeddedModelServer(HttpServer server) {
    this.server = server;
    this.api = new ChatApi(this::remember);
    int count = Math.max(4, Runtime.getRuntime().availableProcessors() * 2);
    this.threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "embedded-model");
              thread.setDaemon(true);
              return thread;
            });
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** The server of this JVM, on a free port, started at the first call; it ends with the JVM. */
  public static EmbeddedModelServer shared() {
    return Shared.SERVER;
  }

  /**
   * A server of its own.
   *
   * @param port the port, or 0 for a free one
   * @throws UncheckedIOException if the port is taken
   */
  public static EmbeddedModelServer start(int port) {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      EmbeddedModelServer server = new EmbeddedModelServer(http);
      http.setExecutor(server.threads);
      http.createContext("/", server::handle);
      http.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded model cannot listen on port " + port, e);
    }
  }

  /** The root of the server, such as {@code http://127.0.0.1:43211}; the API is under /v1. */
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /**
   * The latest replies with a planted mistake, at most 50,000, by the fingerprint of their request.
   */
  public Map<String, Reply> planted() {
    synchronized (planted) {
      return new LinkedHashMap<>(planted);
    }
  }

  private void remember(Reply reply) {
    if (reply.mistake().isPresent()) {
      synchronized (planted) {
        planted.put(reply.fingerprint(), reply);
      }
    }
  }

  /** Stops at once; open requests are cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      ChatApi.Answer answer;
      try {
        answer = route(exchange);
      } catch (ApiException e) {
        answer = new ChatApi.Answer(e.status(), e.body());
      }
      byte[] body = JSON.writeValueAsBytes(answer.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private ChatApi.Answer route(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean post = path.equals("/v1/chat/completions") || path.equals("/v1/completions");
    boolean get = path.equals("/v1/models") || path.equals("/health");
    if (!post && !get) {
      throw new ApiException(404, "not_found", "There is nothing at " + path);
    }
    String method = post ? "POST" : "GET";
    if (!exchange.getRequestMethod().equals(method)) {
      throw new ApiException(405, "method_not_allowed", path + " takes " + method);
    }
    if (get) {
      ObjectNode body = path.equals("/health") ? api.health() : api.models();
      return new ChatApi.Answer(200, body);
    }
    byte[] bytes = exchange.getRequestBody().readNBytes(ChatApi.MAX_REQUEST + 1);
    if (bytes.length > ChatApi.MAX_REQUEST) {
      throw new ApiException(413, "too_large", "The request is longer than this server reads");
    }
    JsonNode request;
    try {
      request = JSON.readTree(new String(bytes, UTF_8));
    } catch (JsonProcessingException e) {
      throw new ApiException(400, "bad_json", "The request is not JSON: " + e.getOriginalMessage());
    }
    return new ChatApi.Answer(
        200,
        path.equals("/v1/completions") ? api.completions(request) : api.chatCompletions(request));
  }
}
