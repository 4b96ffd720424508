package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key goes to the servers that its option names, and to no other. */
class KeysTest {
  /** A server that keeps what requests bring in their header, and knows nothing to answer. */
  private static final class Recorder {
    private final HttpServer server;
    private final Set<String> keys = Collections.synchronizedSet(new TreeSet<>());
    private final List<String> paths = Collections.synchronizedList(new ArrayList<>());

    Recorder(int status, String location) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            paths.add(exchange.getRequestURI().getPath());
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getRequestBody().readAllBytes();
            boolean models = exchange.getRequestURI().getPath().endsWith("/models");
            byte[] body = "{\"data\": []}".getBytes(UTF_8);
            if (location != null) {
              exchange.getResponseHeaders().set("Location", location);
            }
            exchange.sendResponseHeaders(models && location == null ? 200 : status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    String uri() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }
  }

  @TempDir private Path folder;
  private Recorder general;
  private Recorder other;

  @BeforeEach
  void start() throws IOException {
    general = new Recorder(400, null);
    other = new Recorder(400, null);
  }

  @AfterEach
  void stop() {
    general.server.stop(0);
    other.server.stop(0);
  }

  @Test
  void theKeyOfTheGeneralEndpointDoesNotGoToAnother() throws IOException {
    synthesize(
        "--endpoint=" + general.uri(),
        "--unifyEndpoint=" + other.uri(),
        "--apiKeyFile=" + key("general"));

    assertThat(general.keys).containsExactly("Bearer general");
    assertThat(other.paths).contains("/v1/models", "/v1/chat/completions");
    assertThat(other.keys).containsExactly("null");
  }

  @Test
  void aRoleHasAKeyOfItsOwn() throws IOException {
    synthesize(
        "--endpoint=" + general.uri(),
        "--unifyEndpoint=" + other.uri(),
        "--apiKeyFile=" + key("general"),
        "--unifyApiKeyFile=" + key("own"));

    assertThat(general.keys).containsExactly("Bearer general");
    assertThat(other.keys).containsExactly("Bearer own");
  }

  @Test
  void aRoleAtTheSameServerHasTheSameKey() throws IOException {
    synthesize(
        "--endpoint=" + general.uri(),
        "--unifyEndpoint=" + general.uri() + "/v1",
        "--apiKeyFile=" + key("general"));

    assertThat(general.paths).contains("/v1/chat/completions");
    assertThat(general.keys).containsExactly("Bearer general");
  }

  @Test
  void aRedirectIsNotFollowedWithAKey() throws IOException {
    Recorder redirecting = new Recorder(307, other.uri() + "/v1/models");
    try {
      Ran ran = synthesize("--endpoint=" + redirecting.uri(), "--apiKeyFile=" + key("general"));

      assertThat(ran.status()).isEqualTo(1);
      assertThat(redirecting.keys).containsExactly("Bearer general");
      assertThat(other.paths).isEmpty();
    } finally {
      redirecting.server.stop(0);
    }
  }

  @Test
  void aKeyIsNotSentUnencryptedToAnotherMachine() throws IOException {
    Ran ran = synthesize("--endpoint=http://192.0.2.1:9", "--apiKeyFile=" + key("general"));

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("http://192.0.2.1:9", "https", "--allowPlainHttpKeys");
  }

  private Ran synthesize(String... options) throws IOException {
    Path seeds =
        Files.writeString(
            folder.resolve("seeds.jsonl"),
            """
{"id": "1", "problem": "What is 2 + 3?", "solution": "2 + 3 = <<2+3=5>>5", "answer": "5"}
""");
    List<String> args = new ArrayList<>(List.of("synthesize", "--seeds=" + seeds));
    args.addAll(List.of("--output=" + folder.resolve("out"), "--model=m", "--programs=1"));
    args.add("--maxAttempts=1");
    args.addAll(Arrays.asList(options));
    return Ran.caco(args.toArray(String[]::new));
  }

  private Path key(String key) throws IOException {
    return Files.writeString(folder.resolve("key-" + key), key + "\n");
  }
}
