package org.caco.transforms.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.caco.hash.ContentHash;
import org.caco.transforms.publish.DatasetCard.PromptText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCardTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir private Path folder;

  @Test
  void namesTheFilesOfEveryConfigurationAndSplit() throws IOException {
    JsonNode head = head(card(facts(List.of()), new Split(0.02, 4), true));

    assertThat(head.at("/configs/0").toString())
        .isEqualTo(
            "{\"config_name\":\"default\",\"default\":true,\"data_files\":["
                + "{\"split\":\"train\",\"path\":\"data/train-*.parquet\"},"
                + "{\"split\":\"validation\","
                + "\"path\":\"validation/data/validation-*.parquet\"}]}");
    assertThat(head.at("/configs").findValuesAsText("config_name"))
        .containsExactly("default", "rl", "tests", "lineage", "rejected", "codegen");
    assertThat(head.at("/configs/4/data_files").toString())
        .isEqualTo("[{\"split\":\"train\",\"path\":\"rejected-rows/train-*.parquet\"}]");
  }

  @Test
  void namesNoFilesWithoutRows() throws IOException {
    ObjectNode few = facts(List.of());
    few.putObject("splits").put("train", 2);
    ObjectNode none = facts(List.of());
    none.putObject("splits");

    assertThat(head(card(few, new Split(0.02, 4), true)).at("/configs/0").findValuesAsText("split"))
        .containsExactly("train");
    assertThat(
            head(card(none, new Split(0.02, 4), true))
                .at("/configs")
                .findValuesAsText("config_name"))
        .containsExactly("rejected", "codegen");
  }

  @Test
  void namesTheJsonLinesWhereThereIsNoParquet() throws IOException {
    DatasetCard card =
        new DatasetCard(
            "reverse",
            false,
            List.of(Table.DEFAULT, Table.REJECTED),
            new Split(0, 1),
            JSON.createObjectNode(),
            facts(List.of()),
            List.of(),
            new TreeMap<>());

    assertThat(head(card).at("/configs").findValuesAsText("path"))
        .containsExactly("dataset/part-*.jsonl", "rejected/part-*.jsonl");
  }

  @Test
  void hasTheLicenseOfTheSeedsIfTheyHaveOne() throws IOException {
    assertThat(license(List.of("mit", "MIT"))).isEqualTo("mit");
    assertThat(license(List.of("CC BY-SA 4.0"))).isEqualTo("cc-by-sa-4.0");
    assertThat(license(List.of("mit", "apache-2.0"))).isEqualTo("other");
    assertThat(license(List.of("mit", ""))).isEqualTo("other");
    assertThat(license(List.of("my own"))).isEqualTo("other");
    assertThat(license(List.of(""))).isEqualTo("unknown");
    assertThat(license(List.of())).isEqualTo("unknown");
  }

  @Test
  void saysInItsFirstLineThatToyDataIsToyData() throws IOException {
    ObjectNode toy = facts(List.of("mit"));
    toy.put("toy", 1);

    assertThat(text(card(toy, new Split(0, 1), true))).startsWith("**This is toy data.**");
    assertThat(head(card(toy, new Split(0, 1), true)).get("tags").toString()).contains("toy-data");
    assertThat(text(card(facts(List.of("mit")), new Split(0, 1), true)))
        .startsWith("# Verified reasoning data")
        .doesNotContain("toy data");
  }

  @Test
  void tellsTheFunnelTheTokensAndThePrice() throws IOException {
    assertThat(text(card(facts(List.of("mit")), new Split(0, 1), true)))
        .contains("| ApplyRules | 1,810 | 1,800 | 99.4% | `too_short` 7, `a` 3 |")
        .contains("| solve | `big-model` | 3,000 | 1,500 | 2,250 | 0.500000 | 0.250000 |")
        .contains("2,250 tokens an accepted row in all, and 0.250000 in the currency")
        .contains("| `gsm8k-test.jsonl` | 1,319 | 4 (3) | 2 (1) |")
        .contains("| `wrong_key` | 480 | 0 | 0.00%, 0.00% to 0.79% |")
        .contains("| right samples that were lost | 500 | 6 | 1.20%, 0.55% to 2.60% |")
        .contains("| 3 of 4 | 2 | 100.0% |");
  }

  @Test
  void sampleAndNamesCannotBreakOut() throws IOException {
    ObjectNode facts = facts(List.of("a|b`c\n# d\u001b[2J"));
    ((ObjectNode) facts.get("sample")).put("output", "```\n# not a heading\n````\n<b>");

    String text = text(card(facts, new Split(0, 1), true));

    assertThat(text)
        .contains("`a/b'c # d\uFFFD[2J`")
        .contains("`````text\n```\n# not a heading\n````\n<b>\n`````");
  }

  @Test
  void showsPromptsWithTheirHashes() throws IOException {
    assertThat(text(card(facts(List.of()), new Split(0, 1), true)))
        .contains("`solve`, hash `" + ContentHash.of("prompt", "[user]\nSolve\n"))
        .contains("```text\n[user]\nSolve\n```");
  }

  @Test
  void llamaFactoryFindsTheSplitsInFoldersOfTheirOwn() throws IOException {
    Publication.write(folder.toString(), card(facts(List.of()), new Split(0.1, 4), true));

    JsonNode info = JSON.readTree(folder.resolve("dataset_info.json").toFile());
    assertThat(info.at("/caco/file_name").asText()).isEqualTo("data");
    assertThat(info.at("/caco_validation/file_name").asText()).isEqualTo("validation/data");
    assertThat(info.at("/caco_codegen/file_name").asText()).isEqualTo("codegen-rows");
    assertThat(info.at("/caco/columns").toString()).isEqualTo("{\"messages\":\"messages\"}");
    assertThat(info.at("/caco/tags/assistant_tag").asText()).isEqualTo("assistant");
    assertThat(Files.readString(folder.resolve("README.md"))).startsWith("---\nlanguage:\n");
  }

  @Test
  void factsAreTheSameInAnyOrder() throws IOException {
    List<String> rows = List.of(WriteTablesTest.row(1), WriteTablesTest.row(22));

    JsonNode facts = counted("one", rows);

    assertThat(counted("two", List.of(rows.get(1), rows.get(0)))).isEqualTo(facts);
    assertThat(facts.get("rows").asLong()).isEqualTo(2);
    assertThat(facts.get("pass_rates").toString()).isEqualTo("{\"3/4\":2}");
    assertThat(facts.get("sources").toString()).isEqualTo("{\"a\":2,\"b\":2}");
    assertThat(facts.get("longest_prompt_characters").asInt())
        .isEqualTo("Problem 22?\n\nPut your final answer within \\boxed{}.".length());
    assertThat(facts.at("/sample/instruction").asText()).startsWith("Problem ");
  }

  @Test
  void factsOfNoRows() throws IOException {
    JsonNode facts = counted("none", List.of());

    assertThat(facts.get("rows").asLong()).isZero();
    assertThat(facts.has("sample")).isFalse();
    assertThat(head(card((ObjectNode) facts, new Split(0, 1), true)).at("/size_categories/0"))
        .hasToString("\"n<1K\"");
  }

  @Test
  void ofTooManyNamesTheRestIsCountedTogether() throws IOException {
    List<String> rows =
        IntStream.range(0, 250)
            .mapToObj(i -> WriteTablesTest.row(i).replace("\"mit\"", "\"licence " + i + "\""))
            .toList();

    JsonNode licenses = counted("many", rows).get("licenses");

    assertThat(licenses).hasSize(101);
    assertThat(licenses.get("(others)").asInt()).isEqualTo(150);
  }

  private JsonNode counted(String name, List<String> rows) throws IOException {
    String out = folder.resolve(name).toString();
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    pipeline
        .apply(Create.of(rows).withCoder(StringUtf8Coder.of()))
        .apply(WriteDatasetFacts.to(out, new Split(0, 1)));
    pipeline.run().waitUntilFinish();
    return WriteDatasetFacts.read(out);
  }

  private static String license(List<String> licenses) throws IOException {
    return head(card(facts(licenses), new Split(0, 1), true)).get("license").asText();
  }

  @Test
  void tellsPassRatesOfEachModelWhereThereAreSeveral() throws IOException {
    ObjectNode facts = facts(List.of("mit"));
    facts.putObject("models").put("big", 3).put("small", 1);
    facts.putObject("solutions_by_model").put("big", 12).put("small", 4);
    facts.putObject("agreeing_by_model").put("big", 9).put("small", 1);

    assertThat(text(card(facts, new Split(0, 1), true)))
        .contains("| `big` | 3 | 12 | 9 | 75.0% |", "| `small` | 1 | 4 | 1 | 25.0% |");
  }

  @Test
  void describesFilesAndFieldsInCroissant() throws IOException {
    List<WrittenFile> files =
        List.of(
            new WrittenFile("data/train-00000-of-00001.parquet", 7, "ab"),
            new WrittenFile("validation/data/validation-00000-of-00001.parquet", 3, "cd"),
            new WrittenFile("tasks-rows/train-00000-of-00001.parquet", 1, "ef"));

    JsonNode json = Croissant.of(card(facts(List.of("mit")), new Split(0.02, 1), true), files);

    assertThat(json.path("license").asText()).isEqualTo("mit");
    assertThat(json.at("/distribution/0/sha256").asText()).isEqualTo("ab");
    assertThat(json.at("/distribution").findValuesAsText("contentUrl"))
        .containsExactly(
            "data/train-00000-of-00001.parquet",
            "validation/data/validation-00000-of-00001.parquet");
    assertThat(json.at("/recordSet").findValuesAsText("name"))
        .contains("default", "default_validation", "rl", "rejected", "default/messages/role")
        .doesNotContain("tasks");
    assertThat(json.at("/recordSet/0/field/1/subField/0/source").toString())
        .isEqualTo(
            "{\"fileSet\":{\"@id\":\"default_files\"},\"extract\":{\"column\":\"messages\"},"
                + "\"transform\":{\"jsonPath\":\"role\"}}");
  }

  private static ObjectNode facts(List<String> licenses) {
    ObjectNode facts = JSON.createObjectNode().put("rows", 2).put("toy", 0);
    facts.putObject("pass_rates").put("3/4", 2);
    facts.putObject("splits").put("train", 2).put("validation", 1);
    ObjectNode counts = facts.putObject("licenses");
    licenses.forEach(license -> counts.put(license, 1));
    facts.putObject("sources");
    facts.putObject("sample").put("id", "7").put("output", "It is 7.");
    return facts;
  }

  private static DatasetCard card(ObjectNode facts, Split split, boolean parquet)
      throws IOException {
    JsonNode summary =
        JSON.readTree(
            """
            {"steps": [{"name": "ApplyRules", "in": 1810, "accepted": 1800,
                        "rejected": {"a": 3, "too_short": 7}}],
             "benchmarks": {"/srv/me/gsm8k-test.jsonl":
                            {"rows": 1319, "seeds": 4, "rows that seeds copy": 3,
                             "problems": 2, "rows that problems copy": 1}},
             "calibration": {"right": {"items": 500, "lost": 6, "share": 0.012, "low": 0.0055,
                                       "high": 0.026, "reasons": {}},
                             "planted": {"wrong_key": {"items": 480, "through": 0, "share": 0,
                                                       "low": 0, "high": 0.0079,
                                                       "reasons": {}}}},
             "models": [{"role": "solve", "model": "big-model", "toy": false,
                         "input_tokens": 1000, "cached_input_tokens": 2000,
                         "output_tokens": 1500, "cost": 0.5}]}
            """);
    return new DatasetCard(
        "synthesize",
        parquet,
        List.of(Table.values()),
        split,
        summary,
        facts,
        List.of(new PromptText("solve", "[user]\nSolve\n")),
        new TreeMap<>());
  }

  private static JsonNode head(DatasetCard card) throws IOException {
    return YAML.readTree(card.render().split("---\n", 3)[1]);
  }

  private static String text(DatasetCard card) {
    return card.render().split("---\n", 3)[2].strip();
  }
}
