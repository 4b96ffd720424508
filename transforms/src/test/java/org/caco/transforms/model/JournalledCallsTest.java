package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.model.Asking.ask;
import static org.caco.transforms.model.Asking.assertRejected;
import static org.caco.transforms.model.Asking.call;
import static org.caco.transforms.model.Asking.config;
import static org.caco.transforms.model.Asking.counter;
import static org.caco.transforms.model.Asking.reasons;
import static org.caco.transforms.model.Asking.run;
import static org.caco.transforms.model.ScriptedServer.says;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.transforms.model.Sample.Bundle;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.caco.transforms.model.ScriptedServer.Request;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What was asked once is not asked again. */
@ExtendWith(TestPipelineExtension.class)
final class JournalledCallsTest {
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
      ModelClient client = Asking.client(config);
      var first = client.submit(new Bundle(), List.of(request)).get(0);
      var second = client.submit(new Bundle(), List.of(request)).get(0);
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
      config = config(server).toBuilder().setJournal(directory.toString()).build();
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
  void whatIsWrongWithAnAnswerReadsTheSameFromTheJournal(@TempDir Path directory) throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> says("tru", "length"))) {
      ModelConfig config = config(server).toBuilder().setJournal(directory.toString()).build();
      CallResult asked = call(config);
      CallResult known = call(config);
      assertThat(known.cached()).isTrue();
      assertThat(known.failure()).isEqualTo(asked.failure());
    }
  }

  @Test
  void aBundleThatIsRetriedAsksNothingAgain(@TempDir Path directory) throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> says("yes"))) {
      ModelConfig config = config(server).toBuilder().setJournal(directory.toString()).build();
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
      ModelConfig unlimited = config(server).toBuilder().setJournal(directory.toString()).build();
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
                ask(
                    unlimited.toBuilder()
                        .setMaxInFlight(1)
                        .setPrice(new Price(1, 1))
                        .setLimits(some)
                        .build()),
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
  void theRequestHashDependsOnAllThatDeterminesTheResponse() {
    ModelConfig config = ModelConfig.of("solve", "http://localhost:1", "m");
    Prompt prompt = new Prompt(List.of(new Message("user", "a")), 1);
    String hash = hash(config, prompt, 0);
    assertThat(
            hash(config.toBuilder().setEndpoints(List.of("http://elsewhere")).build(), prompt, 0))
        .isEqualTo(hash);
    assertThat(
            List.of(
                hash(config.toBuilder().setModel("n").build(), prompt, 0),
                hash(config.toBuilder().mergeParameters("{\"top_k\":20}").build(), prompt, 0),
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
