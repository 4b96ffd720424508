package org.caco.transforms.publish;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.caco.hash.ContentHash;
import org.caco.transforms.lines.ParquetLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteTablesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void aRowIsAChatForFineTuning() throws IOException {
    JsonNode row = only(write("out", new Split(0, 1), List.of(row(1))), "data/train");

    assertThat(row.toString())
        .isEqualTo(
            ("{'id':'"
                    + ContentHash.of("row", "1")
                    + "','messages':["
                    + "{'role':'user','content':'Problem 1?'},"
                    + "{'role':'assistant','content':'It is 1.'}],"
                    + "'instruction':'Problem 1?','output':'It is 1.','reasoning':'',"
                    + "'answer':'1','code':'print(1)','pass_rate':0.75,'pass_count':3,"
                    + "'samples':4,'truncated':1,'difficulty':0.25,'model':'solver',"
                    + "'source':'a, b','license':'mit','toy':false}")
                .replace('\'', '"'));
  }

  @Test
  void aRowIsAPromptWithAVerifiableAnswer() throws IOException {
    JsonNode row = only(write("out", new Split(0, 1), List.of(row(1))), "rl/train");

    assertThat(row.at("/prompt").toString())
        .isEqualTo(
            "[{\"role\":\"user\",\"content\":\"Problem 1?\\n\\n"
                + "Put your final answer within \\\\boxed{}.\"}]");
    assertThat(row.at("/solution").asText()).isEqualTo("\\boxed{1}");
    assertThat(row.at("/data_source").asText()).isEqualTo("lighteval/MATH");
    assertThat(row.at("/reward_model").toString())
        .isEqualTo("{\"style\":\"rule\",\"ground_truth\":\"1\"}");
    assertThat(row.at("/extra_info").toString())
        .isEqualTo(
            "{\"split\":\"train\",\"index\":1,\"id\":\"" + ContentHash.of("row", "1") + "\"}");
  }

  @Test
  void testsAndLineageAreTablesOfTheirOwn() throws IOException {
    Path out = write("out", new Split(0, 1), List.of(row(1)));

    assertThat(only(out, "tests/train").at("/tests").toString())
        .isEqualTo("[{\"input\":\"{\\\"a\\\":1}\",\"output\":\"2\",\"answer\":\"2\"}]");
    JsonNode lineage = only(out, "lineage/train");
    assertThat(lineage.at("/models").toString()).isEqualTo("[\"coder\",\"solver\"]");
    assertThat(JSON.readTree(lineage.at("/lineage").asText()))
        .isEqualTo(JSON.readTree(row(1)).get("lineage"));
  }

  @Test
  void oneSolutionSaysNothingOfDifficulty() throws IOException {
    ObjectNode row = (ObjectNode) JSON.readTree(row(1));
    row.put("samples", 1).put("pass_count", 1).put("pass_rate", 1.0);

    Path out = write("out", new Split(0, 1), List.of(row.toString()));

    assertThat(only(out, "data/train").get("difficulty").isNull()).isTrue();
  }

  @Test
  void columnsAreTheSameWhateverTheOptions() throws IOException {
    ObjectNode bare = (ObjectNode) JSON.readTree(row(2));
    bare.put("answer", "2.0").put("reasoning", "Hm.").putArray("tests");
    ((ObjectNode) bare.get("lineage")).putArray("origins");

    Path one = write("one", new Split(0, 1), List.of(row(1)));
    Path two = write("two", new Split(0.02, 3), List.of(bare.toString()));
    Path none = write("none", new Split(0, 1), List.of());

    for (String table : List.of("data", "rl", "tests", "lineage")) {
      Set<String> schemas = new HashSet<>();
      for (Path run : List.of(one, two, none)) {
        for (Path file : files(run, table + "/train")) {
          schemas.add(ParquetLines.footer(file).getFileMetaData().getSchema().toString());
        }
      }
      assertThat(schemas).as(table).hasSize(1);
    }
  }

  @Test
  void everyFileIsThereWithoutRows() throws IOException {
    Path out = write("out", new Split(0.5, 2), List.of());

    assertThat(names(out))
        .containsExactly(
            "data/train-00000-of-00002.parquet",
            "data/train-00001-of-00002.parquet",
            "lineage/train-00000-of-00002.parquet",
            "lineage/train-00001-of-00002.parquet",
            "rl/train-00000-of-00002.parquet",
            "rl/train-00001-of-00002.parquet",
            "tests/train-00000-of-00002.parquet",
            "tests/train-00001-of-00002.parquet",
            "validation/data/validation-00000-of-00001.parquet",
            "validation/lineage/validation-00000-of-00001.parquet",
            "validation/rl/validation-00000-of-00001.parquet",
            "validation/tests/validation-00000-of-00001.parquet");
    assertThat(ParquetLines.rows(out.resolve("data/train-00001-of-00002.parquet"))).isEmpty();
  }

  @Test
  void theFilesOfAnEarlierRunAreReplaced() throws IOException {
    write("out", new Split(0, 1), List.of(row(1), row(2)));
    Path out = write("out", new Split(0, 1), List.of(row(3)));

    assertThat(only(out, "data/train").get("answer").asText()).isEqualTo("3");
    assertThat(names(out)).hasSize(4);
  }

  @Test
  void theSameRowsMakeTheSameBytesWhateverTheirOrderAndTheHeap() throws IOException {
    List<String> rows = new ArrayList<>(rows(400));
    Path one = write("one", new Split(0.1, 3), rows);
    Collections.shuffle(rows, new Random(5));
    // A few rows at a time: each file is merged from dozens of temporary ones.
    Path two =
        write(WriteTables.to(path("two"), new Split(0.1, 3)).withSortedCharacters(5_000), rows);

    List<String> names = names(one);
    assertThat(names).hasSize(16);
    assertThat(names(two)).isEqualTo(names);
    for (String name : names) {
      assertThat(two.resolve(name)).as(name).hasSameBinaryContentAs(one.resolve(name));
    }
  }

  @Test
  void theHashOfEachFileIsListed() throws Exception {
    Path out = write("out", new Split(0.1, 2), rows(30));

    JsonNode list = JSON.readTree(out.resolve("report/files.json").toFile());
    assertThat(list.findValuesAsText("name")).isEqualTo(names(out));
    for (JsonNode file : list) {
      byte[] bytes = Files.readAllBytes(out.resolve(file.path("name").asText()));
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      assertThat(file.path("bytes").asLong()).isEqualTo(bytes.length);
      assertThat(file.path("sha256").asText()).isEqualTo(HexFormat.of().formatHex(hash));
    }
  }

  @Test
  void rowsAreInTheOrderOfAHashOfTheirIdsFromFileToFile() throws IOException {
    Path out = write("out", new Split(0, 3), rows(200));

    List<String> ids = ids(out, "data/train");
    assertThat(ids)
        .hasSize(200)
        .isSortedAccordingTo(Comparator.comparing(id -> ContentHash.of("order", id)));
    assertThat(ids(out, "rl/train")).isEqualTo(ids);
    assertThat(ids(out, "lineage/train")).isEqualTo(ids);
    for (Path file : files(out, "data/train")) {
      assertThat(ParquetLines.rows(file)).hasSizeBetween(40, 95);
    }
  }

  @Test
  void aLargerShareForValidationHoldsWhatASmallerOneDoes() throws IOException {
    Path small = write("small", new Split(0.02, 1), rows(2_000));
    Path large = write("large", new Split(0.1, 1), rows(2_000));

    List<String> few = ids(small, "validation/data/validation");
    List<String> many = ids(large, "validation/data/validation");
    assertThat(few).hasSizeBetween(20, 60);
    assertThat(many).hasSizeBetween(150, 250).containsAll(few);
    assertThat(ids(large, "validation/rl/validation")).isEqualTo(many);
    List<String> all = new ArrayList<>(ids(large, "data/train"));
    assertThat(all).doesNotContainAnyElementsOf(many);
    all.addAll(many);
    assertThat(all).doesNotHaveDuplicates().hasSize(2_000);
    assertThat(
            rowsOf(large, "validation/rl/validation").stream()
                .map(row -> row.at("/extra_info/split").asText())
                .collect(toSet()))
        .containsExactly("validation");
  }

  @Test
  void halfACharacterIsReplaced() throws IOException {
    String row = row(1).replace("Problem 1?", "\\ud83dProblem \\ud83d\\ude00?");

    JsonNode chat = only(write("out", new Split(0, 1), List.of(row)), "data/train");

    assertThat(chat.get("instruction").asText()).isEqualTo("\uFFFDProblem \uD83D\uDE00?");
  }

  @Test
  void rejectionsTellNoFolders() throws IOException {
    ObjectNode rejection = JSON.createObjectNode();
    rejection.put("step", "ReadSeeds").put("reason", "wrong_type").put("evidence", "e");
    rejection.put("file", "/srv/me/secret/seeds.jsonl").put("line", 7);
    rejection
        .putObject("record")
        .putObject("seed")
        .put("id", "s")
        .putObject("location")
        .put("file", "/srv/me/secret/seeds.jsonl");
    rejection.putArray("calls");
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollectionTuple.of(WriteTables.REJECTED, pipeline.apply(Create.of(rejection.toString())))
        .apply(WriteTables.to(path("out"), new Split(0.5, 1)));
    pipeline.run().waitUntilFinish();

    JsonNode row = only(folder.resolve("out"), "rejected-rows/train");
    assertThat(row.toString())
        .isEqualTo(
            "{\"step\":\"ReadSeeds\",\"reason\":\"wrong_type\",\"evidence\":\"e\","
                + "\"file\":\"seeds.jsonl\",\"line\":7,"
                + "\"record\":\"{\\\"seed\\\":{\\\"id\\\":\\\"s\\\"}}\",\"calls\":\"[]\"}");
  }

  @Test
  void pagesArePackedAndHaveAnIndex() throws IOException {
    Path out = write("out", new Split(0, 1), rows(50));

    List<ColumnChunkMetaData> columns =
        ParquetLines.footer(out.resolve("data/train-00000-of-00001.parquet"))
            .getBlocks()
            .get(0)
            .getColumns();
    assertThat(columns)
        .allSatisfy(
            column -> {
              assertThat(column.getCodec().name()).isEqualTo("ZSTD");
              assertThat(column.getOffsetIndexReference()).isNotNull();
            });
  }

  /** Left to itself, the writer lists them in another order in every JVM. */
  @Test
  void encodingsAreListedInOrder() throws IOException {
    byte[] file =
        Files.readAllBytes(
            write("out", new Split(0, 1), rows(50)).resolve("data/train-00000-of-00001.parquet"));
    int length = ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();

    List<ColumnChunk> columns =
        Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length))
            .getRow_groups()
            .get(0)
            .getColumns();

    assertThat(columns)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            column ->
                assertThat(column.getMeta_data().getEncodings())
                    .hasSizeGreaterThan(1)
                    .isSortedAccordingTo(Comparator.comparing(Encoding::getValue)));
  }

  @Test
  void aShareIsFromNothingToHalf() {
    assertThatThrownBy(() -> new Split(0.6, 1)).hasMessageContaining("0.5, not 0.6");
    assertThatThrownBy(() -> new Split(Double.NaN, 1)).hasMessageContaining("not NaN");
    assertThatThrownBy(() -> new Split(0, 0)).hasMessageContaining("at least 1");
  }

  private Path write(String name, Split split, List<String> rows) {
    return write(WriteTables.to(path(name), split), rows, name);
  }

  private Path write(WriteTables tables, List<String> rows) {
    return write(tables, rows, "two");
  }

  private Path write(WriteTables tables, List<String> rows, String name) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollectionTuple.of(
            WriteTables.DATASET, pipeline.apply(Create.of(rows).withCoder(StringUtf8Coder.of())))
        .apply(tables);
    pipeline.run().waitUntilFinish();
    return folder.resolve(name);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static List<String> names(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .filter(name -> !name.equals("report/files.json"))
          .sorted()
          .toList();
    }
  }

  private static List<Path> files(Path out, String start) throws IOException {
    return names(out).stream().filter(name -> name.startsWith(start)).map(out::resolve).toList();
  }

  private static List<JsonNode> rowsOf(Path out, String start) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (Path file : files(out, start)) {
      for (String row : ParquetLines.rows(file)) {
        rows.add(JSON.readTree(row));
      }
    }
    return rows;
  }

  private static List<String> ids(Path out, String start) throws IOException {
    return rowsOf(out, start).stream().map(row -> row.get("id").asText()).toList();
  }

  private static JsonNode only(Path out, String start) throws IOException {
    List<JsonNode> rows = rowsOf(out, start);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static List<String> rows(int count) {
    return IntStream.range(0, count).mapToObj(WriteTablesTest::row).toList();
  }

  /** A row as the graph writes it. */
  static String row(int number) {
    ObjectNode row = JSON.createObjectNode();
    row.put("id", ContentHash.of("row", Integer.toString(number)));
    row.put("instruction", "Problem " + number + "?").put("output", "It is " + number + ".");
    row.put("answer", Integer.toString(number)).put("code", "print(" + number + ")");
    row.putArray("tests")
        .addObject()
        .put("input", "{\"a\":1}")
        .put("output", "2")
        .put("answer", "2");
    row.put("pass_rate", 0.75).put("pass_count", 3).put("samples", 4).put("truncated", 1);
    ObjectNode lineage = row.putObject("lineage").put("position", number);
    lineage.putArray("seeds").add("s1").add("s2");
    ArrayNode origins = lineage.putArray("origins");
    origins.addObject().put("data_set", "b").put("license", "mit");
    origins.addObject().put("data_set", "a").put("license", "mit");
    lineage.putArray("examples").add("p1");
    ArrayNode solutions = lineage.putArray("solutions");
    solutions.addObject().put("agrees", false).put("request_hash", "r0");
    solutions.addObject().put("agrees", true).put("request_hash", "r1");
    ArrayNode calls = lineage.putArray("calls");
    calls.addObject().put("role", "code").put("model", "coder").put("request_hash", "r0");
    calls.addObject().put("role", "solve").put("model", "solver").put("request_hash", "r1");
    lineage.put("toy", false);
    return row.toString();
  }
}
