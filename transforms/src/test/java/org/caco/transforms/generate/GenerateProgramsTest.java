package org.caco.transforms.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.model.ScriptedServer.says;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.TestSamples.CODE;
import static org.caco.transforms.step.TestSamples.given;
import static org.caco.transforms.step.TestSamples.program;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.caco.hash.ContentHash;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.model.PromptTemplate;
import org.caco.transforms.model.ScriptedServer;
import org.caco.transforms.model.ScriptedServer.Reply;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class GenerateProgramsTest {
  private static final Program FIRST =
      program("output = 'first'\n").toBuilder().addSeedIds("s1").build();
  private static final Program SECOND =
      program("output = 'second'\n").toBuilder().addSeedIds("s2").build();

  private static Sample plan(long position, Program... examples) {
    return Sample.newBuilder().setPosition(position).addAllExamples(List.of(examples)).build();
  }

  private static StepResult<Sample> generate(
      TestPipeline pipeline, ScriptedServer server, Sample... plans) {
    return given(pipeline, plans)
        .apply(GeneratePrograms.with(server.config("code"), PromptTemplate.packaged("code")));
  }

  @Test
  void theProgramTakesThePlaceOfTheExamplesAndNamesThem(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(request -> says("```python\n" + CODE + "```"))) {
      assertAccepted(
          generate(pipeline, server, plan(1, FIRST, SECOND)),
          sample -> {
            Program program = sample.getProgram();
            assertThat(sample.toBuilder().clearProgram().clearId().build()).isEqualTo(plan(1));
            assertThat(program.toBuilder().clearCall().build())
                .isEqualTo(
                    program(CODE).toBuilder()
                        .addExampleIds(FIRST.getId())
                        .addExampleIds(SECOND.getId())
                        .addSeedIds("s1")
                        .addSeedIds("s2")
                        .build());
            assertThat(program.getCall().getRole()).isEqualTo("code");
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void aSeedOfTwoExamplesIsNamedOnce(TestPipeline pipeline) throws IOException {
    Program sibling = SECOND.toBuilder().clearSeedIds().addSeedIds("s1").build();
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      assertAccepted(
          generate(pipeline, server, plan(1, FIRST, sibling)),
          sample -> {
            assertThat(sample.getProgram().getSeedIdsList()).containsExactly("s1");
            return null;
          });
      pipeline.run();
    }
  }

  @Test
  void theModelIsShownTheExamplesInTheirOrder(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      assertAccepted(generate(pipeline, server, plan(1, SECOND, FIRST)), sample -> null);
      pipeline.run();
      assertThat(server.requests().get(0).question())
          .containsSubsequence("```python", "'second'", "```", "```python", "'first'", "```");
    }
  }

  @Test
  void withoutExamplesTheModelGetsTheChatPrefixAndNothingElse(TestPipeline pipeline)
      throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      assertAccepted(generate(pipeline, server, plan(1)), sample -> null);
      pipeline.run();
      assertThat(server.requests().get(0).json().get("messages"))
          .hasToString("[{\"role\":\"user\",\"content\":\"\"}]");
    }
  }

  @Test
  void samplesOfOnePromptDifferInTheirSeed(TestPipeline pipeline) throws IOException {
    Sample[] plans = IntStream.rangeClosed(1, 30).mapToObj(i -> plan(i)).toArray(Sample[]::new);
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      StepResult<Sample> result = generate(pipeline, server, plans);
      PAssert.thatSingleton(result.accepted().apply(Count.globally())).isEqualTo(30L);
      pipeline.run();
      assertThat(server.requests()).hasSize(30).doesNotHaveDuplicates();
      assertThat(server.requests().stream().map(r -> r.json().get("seed").asLong()))
          .doesNotHaveDuplicates()
          .doesNotContain(0L);
    }
  }

  @Test
  void theSeedIsThatOfEarlierReleasesSoThatTheirJournalsServe() {
    String plan = ContentHash.of("sample", "6", FIRST.getId(), SECOND.getId());
    GeneratePrograms step =
        GeneratePrograms.with(ModelConfig.defaults("code"), PromptTemplate.of("{{examples}}"));
    assertThat(step.prompt(plan(7, FIRST, SECOND)).seed())
        .isEqualTo(ContentHash.number("GeneratePrograms", plan));
  }

  @Test
  void theSeedOfASampleDependsOnItsPlanAlone(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      StepResult<Sample> result = generate(pipeline, server, plan(1), plan(1));
      PAssert.thatSingleton(result.accepted().apply(Count.globally())).isEqualTo(2L);
      PAssert.thatSingleton(
              result.accepted().apply(Count.perElement()).apply("Distinct", Count.globally()))
          .isEqualTo(1L);
      pipeline.run();
      assertThat(server.requests().stream().map(ScriptedServer.Request::body).distinct())
          .hasSize(1);
    }
  }

  @Test
  void aReplyWithoutProgramRejectsItsSample(TestPipeline pipeline) throws IOException {
    Map<String, Reply> replies =
        Map.of(
            "program", says(CODE),
            "declines", says("CANNOT: no idea"),
            "chats", says("Sure, I can help with that."),
            "thinks", says("<think>let me see"),
            "any block", says("```python\nprint('no input, no output')\n```"),
            "cut off", says("```python\n" + CODE, "length"));
    List<String> names = List.copyOf(replies.keySet());
    Sample[] plans =
        IntStream.range(0, names.size())
            .mapToObj(i -> plan(i + 1, program("# #" + names.get(i) + "#\n")))
            .toArray(Sample[]::new);
    Map<String, String> outcomes =
        Map.of(
            "program", ACCEPTED,
            "declines", "declined",
            "chats", "no_program",
            "thinks", "truncated",
            "any block", ACCEPTED,
            "cut off", "truncated");
    try (ScriptedServer server = ScriptedServer.byName(replies)) {
      assertOutcomes(
          generate(pipeline, server, plans),
          outcomes.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      outcome -> Integer.toString(names.indexOf(outcome.getKey()) + 1),
                      Map.Entry::getValue)));
      pipeline.run();
    }
  }

  @Test
  void samplesWithEqualProgramsHaveOneIdAndTwoPositions(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      StepResult<Sample> result = generate(pipeline, server, plan(1), plan(2));
      PAssert.that(result.accepted())
          .satisfies(
              samples -> {
                assertThat(samples)
                    .extracting(sample -> sample.getProgram().getId())
                    .containsOnly(ContentHash.of("program", CODE));
                assertThat(samples)
                    .extracting(Sample::getId)
                    .containsOnly(ContentHash.of("program", CODE));
                assertThat(samples)
                    .extracting(Sample::getPosition)
                    .containsExactlyInAnyOrder(1L, 2L);
                return null;
              });
      pipeline.run();
    }
  }

  @Test
  void noPlansAskNothing(TestPipeline pipeline) throws IOException {
    try (ScriptedServer server = new ScriptedServer(request -> says(CODE))) {
      assertNothing(generate(pipeline, server));
      pipeline.run();
      assertThat(server.requests()).isEmpty();
    }
  }
}
