package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.model.ScriptedServer.json;
import static org.caco.transforms.model.ScriptedServer.raw;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.caco.transforms.model.ScriptedServer.Request;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.ContentHash;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(TestPipelineExtension.class)
final class GenerateTextTest {
  private static final Reply HTML =
      status(200, "<html><body>502 Bad Gateway</body></html>", "Content-Type: text/html");

  private static ModelConfig config(ScriptedServer server) {
    return ModelConfig.of("solve", server.address(), "m")
        .withBackoff(Duration.ofMillis(1))
        .withTimeout(Duration.ofSeconds(10))
        .withMaxAttempts(3);
  }

  private static GenerateText<String, String> ask(ModelConfig config) {
    return GenerateText.<String, String>of("solve", config)
        .withPrompt(
            question ->
                new Prompt(List.of(new Message("user", question)), ContentHash.number(question)))
        .withParser(
            (question, completions) ->
                question
                    + "="
                    + completions.stream().map(Completion::text).collect(Collectors.joining("|")))
        .withOutputType(TypeDescriptors.strings());
  }

  private static StepResult<String> run(
      Pipeline pipeline, GenerateText<String, String> ask, String... questions) {
    return pipeline
        .apply(Create.of(List.of(questions)).withCoder(StringUtf8Coder.of()))
        .apply("Solve", ask);
  }

  private static void assertRejected(StepResult<?> result, String... reasons) {
    PAssert.that("reasons", result.rejected())
        .satisfies(
            rejections -> {
              assertThat(reasons(rejections)).containsExactlyInAnyOrder(reasons);
              return null;
            });
  }

  private static List<String> reasons(Iterable<Rejection> rejections) {
    return StreamSupport.stream(rejections.spliterator(), false).map(Rejection::getReason).toList();
  }

  @Test
  void passesOnWhatTheParserMakesOfTheAnswer(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("to " + request.question()))) {
      StepResult<String> result = run(pipeline, ask(config(server)), "a", "b", "c");
      PAssert.that(result.accepted()).containsInAnyOrder("a=to a", "b=to b", "c=to c");
      PAssert.that(result.rejected()).empty();
      pipeline.run();
      Request request = server.requests().get(0);
      assertThat(request.path()).isEqualTo("/v1/chat/completions");
      assertThat(request.json().get("temperature").doubleValue()).isEqualTo(0.7);
      assertThat(request.headers()).doesNotContainKey("authorization").doesNotContainKey("upgrade");
    }
  }

  @Test
  void asksNothingAboutNothing(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("yes"))) {
      StepResult<String> result =
          pipeline.apply(Create.empty(StringUtf8Coder.of())).apply("Solve", ask(config(server)));
      PAssert.that(result.accepted()).empty();
      PAssert.that(result.rejected()).empty();
      pipeline.run();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void answersEveryCopyOfARecord(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("yes"))) {
      StepResult<String> result = run(pipeline, ask(config(server)), "a", "a", "a");
      PAssert.that(result.accepted()).containsInAnyOrder("a=yes", "a=yes", "a=yes");
      pipeline.run();
    }
  }

  @Test
  void hasManyCallsInFlightAndNoMoreThanAllowed(TestPipeline pipeline) throws IOException {
    Function<Request, Reply> slow =
        request ->
            out -> {
              Thread.sleep(30);
              return says("yes").write(out);
            };
    try (ScriptedServer server = new ScriptedServer(slow)) {
      String[] questions =
          IntStream.range(0, 200).mapToObj(Integer::toString).toArray(String[]::new);
      StepResult<String> result = run(pipeline, ask(config(server).withMaxInFlight(24)), questions);
      PAssert.that(result.rejected()).empty();
      pipeline.run();
      assertThat(server.mostAtOnce()).isBetween(16, 24);
      assertThat(server.requests()).hasSize(200);
    }
  }

  @Test
  void keepsWindowsAndTimes(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("yes"))) {
      List<TimestampedValue<String>> records = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        records.add(TimestampedValue.of("q" + i, Instant.ofEpochMilli(i * 1_000L)));
      }
      StepResult<String> result =
          pipeline
              .apply(Create.timestamped(records).withCoder(StringUtf8Coder.of()))
              .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardSeconds(10))))
              .apply("Solve", ask(config(server)));
      PAssert.that(result.accepted())
          .inWindow(new IntervalWindow(Instant.ofEpochMilli(0), Instant.ofEpochMilli(10_000)))
          .containsInAnyOrder(
              IntStream.range(0, 10).mapToObj(i -> "q" + i + "=yes").toArray(String[]::new));
      pipeline.run();
    }
  }

  @Test
  void samplesHaveSeedsOfTheirOwnAndComeInOrder(TestPipeline pipeline) throws IOException {
    Function<Request, Reply> slowStart =
        request -> says(Integer.toString(request.json().get("seed").intValue()));
    try (ScriptedServer server = new ScriptedServer(slowStart)) {
      ModelConfig config = config(server);
      Prompt prompt = new Prompt(List.of(new Message("user", "a")), ContentHash.number("a"));
      String expected =
          IntStream.range(0, 4)
              .mapToObj(i -> ModelRequest.of(config, prompt, i).call().getParameters())
              .map(parameters -> parameters.replaceAll(".*\"seed\":(\\d+).*", "$1"))
              .collect(Collectors.joining("|"));
      StepResult<String> result = run(pipeline, ask(config).withSamples(4), "a");
      PAssert.that(result.accepted()).containsInAnyOrder("a=" + expected);
      pipeline.run();
      assertThat(server.requests().stream().map(r -> r.json().get("seed")).distinct()).hasSize(4);
    }
  }

  @Test
  void parsesTheSamplesThatArrived(TestPipeline pipeline) throws IOException {
    ModelConfig any = ModelConfig.of("solve", "http://localhost", "m");
    Prompt prompt = new Prompt(List.of(new Message("user", "a")), ContentHash.number("a"));
    String second = ModelRequest.of(any, prompt, 1).call().getParameters();
    Function<Request, Reply> refuseOne =
        request ->
            second.contains("\"seed\":" + request.json().get("seed").asText() + ",")
                ? status(404, "gone")
                : says("yes");
    try (ScriptedServer server = new ScriptedServer(refuseOne)) {
      StepResult<String> result = run(pipeline, ask(config(server)).withSamples(3), "a");
      PAssert.that(result.accepted()).containsInAnyOrder("a=yes|yes");
      PAssert.that(result.rejected()).empty();
      pipeline.run();
    }
  }

  @Test
  void continuesATextWithoutAChat(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            request -> json("{\"choices\":[{\"text\":\" b\",\"finish_reason\":\"stop\"}]}"))) {
      StepResult<String> result =
          run(pipeline, ask(config(server)).withPrompt(text -> Prompt.text("a", 1)), "q");
      PAssert.that(result.accepted()).containsInAnyOrder("q= b");
      pipeline.run();
      assertThat(server.requests().get(0).path()).isEqualTo("/v1/completions");
      assertThat(server.requests().get(0).json().get("prompt").textValue()).isEqualTo("a");
    }
  }

  @Test
  void promptAndParserMayRejectAndMayFail(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(request.question()))) {
      StepResult<String> result =
          run(
              pipeline,
              ask(config(server))
                  .withPrompt(
                      question ->
                          switch (question) {
                            case "no prompt" -> throw new RejectedException("no_prompt", "x");
                            case "bug" -> throw new IllegalStateException("bug in the prompt");
                            default -> new Prompt(List.of(new Message("user", question)), 0);
                          })
                  .withParser(
                      (question, completions) ->
                          switch (question) {
                            case "no parse" -> throw new RejectedException("no_parse", "x");
                            case "null" -> null;
                            default -> question;
                          }),
              "no prompt",
              "bug",
              "no parse",
              "null",
              "fine");
      PAssert.that(result.accepted()).containsInAnyOrder("fine");
      assertRejected(result, "no_prompt", "no_parse", "internal_error", "internal_error");
      PAssert.that("the calls are kept", result.rejected())
          .satisfies(
              rejections -> {
                for (Rejection rejection : rejections) {
                  int calls = rejection.getReason().equals("no_parse") ? 1 : 0;
                  assertThat(rejection.getCallsCount()).isGreaterThanOrEqualTo(calls);
                }
                return null;
              });
      pipeline.run();
    }
  }

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
      assertThat(result.response().text()).isEqualTo("yes");
      assertThat(result.attempts()).isEqualTo(2);
    }
  }

  private static CallResult call(ModelConfig config) throws Exception {
    Prompt prompt = new Prompt(List.of(new Message("user", "a")), 1);
    return ModelClient.shared(config).submit(ModelRequest.of(config, prompt, 0)).get();
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
    ScriptedServer server = new ScriptedServer(request -> says("yes"));
    server.close();
    StepResult<String> result = run(pipeline, ask(config(server)), "a");
    assertRejected(result, "endpoint_unreachable");
    pipeline.run();
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
          call(config(server).withTimeout(Duration.ofMillis(300)).withMaxAttempts(2));
      assertThat(result.failure().reason()).isEqualTo("timeout");
      assertThat(result.attempts()).isEqualTo(2);
    }
  }

  @Test
  void givesUpOnABodyThatNeverEnds() throws Exception {
    Reply endless =
        out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
          byte[] space = new byte[1 << 16];
          while (true) {
            out.write(space);
          }
        };
    try (ScriptedServer server = new ScriptedServer(request -> endless)) {
      CallResult result = call(config(server).withMaxAttempts(1));
      assertThat(result.failure().reason()).isEqualTo("bad_response");
    }
  }

  @Test
  void countsWhatCallsCost(TestPipeline pipeline) throws IOException {
    Function<Request, Reply> failOnce =
        request ->
            request.question().equals("a") && request.attempt() == 1
                ? status(429, "", "Retry-After: 1")
                : says("yes");
    try (ScriptedServer server = new ScriptedServer(failOnce)) {
      run(pipeline, ask(config(server).withPrice(new Price(2, 5))), "a", "b", "c");
      PipelineResult ran = pipeline.run();
      ran.waitUntilFinish();
      assertThat(counter(ran, "solve." + ModelMetrics.THROTTLED_MILLIS)).isBetween(1_000L, 3_000L);
      assertThat(counter(ran, "solve." + ModelMetrics.CALLS)).isEqualTo(4);
      assertThat(counter(ran, "solve." + ModelMetrics.RETRIES)).isEqualTo(1);
      assertThat(counter(ran, "solve." + ModelMetrics.INPUT_TOKENS)).isEqualTo(21);
      assertThat(counter(ran, "solve." + ModelMetrics.OUTPUT_TOKENS)).isEqualTo(9);
      assertThat(counter(ran, "solve." + ModelMetrics.COST_MICROS)).isEqualTo(21 * 2 + 9 * 5);
    }
  }

  @Test
  void countsWhatGoesToEachEndpoint(TestPipeline pipeline) throws IOException {
    try (ScriptedServer busy = new ScriptedServer(request -> status(503, ""));
        ScriptedServer well = new ScriptedServer(request -> says("yes"))) {
      ModelConfig config =
          config(well).withEndpoints(List.of(busy.address(), well.address())).withMaxInFlight(1);
      run(pipeline, ask(config), "a", "b", "c");
      PipelineResult ran = pipeline.run();
      ran.waitUntilFinish();
      String calls = "solve." + ModelMetrics.CALLS + "@";
      String tokens = "solve." + ModelMetrics.OUTPUT_TOKENS + "@";
      assertThat(counter(ran, calls + busy.address())).isEqualTo(busy.requests().size());
      assertThat(counter(ran, calls + well.address())).isEqualTo(well.requests().size());
      assertThat(counter(ran, tokens + busy.address())).isZero();
      assertThat(counter(ran, tokens + well.address())).isEqualTo(9);
    }
  }

  private static long counter(PipelineResult result, String name) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(StepMetrics.NAMESPACE, name))
            .build();
    long sum = 0;
    for (var metric : result.metrics().queryMetrics(filter).getCounters()) {
      // Attempted values the Direct runner adds up in the background.
      sum += metric.getCommitted();
    }
    return sum;
  }

  @Test
  void asksOnceForTwoEqualRequestsInFlight() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                out -> {
                  Thread.sleep(200);
                  return says("yes").write(out);
                })) {
      ModelConfig config = config(server);
      ModelRequest request =
          ModelRequest.of(config, new Prompt(List.of(new Message("user", "once")), 5), 0);
      ModelClient client = ModelClient.shared(config);
      var first = client.submit(request);
      var second = client.submit(request);
      assertThat(second.get().response()).isEqualTo(first.get().response());
      assertThat(second.get().cached()).isTrue();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void asksNothingAgainThatIsInTheJournal(TestPipeline pipeline, @TempDir Path directory)
      throws IOException {
    Function<Request, Reply> script =
        request -> says(request.question(), request.question().equals("b") ? "length" : "stop");
    String[] questions = {"a", "b", "c"};
    ModelConfig config;
    try (ScriptedServer server = new ScriptedServer(script)) {
      config = config(server).withJournal(directory.toString());
      Pipeline first = Pipeline.create();
      run(first, ask(config).withSamples(2), questions);
      first.run().waitUntilFinish();
      assertThat(server.requests()).hasSize(6);
    }
    // Nobody answers any more.
    StepResult<String> again = run(pipeline, ask(config).withSamples(2), questions);
    PAssert.that(again.accepted()).containsInAnyOrder("a=a|a", "c=c|c");
    assertRejected(again, "truncated");
    PipelineResult ran = pipeline.run();
    ran.waitUntilFinish();
    assertThat(counter(ran, "solve." + ModelMetrics.CACHED)).isEqualTo(6);
    assertThat(counter(ran, "solve." + ModelMetrics.CALLS)).isZero();
  }

  @Test
  void aBundleThatIsRetriedAsksNothingAgain(@TempDir Path directory) throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> says("yes"))) {
      ModelConfig config = config(server).withJournal(directory.toString());
      for (int attempt = 0; attempt < 2; attempt++) {
        Pipeline pipeline = Pipeline.create();
        run(pipeline, ask(config), "a", "b", "c")
            .accepted()
            .apply(MapElements.into(TypeDescriptors.voids()).via(answer -> fail(answer)));
        assertThatThrownBy(() -> pipeline.run().waitUntilFinish()).hasMessageContaining("=yes");
      }
      assertThat(server.requests().stream().map(Request::question).toList())
          .doesNotHaveDuplicates()
          .isNotEmpty();
    }
  }

  private static Void fail(String answer) {
    throw new IllegalStateException("the step after fails at " + answer);
  }

  @Test
  void stopsCleanlyAtALimitAndContinuesLater(@TempDir Path directory) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(request.question()))) {
      ModelConfig unlimited = config(server).withJournal(directory.toString());
      Limits limits = Limits.none().withRun(directory.toString());
      for (Limits some :
          List.of(
              limits.withMaxCalls(2),
              limits.withMaxTokens(20),
              limits.withMaxCost(0.00002),
              limits.withDeadlineMillis(1))) {
        Pipeline pipeline = Pipeline.create();
        StepResult<String> result =
            run(
                pipeline,
                ask(unlimited.withMaxInFlight(1).withPrice(new Price(1, 1)).withLimits(some)),
                "a",
                "b",
                "c",
                "d",
                "e",
                "f",
                "g",
                "h");
        PAssert.that(result.rejected())
            .satisfies(
                rejections -> {
                  assertThat(reasons(rejections)).isNotEmpty().containsOnly("not_run");
                  return null;
                });
        pipeline.run().waitUntilFinish();
      }
      // 2 calls, then 20 and 20 tokens at 10 a call, then no time: each went on where one stopped.
      assertThat(server.requests()).hasSize(6);
    }
  }

  @Test
  void sendsTheKeyAndNeverShowsIt(@TempDir Path directory, TestPipeline pipeline)
      throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "sk-very-secret\n");
    try (ScriptedServer server =
        new ScriptedServer(
            request -> status(403, "no such key: " + request.headers().get("authorization")))) {
      StepResult<String> result =
          run(pipeline, ask(config(server).withApiKey(ApiKey.file(key.toString()))), "a");
      PAssert.that(result.rejected())
          .satisfies(
              rejections -> {
                Rejection rejection = rejections.iterator().next();
                assertThat(rejection.getReason()).isEqualTo("http_403");
                assertThat(rejection.toString()).doesNotContain("secret").contains("Bearer [key]");
                return null;
              });
      pipeline.run();
      assertThat(server.requests().get(0).headers())
          .containsEntry("authorization", "Bearer sk-very-secret");
    }
  }

  @Test
  void rejectsWhereTheKeyIsMissing(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("yes"))) {
      ApiKey missing = ApiKey.environment("CACO_TEST_NO_SUCH_VARIABLE");
      assertRejected(run(pipeline, ask(config(server).withApiKey(missing)), "a"), "key_missing");
      pipeline.run();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void repairsHalfASurrogatePair() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request -> json("{\"choices\":[{\"message\":{\"content\":\"a\\ud800b\"}}]}"))) {
      assertThat(call(config(server)).response().text()).isEqualTo("a\ufffdb");
    }
  }

  @Test
  void theRequestHashDependsOnAllThatDeterminesTheResponse() {
    ModelConfig config = ModelConfig.of("solve", "http://localhost:1", "m");
    Prompt prompt = new Prompt(List.of(new Message("user", "a")), 1);
    String hash = hash(config, prompt, 0);
    assertThat(hash(config.withEndpoints(List.of("http://elsewhere")), prompt, 0)).isEqualTo(hash);
    assertThat(
            List.of(
                hash(config.withModel("n"), prompt, 0),
                hash(config.withParametersJson("{\"top_k\":20}"), prompt, 0),
                hash(config, prompt, 1),
                hash(config, new Prompt(prompt.messages(), 2), 0),
                hash(config, new Prompt(List.of(new Message("system", "a")), 1), 0),
                hash(config, Prompt.text("a", 1), 0),
                hash(config, new Prompt(List.of(new Message("user", "b")), 1), 0)))
        .doesNotHaveDuplicates()
        .doesNotContain(hash);
  }

  private static String hash(ModelConfig config, Prompt prompt, int index) {
    ModelCall call = ModelRequest.of(config, prompt, index).call();
    return call.getRequestHash();
  }
}
