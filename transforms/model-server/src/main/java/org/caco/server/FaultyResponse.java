package org.caco.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Sends the responses of {@link Fault}. */
final class FaultyResponse {
  private static final int DRIPS = 20;
  private static final long DRIP_MILLIS = 1_500;
  private static final long ENDLESS_MILLIS = 20;
  private static final long HANG_MILLIS = 60_000;
  private static final byte[] SPACE = " \n".repeat(2_048).getBytes(UTF_8);

  private final Executor workers;

  FaultyResponse(Executor workers) {
    this.workers = workers;
  }

  /** Sends {@code fault} in the place of {@code body}, and closes the exchange, maybe later. */
  void send(HttpExchange exchange, Fault fault, ObjectNode body) throws IOException {
    switch (fault) {
      case RATE_LIMITED, UNAVAILABLE, SERVER_ERROR -> error(exchange, fault);
      case HTML_PAGE ->
          whole(exchange, 502, "text/html", bytes("<html><body>Bad Gateway</body></html>"));
      case CLOSED -> exchange.close();
      case HANG -> later(exchange, HANG_MILLIS, exchange::close);
      case ERROR_WITH_200 ->
          json(exchange, new ApiException(500, "overloaded", "The engine is overloaded").body());
      case TRUNCATED_JSON ->
          whole(exchange, 200, "application/json", half(Json.MAPPER.writeValueAsBytes(body)));
      case CUT_OFF -> cutOff(exchange, Json.MAPPER.writeValueAsBytes(body));
      case INVALID_UTF8 -> whole(exchange, 200, "application/json", invalid(body));
      case SLOW_DRIP -> {
        byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
        head(exchange, 200, "application/json", bytes.length);
        drip(exchange, bytes, 0);
      }
      case ENDLESS_BODY -> {
        head(exchange, 200, "application/json", 0);
        exchange.getResponseBody().write(Json.MAPPER.writeValueAsBytes(body));
        endless(exchange);
      }
      default -> json(exchange, changed(fault, body));
    }
  }

  private static void error(HttpExchange exchange, Fault fault) throws IOException {
    int status = fault == Fault.RATE_LIMITED ? 429 : fault == Fault.UNAVAILABLE ? 503 : 500;
    if (status != 500) {
      exchange.getResponseHeaders().set("Retry-After", "1");
    }
    ObjectNode error = new ApiException(status, fault.id(), "This fault was asked for").body();
    whole(exchange, status, "application/json", Json.MAPPER.writeValueAsBytes(error));
  }

  private static ObjectNode changed(Fault fault, ObjectNode body) {
    ArrayNode choices = body.withArray("choices");
    ObjectNode first = (ObjectNode) choices.get(0);
    boolean chat = first.has("message");
    ObjectNode holder = chat ? (ObjectNode) first.get("message") : first;
    String field = chat ? "content" : "text";
    String text = holder.get(field).textValue();
    switch (fault) {
      case WRONG_TYPES -> {
        body.put("choices", "one");
        body.putArray("usage").add(3);
      }
      case EMPTY_CHOICES -> choices.removeAll();
      case MISSING_CHOICE -> choices.remove(choices.size() - 1);
      case DUPLICATE_CHOICE -> choices.add(first.deepCopy());
      case LENGTH -> {
        holder.put(field, text.substring(0, text.length() / 2));
        first.put("finish_reason", "length");
      }
      case CONTENT_FILTER -> {
        holder.put(field, "");
        first.put("finish_reason", "content_filter");
      }
      case REFUSAL -> {
        holder.set(field, JsonNodeFactory.instance.nullNode());
        holder.put("refusal", "I cannot help with that.");
      }
      default -> throw new IllegalArgumentException("not a change of the body: " + fault);
    }
    return body;
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  /** The body with a byte that no UTF-8 has at the beginning of its first text. */
  private static byte[] invalid(ObjectNode body) throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
    String text = new String(bytes, UTF_8);
    String mark = text.contains("\"content\":\"") ? "\"content\":\"" : "\"text\":\"";
    int at = text.substring(0, text.indexOf(mark)).getBytes(UTF_8).length + mark.length();
    byte[] changed = new byte[bytes.length + 2];
    System.arraycopy(bytes, 0, changed, 0, at);
    changed[at] = (byte) 0xff;
    changed[at + 1] = (byte) 0xc0;
    System.arraycopy(bytes, at, changed, at + 2, bytes.length - at);
    return changed;
  }

  private void drip(HttpExchange exchange, byte[] bytes, int piece) {
    later(
        exchange,
        piece == 0 ? 0 : DRIP_MILLIS,
        () -> {
          int from = (int) ((long) bytes.length * piece / DRIPS);
          int to = (int) ((long) bytes.length * (piece + 1) / DRIPS);
          exchange.getResponseBody().write(bytes, from, to - from);
          exchange.getResponseBody().flush();
          if (piece + 1 < DRIPS) {
            drip(exchange, bytes, piece + 1);
          } else {
            exchange.close();
          }
        });
  }

  private void endless(HttpExchange exchange) {
    later(
        exchange,
        ENDLESS_MILLIS,
        () -> {
          OutputStream out = exchange.getResponseBody();
          out.write(SPACE);
          out.flush();
          endless(exchange);
        });
  }

  private interface Write {
    void run() throws IOException;
  }

  private void later(HttpExchange exchange, long millis, Write write) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, workers)
        .execute(
            () -> {
              try {
                write.run();
              } catch (IOException e) {
                // The client has left.
                exchange.close();
              }
            });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void json(HttpExchange exchange, ObjectNode body) throws IOException {
    whole(exchange, 200, "application/json", Json.MAPPER.writeValueAsBytes(body));
  }

  private static void head(HttpExchange exchange, int status, String type, long length)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, length);
  }

  private static void whole(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    head(exchange, status, type, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void cutOff(HttpExchange exchange, byte[] body) throws IOException {
    head(exchange, 200, "application/json", body.length);
    exchange.getResponseBody().write(half(body));
    exchange.getResponseBody().flush();
    exchange.close();
  }
}
