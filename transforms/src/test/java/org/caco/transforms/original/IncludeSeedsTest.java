package org.caco.transforms.original;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertAccepted;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.TestSamples.executed;
import static org.caco.transforms.step.TestSamples.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.caco.transforms.export.DatasetRow;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.records.Origin;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.StepResult;
import org.caco.transforms.unify.CheckAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class IncludeSeedsTest {
  private static final String PROBLEM = "Six apples lie in each of 7 boxes. How many apples?";
  private static final String SOLUTION = "There are 6*7=<<6*7=42>>42 apples.\n#### 42";

  private static Seed.Builder seed(String id) {
    return Seed.newBuilder()
        .setId(id)
        .setFormat("gsm8k")
        .setProblem(PROBLEM)
        .setSolution(SOLUTION)
        .setAnswer("42");
  }

  /** A sample whose program gives 42. */
  private static Sample from(Seed.Builder seed) {
    Sample executed = executed(seed.getId());
    return executed.toBuilder()
        .setSeed(seed)
        .setProgram(
            executed.getProgram().toBuilder().addSeedIds(seed.getId()).addOrigins(seed.getOrigin()))
        .build();
  }

  private static StepResult<Sample> include(TestPipeline pipeline, Sample... samples) {
    return given(pipeline, samples)
        .apply(IncludeSeeds.withTexts())
        .apply(CheckAnswer.create())
        .accepted()
        .apply(IncludeSeeds.create());
  }

  @Test
  void theRowIsTheSeedAsItWasPublished(TestPipeline pipeline) {
    Origin origin = Origin.newBuilder().setDataSet("apples").setLicense("mit").build();
    assertAccepted(
        include(pipeline, from(seed("s").setOrigin(origin))),
        sample -> {
          assertThat(IncludeSeeds.isOriginal(sample)).isTrue();
          JsonNode row = json(DatasetRow.toJson(sample));
          assertThat(row.path("instruction").asText()).isEqualTo(PROBLEM);
          assertThat(row.path("output").asText()).isEqualTo(SOLUTION);
          assertThat(row.path("answer").asText()).isEqualTo("42");
          assertThat(row.path("samples").asInt()).isZero();
          assertThat(row.at("/lineage/original").asBoolean()).isTrue();
          assertThat(row.at("/lineage/origins/0/license").asText()).isEqualTo("mit");
          assertThat(row.at("/lineage/seeds/0").asText()).isEqualTo("s");
          assertThat(row.at("/lineage/position").asInt()).isZero();
          return null;
        });
    pipeline.run();
  }

  @Test
  void onlyWhatTheDataSetHasWorkedOutInWordsIsARow(TestPipeline pipeline) {
    ModelCall call = ModelCall.newBuilder().setRole("solve").build();
    assertOutcomes(
        include(
            pipeline,
            named("fine", seed("fine")),
            named("unsolved", seed("unsolved").clearSolution()),
            named("solved by a model", seed("solved by a model").setSolutionCall(call)),
            named("code", seed("code").setSolution("return 42").addTests("assert f() == 42")),
            named("contest", seed("contest").setSolution("print(42)").setFormat("contest")),
            named("other answer", seed("other answer").setSolution("It is 41.\n#### 41")),
            named("no answer", seed("no answer").setSolution("That is for the reader to find."))),
        Map.of(
            "fine", ACCEPTED,
            "unsolved", IncludeSeeds.NO_WORKED_SOLUTION,
            "solved by a model", IncludeSeeds.NO_WORKED_SOLUTION,
            "code", IncludeSeeds.NO_WORKED_SOLUTION,
            "contest", IncludeSeeds.NO_WORKED_SOLUTION,
            "other answer", IncludeSeeds.ANSWER_DISAGREES,
            "no answer", IncludeSeeds.NO_FINAL_ANSWER));
    pipeline.run();
  }

  @Test
  void aSeedWhoseProgramGivesAnotherAnswerIsNone(TestPipeline pipeline) {
    assertNothing(include(pipeline, from(seed("s").setAnswer("41"))));
    pipeline.run();
  }

  private static Sample named(String id, Seed.Builder seed) {
    return from(seed).toBuilder().setId(id).build();
  }

  private static JsonNode json(String row) {
    try {
      return new ObjectMapper().readTree(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
