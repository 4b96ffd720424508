package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An HTTP server on loopback that answers as a test tells it, down to the bytes. */
public final class ScriptedServer implements AutoCloseable {
  /**
   * A request.
   *
   * @param attempt how often this body has come, counted from 1
   */
  public record Request(String path, Map<String, String> headers, String body, int attempt) {
    public JsonNode json() {
      try {
        return Json.MAPPER.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The content of the last message. */
    public String question() {
      JsonNode messages = json().path("messages");
      return messages.path(messages.size() - 1).path("content").asText();
    }
  }

  /** Writes a response; throwing, or returning false, ends the connection. */
  public interface Reply {
    boolean write(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Function<Request, Reply> script;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /** Answers each request with what {@code script} makes of it. */
  public ScriptedServer(Function<Request, Reply> script) {
    this.script = script;
    try {
      socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Gives the reply whose name the last message holds between number signs. */
  public static ScriptedServer byName(Map<String, Reply> replies) {
    return new ScriptedServer(
        request -> {
          for (Map.Entry<String, Reply> reply : replies.entrySet()) {
            if (request.question().contains("#" + reply.getKey() + "#")) {
              return reply.getValue();
            }
          }
          return status(404, "nothing is called so");
        });
  }

  /** Gives each request the next reply, and one that comes again the reply it had. */
  public static ScriptedServer inTurn(Reply... replies) {
    AtomicInteger turn = new AtomicInteger();
    Map<String, Reply> given = new ConcurrentHashMap<>();
    return new ScriptedServer(
        request ->
            given.computeIfAbsent(
                request.body(), body -> replies[turn.getAndIncrement() % replies.length]));
  }

  /**
   * Holds a port on which nobody listens, for as long as it is open: one that was let go may be
   * somebody else's by the time a test connects to it.
   */
  public static final class Nobody implements AutoCloseable {
    private final Socket held = new Socket();

    public Nobody() {
      try {
        held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public String address() {
      return "http://localhost:" + held.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      held.close();
    }
  }

  /** The address to configure. */
  public String address() {
    return "http://localhost:" + socket.getLocalPort();
  }

  /** A model of this server for a role, which is tried twice and soon. */
  public ModelConfig config(String role) {
    return ModelConfig.of(role, address(), "m").toBuilder()
        .setBackoff(Duration.ofMillis(1))
        .setTimeout(Duration.ofSeconds(10))
        .setMaxAttempts(2)
        .build();
  }

  /** The requests so far, in order of arrival. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The most requests that were being answered at once. */
  int mostAtOnce() {
    return most.get();
  }

  /** A completion with this text. */
  public static Reply says(String text) {
    return says(text, "stop");
  }

  /** A completion with this text that ends for this reason. */
  public static Reply says(String text, String finishReason) {
    return json(
        Json.text(
            Map.of(
                "choices",
                List.of(
                    Map.of(
                        "index",
                        0,
                        "message",
                        Map.of("role", "assistant", "content", text),
                        "finish_reason",
                        finishReason)),
                "usage",
                Map.of("prompt_tokens", 7, "completion_tokens", 3))));
  }

  static Reply json(String body) {
    return status(200, body);
  }

  public static Reply status(int status, String body, String... headers) {
    return bytes(status, body.getBytes(UTF_8), headers);
  }

  static Reply bytes(int status, byte[] body, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " x\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    return out -> {
      out.write(head.toString().getBytes(ISO_8859_1));
      out.write(body);
      return true;
    };
  }

  /** Writes this as it is, then closes the connection. */
  static Reply raw(String bytes) {
    return out -> {
      out.write(bytes.getBytes(ISO_8859_1));
      return false;
    };
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      boolean open = true;
      while (open) {
        Request request = read(in);
        if (request == null) {
          return;
        }
        requests.add(request);
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try {
          open = script.apply(request).write(connection.getOutputStream());
        } finally {
          now.decrementAndGet();
        }
        connection.getOutputStream().flush();
      }
    } catch (IOException e) {
      // The client went away, as some tests want it to.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Request read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), UTF_8);
    int attempt = attempts.computeIfAbsent(body, b -> new AtomicInteger()).incrementAndGet();
    return new Request(first.split(" ", -1)[1], headers, body, attempt);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : connections) {
      connection.close();
    }
    threads.shutdownNow();
  }
}
