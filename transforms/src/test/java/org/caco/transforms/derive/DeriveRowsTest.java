package org.caco.transforms.derive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.caco.sandbox.SandboxConfig;
import org.caco.transforms.export.DatasetRow;
import org.caco.transforms.publish.Table;
import org.caco.transforms.publish.WriteTables;
import org.caco.transforms.records.InputChoice;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.records.TestCase;
import org.caco.transforms.records.Verdict;
import org.caco.transforms.step.TestSamples;
import org.junit.jupiter.api.Test;

class DeriveRowsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RIGHT = "There are 6 * 7 = 42.\nSo it is 42.";
  private static final String WRONG = "There are 6 * 7 = 42.\nTwo are lost, so it is 40.";

  /** Solved three times, right, wrong, and without an answer; with tests. */
  private static Sample sample() {
    Sample.Builder sample =
        TestSamples.solved("s", "How many apples are in the boxes?").toBuilder()
            .addSolutions(solution(RIGHT, "42", true, "equal_integer"))
            .addSolutions(solution(WRONG, "40", false, "different_integer"))
            .addSolutions(solution(WRONG, "40", false, "different_integer"))
            .addSolutions(solution("I cannot say.", "", false, "no_answer"))
            .addSolutions(solution("\\sum", "\\sum", false, "undecided"))
            .setChoice(InputChoice.getDefaultInstance());
    for (int i = 1; i <= 5; i++) {
      sample
          .getExecutionBuilder()
          .addTests(
              TestCase.newBuilder()
                  .setInput("{\"apples\":" + i + ",\"boxes\":2}")
                  .setOutput("" + 2 * i)
                  .setOutputText("" + 2 * i));
    }
    return sample.build();
  }

  private static Solution solution(String text, String answer, boolean agrees, String reason) {
    return Solution.newBuilder()
        .setText(text)
        .setAnswer(answer)
        .setAgrees(agrees)
        .setReason(reason)
        .build();
  }

  private static List<JsonNode> derived(TupleTag<String> tag, Sample... samples) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollectionTuple lines =
        TestSamples.given(pipeline, samples)
            .apply(
                DeriveRows.in(
                    SandboxConfig.defaults(),
                    EnumSet.of(Table.TASKS, Table.PREFERENCES, Table.STEPS)));
    List<JsonNode> rows = java.util.Collections.synchronizedList(COLLECTED);
    rows.clear();
    PAssert.that(lines.get(tag))
        .satisfies(
            all -> {
              for (String line : all) {
                COLLECTED.add(read(line));
              }
              return null;
            });
    pipeline.run().waitUntilFinish();
    List<JsonNode> sorted = new ArrayList<>(rows);
    sorted.sort(java.util.Comparator.comparing(row -> row.path("kind").asText()));
    return sorted;
  }

  private static final List<JsonNode> COLLECTED = new ArrayList<>();

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void isToyWhereOnlyTheJudgeOfTheRowWas() {
    Sample judged =
        sample().toBuilder()
            .addVerdicts(Verdict.newBuilder().setCall(ModelCall.newBuilder().setModel("embedded")))
            .build();

    assertThat(derived(WriteTables.TASKS, sample())).noneMatch(row -> row.get("toy").asBoolean());
    assertThat(derived(WriteTables.TASKS, judged)).allMatch(row -> row.get("toy").asBoolean());
  }

  @Test
  void aProgramMakesThreeTasks() {
    List<JsonNode> tasks = derived(WriteTables.TASKS, sample());

    assertThat(tasks)
        .extracting(task -> task.get("kind").asText() + " " + task.get("verify").asText())
        .containsExactly("abduction run_input", "deduction grade", "induction run_program");
    assertThat(tasks).allMatch(task -> task.get("row_id").asText().equals(DatasetRow.id(sample())));
    JsonNode abduction = tasks.get(0);
    assertThat(abduction.at("/prompt/0/content").asText())
        .contains("set `output` to 42?")
        .contains("input = {\"apples\": ..., \"boxes\": ...}\n\ndef total")
        .doesNotContain("6");
    assertThat(abduction.get("answer").asText()).isEqualTo("input = {'apples': 6, 'boxes': 7}");
    assertThat(tasks.get(1).at("/prompt/0/content").asText()).contains(TestSamples.CODE.strip());
    assertThat(tasks.get(1).get("answer").asText()).isEqualTo("42");
  }

  @Test
  void halfOfThePairsAreHiddenFromAnInduction() {
    JsonNode induction = derived(WriteTables.TASKS, sample()).get(2);

    assertThat(induction.at("/prompt/0/content").asText())
        .contains("solve(apples, boxes)")
        .contains("solve(apples=6, boxes=7) == 42\nsolve(apples=2, boxes=2) == 4\n")
        .doesNotContain("== 2\n", "== 6\n", "== 10\n");
    assertThat(induction.get("shown").findValuesAsText("answer")).containsExactly("42", "4", "8");
    assertThat(induction.get("tests").findValuesAsText("answer")).containsExactly("2", "6", "10");
  }

  @Test
  void commentsThatMayTellTheInputAreNotInAnAbduction() {
    String code = "# 6 boxes of 7\n" + TestSamples.CODE + "# 6 * 7\n";
    Sample sample = sample().toBuilder().setProgram(TestSamples.program(code)).build();

    assertThat(derived(WriteTables.TASKS, sample).get(0).at("/prompt/0/content").asText())
        .doesNotContain("6", "7", "#");
  }

  @Test
  void aRightAndAWrongSolutionAreAPair() {
    List<JsonNode> pairs = derived(WriteTables.PREFERENCES, sample());

    assertThat(pairs).hasSize(1);
    assertThat(pairs.get(0).get("prompt").toString())
        .isEqualTo("[{\"role\":\"user\",\"content\":\"How many apples are in the boxes?\"}]");
    assertThat(pairs.get(0).at("/chosen/0/content").asText()).isEqualTo(RIGHT);
    assertThat(pairs.get(0).at("/rejected/0/content").asText()).isEqualTo(WRONG);
    assertThat(pairs.get(0).get("rejected_answer").asText()).isEqualTo("40");
  }

  @Test
  void stepsAreLabelledByWhatTheProgramWorksOut() {
    List<JsonNode> steps = derived(WriteTables.STEPS, sample());

    assertThat(steps)
        .extracting(row -> row.get("labels").toString())
        .containsExactlyInAnyOrder("[true,true]", "[true,false]");
    assertThat(steps)
        .extracting(row -> row.get("completions").get(0).asText())
        .containsOnly("There are 6 * 7 = 42.");
  }

  @Test
  void aSampleWithoutAnAgreeingSolutionMakesNothing() {
    Sample none =
        TestSamples.posed("s", "How many?").toBuilder()
            .addSolutions(solution(WRONG, "40", false, "different_integer"))
            .build();

    assertThat(derived(WriteTables.TASKS, none)).isEmpty();
    assertThat(derived(WriteTables.PREFERENCES, none)).isEmpty();
    assertThat(derived(WriteTables.STEPS, none)).isEmpty();
  }
}
