package org.caco.pipelines.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.caco.pipelines.options.UsageException;
import org.jspecify.annotations.Nullable;

/** Gives metrics in the text format of Prometheus at {@code /metrics}, to this machine alone. */
final class MetricsEndpoint implements AutoCloseable {
  private static final int MAX_PORT = 65_535;
  private static final String PATH = "/metrics";

  private final @Nullable HttpServer server;

  private MetricsEndpoint(@Nullable HttpServer server) {
    this.server = server;
  }

  /**
   * Takes a port, at which nothing answers yet.
   *
   * @param port 0 for a free one, null for none
   * @throws UsageException if the port cannot be had
   */
  static MetricsEndpoint bind(@Nullable Integer port) {
    if (port == null) {
      return new MetricsEndpoint(null);
    }
    if (port < 0 || port > MAX_PORT) {
      throw new UsageException("--metricsPort=" + port + " has to be from 0 to 65535.");
    }
    try {
      return new MetricsEndpoint(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
    } catch (IOException e) {
      throw new UsageException(
          "--metricsPort=" + port + " cannot be had (" + e.getMessage() + "): name another.", e);
    }
  }

  /**
   * Begins to answer, if there is a port.
   *
   * @param text asked for at each request
   */
  void serve(Supplier<String> text) {
    if (server != null) {
      server.createContext("/", exchange -> answer(exchange, text));
      server.start();
    }
  }

  /** Where it is, if it is. */
  Optional<String> address() {
    return Optional.ofNullable(server)
        .map(
            at ->
                "http://"
                    + at.getAddress().getAddress().getHostAddress()
                    + ":"
                    + at.getAddress().getPort()
                    + PATH);
  }

  private static void answer(HttpExchange exchange, Supplier<String> text) throws IOException {
    try (exchange) {
      boolean found =
          exchange.getRequestMethod().equals("GET")
              && exchange.getRequestURI().getPath().equals(PATH);
      byte[] body = (found ? text.get() : "There is GET /metrics.\n").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(found ? 200 : 404, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }
}
