package org.caco.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.Asking.assertRejected;
import static org.caco.transforms.model.Asking.config;
import static org.caco.transforms.model.Asking.counter;
import static org.caco.transforms.model.Asking.run;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.model.ScriptedServer.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.caco.transforms.model.ScriptedServer.Request;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A reply that cannot be read is asked for once more, with what is wrong. */
@ExtendWith(TestPipelineExtension.class)
final class RepairTest {
  private static final String WRONG = "it is no number.";

  /** Answers rightly only where it is told what was wrong. */
  private static Reply learns(Request request) {
    return says(request.question().contains(WRONG) ? "42" : "forty-two");
  }

  private static GenerateText<String, String> ask(ModelConfig config) {
    return Asking.ask(config, Asking::prompt, RepairTest::read).withRepairs(RepairTest::complaint);
  }

  private static String read(String question, List<Completion> completions) {
    for (Completion completion : completions) {
      if (!complaint(completion).isEmpty()) {
        throw new RejectedException("no_number", completion.text());
      }
    }
    return Asking.answer(question, completions);
  }

  private static String complaint(Completion completion) {
    return completion.text().chars().allMatch(Character::isDigit) ? "" : WRONG;
  }

  private static List<String> messages(Request request) {
    List<String> messages = new ArrayList<>();
    for (JsonNode message : request.json().path("messages")) {
      messages.add(message.path("role").asText() + ": " + message.path("content").asText());
    }
    return messages;
  }

  @Test
  void showsTheModelItsReplyAndWhatIsWrong(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(RepairTest::learns)) {
      StepResult<String> result = run(pipeline, ask(config(server)), "a");
      PAssert.that(result.accepted()).containsInAnyOrder("a=42");
      PipelineResult ran = pipeline.run();
      ran.waitUntilFinish();
      assertThat(messages(server.requests().get(1)))
          .hasSize(3)
          .startsWith("user: a", "assistant: forty-two")
          .last()
          .asString()
          .startsWith("user: Your reply cannot be used: " + WRONG);
      assertThat(counter(ran, "solve." + ModelMetrics.REPAIRS)).isEqualTo(1);
      assertThat(counter(ran, "solve." + ModelMetrics.REPAIRED)).isEqualTo(1);
      assertThat(counter(ran, "solve." + ModelMetrics.OUTPUT_TOKENS)).isEqualTo(6);
    }
  }

  @Test
  void mendsEachSampleByItself(TestPipeline pipeline) throws IOException {
    Function<Request, Reply> script =
        request ->
            request.question().contains(WRONG)
                ? learns(request)
                : says(request.json().path("seed").asLong() % 2 == 0 ? "7" : "seven");
    try (ScriptedServer server = new ScriptedServer(script)) {
      StepResult<String> result = run(pipeline, ask(config(server)).withSamples(4), "a");
      PAssert.that(result.accepted())
          .satisfies(
              answers -> {
                assertThat(answers.iterator().next()).isIn("a=7|42|7|42", "a=42|7|42|7");
                return null;
              });
      pipeline.run();
      assertThat(server.requests()).hasSize(6);
    }
  }

  @Test
  void asksAsOftenAsIsSet() throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("a number"))) {
      for (int times = 0; times < 3; times++) {
        int before = server.requests().size();
        Pipeline each = Pipeline.create();
        ModelConfig config = config(server).toBuilder().setRepairReplies(times).build();
        assertRejected(run(each, ask(config), "a"), "no_number");
        each.run().waitUntilFinish();
        assertThat(server.requests().size() - before).isEqualTo(1 + times);
      }
    }
  }

  @Test
  void keepsTheFirstReplyWhereNoOtherComes(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                request.question().contains(WRONG) ? status(400, "too long") : says("one"))) {
      assertRejected(run(pipeline, ask(config(server)), "a"), "no_number");
      pipeline.run();
    }
  }

  @Test
  void tellsAnEmptyReplyWithinTheQuestion(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(request -> says(request.question().contains("is empty") ? "42" : ""))) {
      StepResult<String> result = run(pipeline, ask(config(server)), "a");
      PAssert.that(result.accepted())
          .satisfies(
              answers -> {
                assertThat(answers).containsExactly("a=42");
                return null;
              });
      pipeline.run();
      assertThat(messages(server.requests().get(1))).hasSize(1);
    }
  }

  @Test
  void asksNothingAgainThatIsInTheJournal(@TempDir Path directory) throws IOException {
    try (ScriptedServer server = new ScriptedServer(RepairTest::learns)) {
      ModelConfig config = config(server).toBuilder().setJournal(directory.toString()).build();
      for (int i = 0; i < 2; i++) {
        Pipeline pipeline = Pipeline.create();
        StepResult<String> result = run(pipeline, ask(config), "a", "b");
        PAssert.that(result.accepted()).containsInAnyOrder("a=42", "b=42");
        pipeline.run().waitUntilFinish();
      }
      assertThat(server.requests()).hasSize(4);
    }
  }

  @Test
  void aJournalWithoutRepairsStillTellsWhatWasWrong(@TempDir Path directory) throws IOException {
    try (ScriptedServer server = new ScriptedServer(RepairTest::learns)) {
      ModelConfig old =
          config(server).toBuilder().setJournal(directory.toString()).setRepairReplies(0).build();
      ModelConfig replayed = old.toBuilder().setRepairReplies(1).setJournalOnly(true).build();
      for (ModelConfig config : List.of(old, replayed)) {
        Pipeline pipeline = Pipeline.create();
        assertRejected(run(pipeline, ask(config), "a"), "no_number");
        pipeline.run().waitUntilFinish();
      }
    }
  }

  @Test
  void aRepairThatALimitForbidsIsNotRun(@TempDir Path directory) throws IOException {
    try (ScriptedServer server = new ScriptedServer(RepairTest::learns)) {
      ModelConfig config =
          config(server).toBuilder()
              .setJournal(directory.toString())
              .setLimits(Limits.none().withRun(directory.toString()).withMaxCalls(1))
              .build();
      Pipeline pipeline = Pipeline.create();
      assertRejected(run(pipeline, ask(config), "a"), "not_run");
      pipeline.run().waitUntilFinish();
    }
  }

  @Test
  void namesTheReplyThatItMendsAndListsBoth(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says("a number"))) {
      PAssert.that(run(pipeline, ask(config(server)), "a").rejected())
          .satisfies(
              rejections -> {
                var calls = rejections.iterator().next().getCallsList();
                assertThat(calls).hasSize(2);
                assertThat(calls.get(1).getRepairOf()).isEqualTo(calls.get(0).getRequestHash());
                return null;
              });
      pipeline.run();
    }
  }

  @Test
  void saysNothingToAModelThatContinuesAText(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            request ->
                ScriptedServer.json(
                    "{\"choices\":[{\"text\":\"one\",\"finish_reason\":\"stop\"}]}"))) {
      GenerateText<String, String> ask =
          Asking.ask(config(server), question -> Prompt.text(question, 1), RepairTest::read)
              .withRepairs(RepairTest::complaint);
      assertRejected(run(pipeline, ask, "a"), "no_number");
      pipeline.run();
      assertThat(server.requests().stream().map(Request::path).collect(Collectors.toList()))
          .containsExactly("/v1/completions");
    }
  }
}
