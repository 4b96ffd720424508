package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.Asking.ask;
import static org.caco.transforms.model.Asking.assertRejected;
import static org.caco.transforms.model.Asking.call;
import static org.caco.transforms.model.Asking.config;
import static org.caco.transforms.model.Asking.run;
import static org.caco.transforms.model.ScriptedServer.json;
import static org.caco.transforms.model.ScriptedServer.raw;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.caco.transforms.step.Shared;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes back has a name, or is asked for again. */
@ExtendWith(TestPipelineExtension.class)
final class UntrustedResponseTest {
  private static final String KEY = "sk-9f\"8b7/c6+d5e4f3a2b1c0";

  private static final Reply HTML =
      status(200, "<html><body>502 Bad Gateway</body></html>", "Content-Type: text/html");

  /** A first response that is worth another attempt. */
  static List<Reply> passing() {
    byte[] invalidUtf8 = {'{', '"', 'a', '"', ':', '"', (byte) 0xc3, '"', '}'};
    return List.of(
        status(500, "oops"),
        status(502, "<html>"),
        status(503, "overloaded", "Retry-After: 0"),
        status(429, "slow down", "Retry-After: 0"),
        status(429, "slow down", "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"),
        status(429, "slow down", "Retry-After: soon"),
        status(408, ""),
        HTML,
        json(""),
        json("null"),
        json("[]"),
        json("{\"choices\":[{\"message\":{\"content\":\"tru"),
        json("{\"choices\":[]}"),
        json("{\"choices\":null}"),
        json("{\"choices\":{}}"),
        json("{\"choices\":[17]}"),
        json("{\"choices\":[{\"message\":\"hello\"}]}"),
        json("{\"choices\":[{\"message\":{\"content\":{\"a\":1}}}]}"),
        json("{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":7}]}"),
        json("{\"choices\":[{\"message\":{\"content\":\"a\"}},{\"message\":{\"content\":\"b\"}}]}"),
        json("{\"error\":{\"message\":\"overloaded\",\"code\":429}}"),
        json("[".repeat(100_000)),
        ScriptedServer.bytes(200, invalidUtf8),
        raw(""),
        raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"choices\""),
        raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        raw("220 mail.example.com ESMTP\r\n"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void triesAgain(Reply first) throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(request -> request.attempt() == 1 ? first : says("yes"))) {
      ModelConfig config = config(server);
      CallResult result = call(config);
      assertThat(result.failure()).isNull();
      assertThat(result.response().reply().text()).isEqualTo("yes");
      assertThat(result.attempts()).isEqualTo(2);
    }
  }

  /** Responses that another attempt would not change. */
  static List<Object[]> lasting() {
    return List.of(
        new Object[] {"truncated", says("tru", "length")},
        new Object[] {"content_filter", says("", "content_filter")},
        new Object[] {"empty_response", says(" \n")},
        new Object[] {"empty_response", json("{\"choices\":[{\"message\":{\"content\":null}}]}")},
        new Object[] {
          "refused", json("{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"no\"}}]}")
        },
        new Object[] {"http_301", status(301, "", "Location: http://localhost:1/")},
        new Object[] {"http_400", status(400, "{\"error\":\"bad\"}")},
        new Object[] {"http_401", status(401, "")},
        new Object[] {"http_404", status(404, "")});
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void doesNotTryAgain(String reason, Reply reply) throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> reply)) {
      CallResult result = call(config(server));
      assertThat(result.failure().reason()).isEqualTo(reason);
      assertThat(result.attempts()).isEqualTo(1);
    }
  }

  @Test
  void rejectsWithTheLastAttemptsReason(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> status(500, "out of memory"))) {
      StepResult<String> result = run(pipeline, ask(config(server)), "a", "b");
      PAssert.that(result.accepted()).empty();
      assertRejected(result, "http_500", "http_500");
      pipeline.run();
      assertThat(server.requests()).hasSize(6);
    }
  }

  @Test
  void rejectsWhereNobodyListens(TestPipeline pipeline) throws IOException {
    try (ScriptedServer.Nobody nobody = new ScriptedServer.Nobody()) {
      StepResult<String> result = run(pipeline, ask(config(nobody.address())), "a");
      assertRejected(result, "endpoint_unreachable");
      pipeline.run();
    }
  }

  @Test
  void givesUpOnABodyThatDrips() throws Exception {
    Reply drip =
        out -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{".getBytes(UTF_8));
          while (true) {
            out.write(' ');
            out.flush();
            Thread.sleep(10);
          }
        };
    try (ScriptedServer server = new ScriptedServer(request -> drip)) {
      CallResult result =
          call(
              config(server).toBuilder()
                  .setTimeout(Duration.ofMillis(300))
                  .setMaxAttempts(2)
                  .build());
      assertThat(result.failure().reason()).isEqualTo("timeout");
      assertThat(result.attempts()).isEqualTo(2);
    }
  }

  @Test
  void readsNoMoreOfABodyThanARepliesLimitNeeds() throws Exception {
    AtomicLong written = new AtomicLong();
    Reply endless =
        out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
          byte[] space = new byte[1 << 16];
          while (true) {
            out.write(space);
            written.addAndGet(space.length);
          }
        };
    try (ScriptedServer server = new ScriptedServer(request -> endless)) {
      CallResult result = call(config(server).toBuilder().setMaxReplyCharacters(10).build());
      assertThat(result.failure().reason()).isEqualTo("reply_too_long");
      assertThat(result.attempts()).isEqualTo(1);
      // What the two ends of the connection hold is on its way.
      assertThat(written.get()).isLessThan(16 << 20);
    }
  }

  @Test
  void rejectsAReplyThatIsLongerThanItsRolesMayBe() throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> says("x".repeat(1_001)))) {
      CallResult result = call(config(server).toBuilder().setMaxReplyCharacters(1_000).build());
      assertThat(result.failure().reason()).isEqualTo("reply_too_long");
      assertThat(result.failure().evidence()).hasSizeLessThan(600).startsWith("1,001 characters");
      assertThat(result.attempts()).isEqualTo(1);
    }
  }

  @Test
  void rejectsAReplyFromTheJournalThatIsTooLong(@TempDir Path journal) throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> says("x".repeat(1_001)))) {
      ModelConfig generous =
          config(server).toBuilder()
              .setJournal(journal.toString())
              .setMaxReplyCharacters(1_001)
              .build();
      assertThat(call(generous).failure()).isNull();
      try (Shared.Lease<ModelClient> client = ModelClient.acquire(generous)) {
        client.get().flush();
      }

      CallResult again = call(generous.toBuilder().setMaxReplyCharacters(1_000).build());

      assertThat(again.failure().reason()).isEqualTo("reply_too_long");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unify", "code", "problem", "solve", "judge"})
  void theLongestRepliesToAllCallsInFlightFitInASmallHeap(String role) {
    ModelConfig config = ModelConfig.defaults(role);
    assertThat((long) config.maxInFlight() * config.maxBodyBytes(1)).isLessThan(128 << 20);
  }

  /** What a server may make of the key that it was sent. */
  static List<String> echoes() {
    String key = KEY;
    return List.of(
        key,
        URLEncoder.encode(key, UTF_8),
        key.replace("\"", "\\\""),
        Base64.getEncoder().encodeToString((":" + key).getBytes(UTF_8)),
        Base64.getEncoder().encodeToString(("me:" + key).getBytes(UTF_8)),
        Base64.getEncoder().encodeToString(("you:" + key).getBytes(UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void hidesTheKeyWhereverTheEvidenceIsCut(String echo, @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), KEY);
    String start = echo.substring(2, 14);
    for (int before : new int[] {0, 480, 490, 499}) {
      String body = "x".repeat(before) + " " + echo + " " + "y".repeat(900);
      try (ScriptedServer server = new ScriptedServer(request -> status(401, body))) {
        CallResult result =
            call(config(server).toBuilder().setApiKey(ApiKey.file(file.toString())).build());
        assertThat(result.failure().evidence()).doesNotContain(start).hasSizeLessThan(600);
      }
    }
  }

  @Test
  void repairsHalfASurrogatePair() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request -> json("{\"choices\":[{\"message\":{\"content\":\"a\\ud800b\"}}]}"))) {
      assertThat(call(config(server)).response().reply().text()).isEqualTo("a\ufffdb");
    }
  }

  @Test
  void joinsTheTextOfParts() throws Exception {
    String parts =
        "[{'type':'thinking','thinking':'hm'},{'type':'text','text':'4'},{'type':'text','text':'2'}]";
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                json(
                    "{'choices':[{'message':{'content':%s}}]}"
                        .formatted(parts)
                        .replace('\'', '"')))) {
      assertThat(call(config(server)).response().reply().text()).isEqualTo("42");
    }
  }
}
