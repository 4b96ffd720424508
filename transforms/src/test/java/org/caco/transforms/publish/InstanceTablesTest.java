package org.caco.transforms.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.caco.transforms.export.DatasetRow;
import org.caco.transforms.lines.ParquetLines;
import org.caco.transforms.records.Consistency;
import org.caco.transforms.records.Instance;
import org.caco.transforms.records.ModelCall;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTablesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static Sample generator(int number) {
    Sample.Builder generator = Sample.newBuilder();
    generator.getProgramBuilder().setCode("secret " + number);
    generator.getProblemBuilder().setText("Ada has " + number + " plums.");
    for (int i = 1; i <= 2; i++) {
      generator.addInstances(
          Instance.newBuilder()
              .setId("i" + number + i)
              .setText("Ada has " + i + "0 plums.")
              .setInput("{\"plums\":" + i + "0}")
              .setOutput(i + "1")
              .setOutputText(i + "1"));
    }
    return generator
        .setConsistency(Consistency.newBuilder().setAttempts(4).setAgreeing(3))
        .addSolutions(
            Solution.newBuilder()
                .setAgrees(true)
                .setCall(ModelCall.newBuilder().setModel("embedded:0.1")))
        .build();
  }

  private List<JsonNode> write(Split split, int generators, String table) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < generators; i++) {
      lines.addAll(InstanceRow.toJson(generator(i)));
    }
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollectionTuple.of(
            WriteTables.INSTANCES, pipeline.apply(Create.of(lines).withCoder(StringUtf8Coder.of())))
        .apply(WriteTables.to(folder.toString(), split));
    pipeline.run().waitUntilFinish();
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(table))) {
      for (Path file : files.toList()) {
        for (String row : ParquetLines.rows(file)) {
          rows.add(JSON.readTree(row));
        }
      }
    }
    return rows;
  }

  @Test
  void anInstanceIsAPromptWithAVerifiableAnswer() throws IOException {
    List<JsonNode> rows = write(new Split(0, 1), 1, "instances-rows");

    assertThat(rows).hasSize(2);
    JsonNode row = rows.get(rows.get(0).get("id").asText().equals("i01") ? 0 : 1);
    assertThat(row.get("row_id").asText()).isEqualTo(DatasetRow.id(generator(0)));
    assertThat(row.get("prompt").toString())
        .isEqualTo(
            "[{\"role\":\"user\",\"content\":\"Ada has 10 plums.\\n\\n"
                + "Put your final answer within \\\\boxed{}.\"}]");
    assertThat(row.get("answer").asText()).isEqualTo("11");
    assertThat(row.get("solution").asText()).isEqualTo("\\boxed{11}");
    assertThat(row.get("input").asText()).isEqualTo("{\"plums\":10}");
    assertThat(row.get("difficulty").asDouble()).isEqualTo(0.25);
    assertThat(row.at("/reward_model/ground_truth").asText()).isEqualTo("11");
    assertThat(row.get("extra_info").toString())
        .isEqualTo("{\"split\":\"train\",\"index\":0,\"id\":\"i01\"}");
    assertThat(row.get("toy").asBoolean()).isTrue();
    assertThat(row.toString()).doesNotContain("secret");
  }

  @Test
  void instancesAreInTheSplitOfTheirRow() throws IOException {
    Split split = new Split(0.5, 1);
    write(split, 12, "instances-rows");

    TreeSet<String> aside = new TreeSet<>();
    for (JsonNode row : write(split, 12, "validation/instances-rows")) {
      aside.add(row.get("row_id").asText());
    }

    TreeSet<String> expected = new TreeSet<>();
    for (int i = 0; i < 12; i++) {
      String id = DatasetRow.id(generator(i));
      if (split.of(id).equals(Table.VALIDATION)) {
        expected.add(id);
      }
    }
    assertThat(aside).isEqualTo(expected).hasSizeBetween(1, 11);
  }

  @Test
  void theCardNamesTheSplitsThatHaveInstancesAndHowManyThereAre() throws IOException {
    ObjectNode summary = JSON.createObjectNode();
    summary
        .putObject("totals")
        .put(DatasetCard.GENERATORS, 3)
        .put(DatasetCard.INSTANCES_MADE, 1_200)
        .put(DatasetCard.INSTANCES_SET_ASIDE, 0);
    ObjectNode facts = JSON.createObjectNode().put("rows", 5);
    facts.putObject("splits").put("train", 4).put("validation", 1);
    String card =
        new DatasetCard(
                "synthesize",
                true,
                List.of(Table.DEFAULT, Table.INSTANCES),
                new Split(0.2, 1),
                summary,
                facts,
                List.of(),
                new TreeMap<>())
            .render();

    JsonNode head =
        new ObjectMapper(new YAMLFactory()).readTree(card.substring(4, card.indexOf("\n---\n")));
    assertThat(head.at("/configs/1").toString())
        .isEqualTo(
            "{\"config_name\":\"instances\",\"data_files\":["
                + "{\"split\":\"train\",\"path\":\"instances-rows/train-*.parquet\"}]}");
    assertThat(card).contains("3 rows are generators", "1,200 further problems");
  }
}
