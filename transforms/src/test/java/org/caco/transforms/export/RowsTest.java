package org.caco.transforms.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void writesADatasetRow() {
    assertThat(DatasetRow.toJson(Samples.FINISHED))
        .isEqualTo(
            ("{'id':'" + ContentHash.of("row", "print(\"\u00e9\")\n", "How many?", "Right.") + "',")
                    .replace('\'', '"')
                + "'instruction':'How many?','output':'Right.','answer':'nan',".replace('\'', '"')
                + "\"code\":\"print(\\\"\u00e9\\\")\\n\","
                + ("'tests':[{'input':'{@a@:2.0}','output':'4.0','answer':'4.0'}],"
                        + "'pass_rate':0.5,'pass_count':1,'samples':2,'truncated':0,"
                        + "'lineage':{'position':5,'seeds':['seed'],"
                        + "'origins':[{'data_set':'set','split':'','row':'r1','license':'mit',"
                        + "'solve_rate':null,'domain':''}],'examples':['example'],"
                        + "'program':{'id':'program','request_hash':'r-code0'},"
                        + "'execution':{'verdict':'ok','input':'{@a@:1.0}',"
                        + "'output':'{@$float@:@nan@}','output_text':'nan',"
                        + "'isolation':'namespaces','facts':{'code_lines':6,'imports':[],"
                        + "'names':['a'],'input_keys':['a'],'input_keys_read':[],"
                        + "'uses_randomness':false,'uses_time':false,'fingerprint':''}},"
                        + "'seed_tests':{'tests':3,'passed':3,'telling':2,'calls':4},"
                        + "'readings':{'excluded':['true_division 4:11'],"
                        + "'open':['exclusive_bound 5:4'],'unproven':'',"
                        + "'written_input':'{@a@:3.0}','written_program':'before'},"
                        + "'problem':{'id':'problem','request_hash':'r-problem0'},"
                        + "'solutions':[{'id':'s0','answer':'','agrees':false,'reason':'',"
                        + "'request_hash':'r-solve0'},{'id':'s1','answer':'nan','agrees':true,"
                        + "'reason':'same_text','request_hash':'r-solve1'}],"
                        + "'consistency':{'attempts':2,'agreeing':1,'majority_answer':'nan',"
                        + "'majority_agrees':true},"
                        + "'verdicts':[{'step':'ApplyRules','reason':'passed','request_hash':''},"
                        + "{'step':'Judge','reason':'same','request_hash':'r-judge0'}],'calls':["
                        + String.join(
                            ",",
                            call("code", 0),
                            call("problem", 0),
                            call("solve", 0),
                            call("solve", 1),
                            call("judge", 0))
                        + "],'original':false,'toy':false}}")
                    .replace('\'', '"')
                    .replace("@", "\\\""));
  }

  @Test
  void theIdOfADatasetRowDependsOnProgramProblemAndSolutionAlone() throws IOException {
    Sample.Builder elsewhere = Samples.FINISHED.toBuilder().setId("other").setPosition(6);
    elsewhere.getExecutionBuilder().setIsolation("landlock");
    Sample.Builder otherProgram = Samples.FINISHED.toBuilder();
    otherProgram.getProgramBuilder().setCode("print(2)\n");
    Sample.Builder otherProblem = Samples.FINISHED.toBuilder();
    otherProblem.getProblemBuilder().setText("How much?");
    Sample.Builder otherSolution = Samples.FINISHED.toBuilder();
    otherSolution.getSolutionsBuilder(1).setText("Right again.");

    String id = id(Samples.FINISHED);
    assertThat(id(elsewhere.build())).isEqualTo(id);
    assertThat(
            List.of(id(otherProgram.build()), id(otherProblem.build()), id(otherSolution.build())))
        .doesNotHaveDuplicates()
        .doesNotContain(id);
  }

  @Test
  void keepsPlacesInFilesOutOfADatasetRow() {
    Sample.Builder moved = Samples.FINISHED.toBuilder();
    moved.getSeedBuilder().setLocation(Location.newBuilder().setFile("other").setLine(1));

    assertThat(DatasetRow.toJson(moved.build())).isEqualTo(DatasetRow.toJson(Samples.FINISHED));
  }

  @Test
  void givesEveryDatasetRowTheSameKeysAndTypes() throws IOException {
    Sample bare = Sample.newBuilder().addSolutions(Solution.newBuilder().setAgrees(true)).build();

    List<String> full = shape("", JSON.readTree(DatasetRow.toJson(Samples.FINISHED)));
    assertThat(full).containsAll(shape("", JSON.readTree(DatasetRow.toJson(bare))));
  }

  @Test
  void refusesASampleThatNoSolutionAgreesWith() {
    Sample sample = Samples.FINISHED.toBuilder().removeSolutions(1).build();

    assertThatThrownBy(() -> DatasetRow.toJson(sample))
        .isInstanceOf(RejectedException.class)
        .extracting(e -> ((RejectedException) e).reason())
        .isEqualTo("no_agreeing_solution");
  }

  @Test
  void writesATrainingRowWithoutPrompt() {
    assertThat(CodegenRow.toJson(Program.newBuilder().setId("p").setCode("print(1)\n").build()))
        .isEqualTo(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"\"},"
                + "{\"role\":\"assistant\",\"content\":\"print(1)\\n\"}],\"id\":\"p\"}");
  }

  @Test
  void writesARejectedLineWithItsPlace() {
    Rejection rejection =
        Rejection.newBuilder()
            .setStep("ReadSeeds")
            .setReason("invalid_json")
            .setEvidence("bad")
            .setLine("{\"a")
            .setLocation(Location.newBuilder().setFile("f").setLine(3))
            .build();

    assertThat(RejectionRow.toJson(rejection))
        .isEqualTo(
            "{\"step\":\"ReadSeeds\",\"reason\":\"invalid_json\",\"evidence\":\"bad\","
                + "\"file\":\"f\",\"line\":3,\"record\":{\"line\":\"{\\\"a\"},\"calls\":[]}");
  }

  @Test
  void writesARejectedSampleWhole() throws IOException {
    Rejection rejection = Rejection.newBuilder().setStep("s").setSample(Samples.FINISHED).build();

    JsonNode sample = JSON.readTree(RejectionRow.toJson(rejection)).path("record").path("sample");
    assertThat(SampleRow.parse(sample.toString())).isEqualTo(Samples.FINISHED);
  }

  @Property(tries = 300)
  void anyTextSurvivesADatasetRow(@ForAll String text) throws IOException {
    Sample sample =
        Samples.FINISHED.toBuilder()
            .setExecution(Execution.newBuilder().setOutputText(text))
            .build();

    String written = new String(DatasetRow.toJson(sample).getBytes(UTF_8), UTF_8);
    assertThat(written).doesNotContain("\n", "\r");
    assertThat(JSON.readTree(written).get("answer").asText()).isEqualTo(text);
  }

  @Test
  void escapesHalfACharacter() {
    Sample sample =
        Samples.FINISHED.toBuilder()
            .setExecution(Execution.newBuilder().setOutputText("a\ud83db \ud83d\ude00"))
            .build();

    assertThat(DatasetRow.toJson(sample)).contains("\"answer\":\"a\\ud83db \ud83d\ude00\"");
  }

  private static String id(Sample sample) throws IOException {
    return JSON.readTree(DatasetRow.toJson(sample)).get("id").textValue();
  }

  @Test
  void hasReasoningAsAColumnOnlyWhereItIsAskedFor() throws IOException {
    Sample.Builder thought = Samples.FINISHED.toBuilder();
    thought.getSolutionsBuilderList().forEach(solution -> solution.setReasoning("Let me see."));
    JsonNode row = JSON.readTree(DatasetRow.toJson(thought.build(), true));
    assertThat(row.get("reasoning").textValue()).isEqualTo("Let me see.");
    assertThat(row.get("id"))
        .isEqualTo(JSON.readTree(DatasetRow.toJson(Samples.FINISHED)).get("id"));
    assertThat(
            JSON.readTree(DatasetRow.toJson(Samples.FINISHED, true)).get("reasoning").textValue())
        .isEmpty();
    assertThat(DatasetRow.toJson(thought.build())).doesNotContain("reasoning");
  }

  private static String call(String role, int index) {
    return String.format(
        "{'role':'%1$s','model':'m','parameters':'{@n@:1}','prompt_hash':'p-%1$s',"
            + "'request_hash':'r-%1$s%2$d','sample_index':%2$d,'finish_reason':'',"
            + "'input_tokens':0,'output_tokens':12,'repair_of':''}",
        role, index);
  }

  /** The path and the JSON type of every value. */
  private static List<String> shape(String path, JsonNode node) {
    List<String> all = new ArrayList<>(List.of(path + ":" + node.getNodeType()));
    node.fields()
        .forEachRemaining(
            field -> all.addAll(shape(path + "." + field.getKey(), field.getValue())));
    if (node.isArray()) {
      node.forEach(element -> all.addAll(shape(path + "[]", element)));
    }
    return all;
  }
}
