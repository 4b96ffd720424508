package org.caco.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.caco.server.embedded.EmbeddedModel;
import org.caco.server.embedded.EmbeddedModel.Reply;

/**
 * The embedded model behind the OpenAI protocol, on the loopback interface:
 *
 * <ul>
 *   <li>{@code POST /v1/chat/completions} with {@code model}, {@code messages} (texts, or lists of
 *       parts of text), and optionally {@code seed}, {@code n} (at most 64), {@code max_tokens} or
 *       {@code max_completion_tokens}, {@code response_format}, {@code logprobs} and {@code
 *       stream};
 *   <li>{@code POST /v1/completions} with {@code model} and {@code prompt}, a text or a list of at
 *       most 64: whatever a prompt is, the reply is a program written freely;
 *   <li>{@code /v1/files} and {@code /v1/batches}, in memory; files for fine-tuning are taken, and
 *       nothing is trained;
 *   <li>{@code GET /v1/models}, {@code GET /health}, and {@code GET /stats} with the counts of
 *       {@link ServingStats}.
 * </ul>
 *
 * <p>Choice {@code i} of a prompt is the reply for seed {@code seed + i}; those of the next prompt
 * follow. At most 64 choices come in all. {@code system_fingerprint} is the {@link
 * EmbeddedModel#fingerprint} of the first choice. A token is four characters, begun ones counted.
 * Bad requests get an error object with 400, 404, 405 or 413.
 *
 * <p>With a {@link ServingConfig} it is a proving ground for clients: it has slots and a queue,
 * takes its time, and commits every {@link Fault} at the rate that is asked for.
 */
public final class EmbeddedModelServer implements AutoCloseable {
  private static final int BACKLOG = 4_096;
  private static final int MAX_PLANTED = 50_000;
  private static final Duration RETRY = Duration.ofMillis(100);

  static {
    // The JDK's server closes kept-alive connections beyond 200, and answers late without nodelay.
    setDefault("sun.net.httpserver.maxIdleConnections", "8192");
    setDefault("sun.net.httpserver.nodelay", "true");
  }

  private final ServingConfig config;
  private final ExecutorService workers;
  private final Slots slots;
  private final ServingStats.Counts counts;
  private final FaultyResponse faulty;
  private final ChatApi api;
  private final FileApi files;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final String root;
  private final InetSocketAddress address;
  private HttpServer server;
  private boolean closed;
  private final Map<String, Reply> planted =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Reply> eldest) {
          return size() > MAX_PLANTED;
        }
      };

  private EmbeddedModelServer(int port, String root, ServingConfig config, boolean remembers)
      throws IOException {
    this.config = config;
    this.root = root;
    int threads = Math.max(4, Runtime.getRuntime().availableProcessors() * 2);
    this.workers = Executors.newFixedThreadPool(threads, daemons("embedded-model"));
    this.slots = new Slots(config.slots(), config.queue(), workers);
    this.counts = new ServingStats.Counts(remembers);
    this.faulty = new FaultyResponse(workers);
    this.api = new ChatApi(config.speech(), this::remember);
    this.files = new FileApi(api::chatCompletions, workers);
    this.server = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    this.address = server.getAddress();
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * A server on a free port that answers at once and, as it may run for days, keeps no counts.
   * Other users of the machine can connect to it, but get nothing: its {@link #uri} has a path that
   * only this process knows.
   */
  public static EmbeddedModelServer inProcess() {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    // What it remembers must not grow.
    return start(0, "/" + HexFormat.of().formatHex(secret), ServingConfig.PLAIN, false);
  }

  /**
   * A server of its own that answers at once.
   *
   * @param port the port, or 0 for a free one
   * @throws UncheckedIOException if the port is taken
   */
  public static EmbeddedModelServer start(int port) {
    return start(port, ServingConfig.PLAIN);
  }

  /**
   * A server of its own that behaves as {@code config} says.
   *
   * @param port the port, or 0 for a free one
   * @throws UncheckedIOException if the port is taken
   */
  public static EmbeddedModelServer start(int port, ServingConfig config) {
    return start(port, "", config, true);
  }

  private static EmbeddedModelServer start(
      int port, String root, ServingConfig config, boolean remembers) {
    try {
      return new EmbeddedModelServer(port, root, config, remembers);
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded model cannot listen on port " + port, e);
    }
  }

  private HttpServer listen(InetSocketAddress at) throws IOException {
    HttpServer http = HttpServer.create(at, BACKLOG);
    http.setExecutor(workers);
    http.createContext(root + "/", this::handle);
    http.start();
    return http;
  }

  /** The root of the server, such as {@code http://127.0.0.1:43211}; the API is under /v1. */
  public URI uri() {
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + root);
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

  /** What the server has done so far. */
  public ServingStats stats() {
    return counts.snapshot(slots);
  }

  /**
   * Cuts all connections, closes the port, and opens it again after {@code down}. Returns at once;
   * counts go on.
   */
  public synchronized void restart(Duration down) {
    if (closed) {
      return;
    }
    server.stop(0);
    after(down, this::reopen);
  }

  private void after(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, workers).execute(task);
  }

  private synchronized void reopen() {
    if (closed) {
      return;
    }
    try {
      server = listen(address);
    } catch (IOException e) {
      // Somebody else has taken the port meanwhile, perhaps for a moment.
      after(RETRY, this::reopen);
    }
  }

  /** Stops at once; open requests are cut off. */
  @Override
  public synchronized void close() {
    closed = true;
    server.stop(0);
    workers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      route(exchange);
    } catch (ApiException e) {
      json(exchange, e.status(), e.body());
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(root.length());
    if (path.startsWith("/v1/") && FileApi.has(path.substring(3))) {
      files(exchange, path.substring(3));
      return;
    }
    if (path.startsWith("/v1/models/") && exchange.getRequestMethod().equals("GET")) {
      json(exchange, 200, api.model(path.substring("/v1/models/".length())));
      return;
    }
    checkMethod(path, exchange.getRequestMethod());
    switch (path) {
      case "/health" -> json(exchange, 200, api.health());
      case "/stats" -> json(exchange, 200, stats().json());
      case "/v1/models" -> json(exchange, 200, api.models());
      default -> {
        JsonNode request = request(exchange);
        serve(
            exchange,
            request,
            path.equals("/v1/completions")
                ? api.completions(request)
                : api.chatCompletions(request));
      }
    }
  }

  private static void checkMethod(String path, String method) {
    boolean post = path.equals("/v1/chat/completions") || path.equals("/v1/completions");
    boolean get = path.equals("/v1/models") || path.equals("/health") || path.equals("/stats");
    if (!post && !get) {
      throw new ApiException(404, "not_found", "There is nothing at " + path);
    }
    String takes = post ? "POST" : "GET";
    if (!method.equals(takes)) {
      throw new ApiException(405, "method_not_allowed", path + " takes " + takes);
    }
  }

  private void files(HttpExchange exchange, String path) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(FileApi.MAX_FILE + 1);
    if (body.length > FileApi.MAX_FILE) {
      throw new ApiException(413, "too_large", "The file is longer than this server reads");
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    send(
        exchange,
        200,
        files.answer(exchange.getRequestMethod(), path, type == null ? "" : type, body));
  }

  private static JsonNode request(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(ChatApi.MAX_REQUEST + 1);
    if (bytes.length > ChatApi.MAX_REQUEST) {
      throw new ApiException(413, "too_large", "The request is longer than this server reads");
    }
    try {
      return Json.MAPPER.readTree(new String(bytes, UTF_8));
    } catch (JsonProcessingException e) {
      throw new ApiException(400, "bad_json", "The request is not JSON: " + e.getOriginalMessage());
    }
  }

  /** Sends the response in its time, or a fault in its place. */
  private void serve(HttpExchange exchange, JsonNode request, ObjectNode response)
      throws IOException {
    if (!config.outage().isZero() && begun.compareAndSet(false, true)) {
      after(config.outageAfter(), () -> restart(config.outage()));
    }
    // More choices are another request.
    String fingerprint =
        response.get("system_fingerprint").textValue() + "-" + response.get("choices").size();
    int attempt = counts.request(fingerprint);
    Optional<Fault> fault = config.faultFor(fingerprint, attempt);
    if (fault.isPresent() && fault.get().immediate()) {
      send(exchange, fingerprint, request, response, fault);
      return;
    }
    long tokens = response.at("/usage/completion_tokens").longValue();
    Duration time = config.serviceTime(fingerprint, attempt, tokens);
    if (!slots.submit(time, () -> send(exchange, fingerprint, request, response, fault))) {
      counts.refused();
      throw new ApiException(503, "queue_full", "The queue is full; try again later");
    }
  }

  private void send(
      HttpExchange exchange,
      String fingerprint,
      JsonNode request,
      ObjectNode response,
      Optional<Fault> fault) {
    long input = response.at("/usage/prompt_tokens").longValue();
    long output = response.at("/usage/completion_tokens").longValue();
    try {
      if (fault.isPresent()) {
        counts.fault(fault.get());
        faulty.send(exchange, fault.get(), response);
      } else {
        boolean stream = request.path("stream").asBoolean();
        byte[] body =
            stream
                ? EventStream.of(response, request.at("/stream_options/include_usage").asBoolean())
                : Json.MAPPER.writeValueAsBytes(response);
        // Before the last byte goes out: who has the reply can rely on the count.
        counts.served(fingerprint, input, output);
        send(exchange, 200, stream ? "text/event-stream" : "application/json", body);
      }
    } catch (IOException e) {
      // The client has left, or the server was restarted.
      if (fault.isEmpty()) {
        counts.broken(fingerprint, input, output);
      }
      exchange.close();
    }
  }

  private static void json(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    if (status == 503) {
      exchange.getResponseHeaders().set("Retry-After", "1");
    }
    send(exchange, status, Json.MAPPER.writeValueAsBytes(body));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    send(exchange, status, "application/json", body);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
