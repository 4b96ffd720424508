package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.Asking.ask;
import static org.caco.transforms.model.Asking.config;
import static org.caco.transforms.model.Asking.counter;
import static org.caco.transforms.model.Asking.run;
import static org.caco.transforms.model.ScriptedServer.json;
import static org.caco.transforms.model.ScriptedServer.status;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.caco.hash.ContentHash;
import org.caco.server.EmbeddedModelServer;
import org.caco.transforms.model.Sample.Bundle;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.caco.transforms.model.ScriptedServer.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several samples of a prompt, in one request or in more. */
final class SeveralSamplesTest {
  private static final Prompt PROMPT =
      new Prompt(List.of(new Message("user", "")), ContentHash.number("a"));

  private static ModelRequest sample(ModelConfig config, int index) {
    return ModelRequest.of(config, PROMPT, index);
  }

  private static List<CallResult> samples(ModelConfig config, int count) throws Exception {
    List<ModelRequest> requests =
        IntStream.range(0, count).mapToObj(i -> sample(config, i)).toList();
    List<CallResult> ended = new ArrayList<>();
    for (CompletableFuture<CallResult> result :
        Asking.client(config).submit(new Bundle(), requests)) {
      ended.add(result.get());
    }
    return ended;
  }

  private static String text(CallResult result) {
    return result.failure() == null ? result.response().reply().text() : result.failure().reason();
  }

  private static int asked(Request request) {
    return request.json().path("n").asInt(1);
  }

  /** A text for each seed, for the samples whose places are named, under these indices. */
  private static Reply choices(Request request, List<Integer> indices) {
    List<Map<String, Object>> choices = new ArrayList<>();
    for (int index : indices) {
      choices.add(choice(request, index));
    }
    return json(
        Json.text(
            Map.of(
                "choices",
                choices,
                "usage",
                Map.of("prompt_tokens", 7, "completion_tokens", 10 * choices.size()))));
  }

  private static Map<String, Object> choice(Request request, int index) {
    String text = "seed " + (request.json().get("seed").asLong() + index);
    return Map.of("index", index, "message", Map.of("content", text), "finish_reason", "stop");
  }

  private static List<Integer> all(Request request) {
    return IntStream.range(0, asked(request)).boxed().toList();
  }

  private static String[] texts(int count) {
    ModelConfig any = ModelConfig.of("solve", "http://localhost", "m");
    return IntStream.range(0, count)
        .mapToObj(i -> "seed " + sample(any, i).parameters().get("seed"))
        .toArray(String[]::new);
  }

  @Test
  void theAnswersAreTheSameInHoweverManyRequests() throws Exception {
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0)) {
      ModelConfig config = ModelConfig.of("solve", server.uri().toString(), "embedded:0");
      List<List<String>> ways = new ArrayList<>();
      for (int samplesPerRequest : new int[] {1, 2, 5, 8}) {
        List<CallResult> results =
            samples(config.toBuilder().setSamplesPerRequest(samplesPerRequest).build(), 5);
        ways.add(results.stream().map(SeveralSamplesTest::text).toList());
      }
      assertThat(ways.get(0)).hasSize(5).doesNotHaveDuplicates();
      assertThat(ways).containsOnly(ways.get(0));
      assertThat(server.stats().requests()).isEqualTo(5 + 3 + 1 + 1);
    }
  }

  @Test
  void aChoiceThatIsMissingIsAskedForByItself() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request -> choices(request, asked(request) == 4 ? List.of(2, 0) : all(request)))) {
      List<CallResult> results =
          samples(config(server).toBuilder().setSamplesPerRequest(4).build(), 4);
      assertThat(results).extracting(SeveralSamplesTest::text).containsExactly(texts(4));
      assertThat(server.requests()).extracting(SeveralSamplesTest::asked).containsExactly(4, 1, 1);
      assertThat(results).extracting(CallResult::attempts).containsExactly(1, 1, 0, 1);
    }
  }

  @Test
  void aChoiceWithAnIndexThatIsTakenOrUnknownCountsAsMissing() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request -> choices(request, asked(request) == 3 ? List.of(0, 0, 7) : all(request)))) {
      assertThat(samples(config(server).toBuilder().setSamplesPerRequest(3).build(), 3))
          .extracting(SeveralSamplesTest::text)
          .containsExactly(texts(3));
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void choicesWithoutAnIndexAreInOrder() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                json(
                    "{\"choices\":[{\"message\":{\"content\":\"one\"}},"
                        + "{\"message\":{\"content\":\"two\"}}]}"))) {
      assertThat(samples(config(server).toBuilder().setSamplesPerRequest(2).build(), 2))
          .extracting(SeveralSamplesTest::text)
          .containsExactly("one", "two");
    }
  }

  @Test
  void moreChoicesThanWereAskedForAreAskedForAgain() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                choices(request, request.attempt() == 1 ? List.of(0, 1, 2) : all(request)))) {
      assertThat(samples(config(server).toBuilder().setSamplesPerRequest(2).build(), 2))
          .extracting(SeveralSamplesTest::text)
          .containsExactly(texts(2));
      assertThat(server.requests()).extracting(SeveralSamplesTest::asked).containsExactly(2, 2);
    }
  }

  @Test
  void aServerThatTakesOneAtATimeIsAskedSo() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                asked(request) > 1
                    ? status(400, "Only one completion choice is allowed")
                    : choices(request, all(request)))) {
      assertThat(samples(config(server).toBuilder().setSamplesPerRequest(3).build(), 3))
          .extracting(SeveralSamplesTest::text)
          .containsExactly(texts(3));
      assertThat(server.requests()).hasSize(4);
    }
  }

  @Test
  void aFailedRequestFailsAllItsSamples() throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> status(500, "out of memory"))) {
      List<CallResult> results =
          samples(config(server).toBuilder().setSamplesPerRequest(3).build(), 3);
      assertThat(results).extracting(SeveralSamplesTest::text).containsOnly("http_500");
      assertThat(results).extracting(CallResult::attempts).containsExactly(3, 0, 0);
    }
  }

  @Test
  void aPromptThatIsSentOnceCountsOnce() throws IOException {
    Pipeline pipeline = Pipeline.create();
    try (ScriptedServer server = new ScriptedServer(request -> choices(request, all(request)))) {
      run(
          pipeline,
          ask(config(server).toBuilder().setSamplesPerRequest(3).build()).withSamples(3),
          "a",
          "b");
      PipelineResult ran = pipeline.run();
      ran.waitUntilFinish();
      assertThat(counter(ran, "solve." + ModelMetrics.CALLS)).isEqualTo(2);
      assertThat(counter(ran, "solve." + ModelMetrics.RETRIES)).isZero();
      assertThat(counter(ran, "solve." + ModelMetrics.INPUT_TOKENS)).isEqualTo(2 * 7);
      assertThat(counter(ran, "solve." + ModelMetrics.OUTPUT_TOKENS)).isEqualTo(2 * 30);
    }
  }

  @Test
  void theJournalServesSamplesHoweverTheyWereAskedFor(@TempDir Path directory) throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> choices(request, all(request)))) {
      ModelConfig config = config(server).toBuilder().setJournal(directory.toString()).build();
      samples(config.toBuilder().setSamplesPerRequest(2).build(), 2);
      List<CallResult> more = samples(config, 3);
      assertThat(more).extracting(CallResult::cached).containsExactly(true, true, false);
      List<CallResult> most = samples(config.toBuilder().setSamplesPerRequest(8).build(), 6);
      assertThat(most).extracting(SeveralSamplesTest::text).containsExactly(texts(6));
      assertThat(server.requests()).extracting(SeveralSamplesTest::asked).containsExactly(2, 1, 3);
    }
  }

  @Property(tries = 30)
  void whateverChoicesComeEverySampleEndsOnce(
      @ForAll @Size(max = 6) List<@IntRange(min = -1, max = 5) Integer> indices,
      @ForAll @IntRange(min = 1, max = 5) int samplesPerRequest)
      throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> choices(request, indices))) {
      List<CallResult> results =
          samples(
              config(server).toBuilder()
                  .setSamplesPerRequest(samplesPerRequest)
                  .setMaxAttempts(2)
                  .build(),
              5);
      assertThat(results)
          .hasSize(5)
          .allSatisfy(
              result ->
                  assertThat(result.failure() == null)
                      .isEqualTo(
                          result.response() != null
                              && result.response().defect(Integer.MAX_VALUE) == null));
    }
  }
}
