package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.Asking.ask;
import static org.caco.transforms.model.Asking.assertRejected;
import static org.caco.transforms.model.Asking.config;
import static org.caco.transforms.model.Asking.counter;
import static org.caco.transforms.model.Asking.run;
import static org.caco.transforms.model.ScriptedServer.json;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.TimestampedValue;
import org.caco.hash.ContentHash;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.caco.transforms.model.ScriptedServer.Request;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.BundleOptions;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepResult;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestPipelineExtension.class)
final class GenerateTextTest {
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
    pipeline.getOptions().as(BundleOptions.class).setBundles(16);
    try (ScriptedServer server = new ScriptedServer(slow)) {
      String[] questions =
          IntStream.range(0, 200).mapToObj(Integer::toString).toArray(String[]::new);
      StepResult<String> result =
          run(pipeline, ask(config(server).toBuilder().setMaxInFlight(24).build()), questions);
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
          run(pipeline, ask(config(server), text -> Prompt.text("a", 1), Asking::answer), "q");
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
              ask(
                  config(server),
                  question ->
                      switch (question) {
                        case "no prompt" -> throw new RejectedException("no_prompt", "x");
                        case "bug" -> throw new IllegalStateException("bug in the prompt");
                        default -> new Prompt(List.of(new Message("user", question)), 0);
                      },
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

  @Test
  void asksOnceMoreForWhatWasCutOffIfThatIsWanted(TestPipeline pipeline) throws IOException {
    Function<Request, Reply> script =
        request -> {
          int most = request.json().get("max_tokens").intValue();
          boolean enough = most >= (request.question().equals("long") ? 20 : 100);
          return says("up to " + most, enough ? "stop" : "length");
        };
    try (ScriptedServer server = new ScriptedServer(script)) {
      ModelConfig config =
          config(server).toBuilder()
              .setParameters(Map.of("max_tokens", 10))
              .setRetryTruncated(true)
              .build();
      StepResult<String> result = run(pipeline, ask(config).withSamples(2), "long", "endless");
      PAssert.that(result.accepted()).containsInAnyOrder("long=up to 20|up to 20");
      assertRejected(result, "truncated");
      PipelineResult ran = pipeline.run();
      ran.waitUntilFinish();
      assertThat(server.requests()).hasSize(8);
      assertThat(counter(ran, "solve." + ModelMetrics.CALLS)).isEqualTo(8);
      assertThat(counter(ran, "solve." + ModelMetrics.OUTPUT_TOKENS)).isEqualTo(8 * 3);
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
      run(
          pipeline,
          ask(config(server).toBuilder().setPrice(new Price(2, 5)).build()),
          "a",
          "b",
          "c");
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
          config(well).toBuilder()
              .setEndpoints(List.of(busy.address(), well.address()))
              .setMaxInFlight(1)
              .build();
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

  @Test
  void sendsTheKeyAndNeverShowsIt(@TempDir Path directory, TestPipeline pipeline)
      throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "sk-very-secret\n");
    try (ScriptedServer server =
        new ScriptedServer(
            request -> status(403, "no such key: " + request.headers().get("authorization")))) {
      StepResult<String> result =
          run(
              pipeline,
              ask(config(server).toBuilder().setApiKey(ApiKey.file(key.toString())).build()),
              "a");
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
      assertRejected(
          run(pipeline, ask(config(server).toBuilder().setApiKey(missing).build()), "a"),
          "key_missing");
      pipeline.run();
      assertThat(server.requests()).isEmpty();
    }
  }
}
