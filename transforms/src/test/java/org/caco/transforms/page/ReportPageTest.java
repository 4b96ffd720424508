package org.caco.transforms.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOSTILE =
      "</script><script>alert(1)</script><!-- {{data}} <img src=x onerror=alert(1)> \u202e\u0000";

  @TempDir private Path folder;

  @Test
  void keepsTextOfModelsFromBeingMarkup() throws Exception {
    String page = page(List.of(row(1, HOSTILE)), List.of(rejection("CheckRow", "odd", HOSTILE)));

    assertThat(page.split("<script", -1)).hasSize(3);
    assertThat(page).doesNotContain("<img").doesNotContain("\u202e");
    JsonNode data = data(page);
    assertThat(data.at("/sample/rows/0/problem").asText())
        .startsWith("</script><script>alert(1)</script><!-- {{data}}");
    assertThat(data.at("/sample/rejections/0/examples/0/evidence").asText())
        .contains("<img src=x onerror=alert(1)>");
  }

  @Test
  void letsNothingRunButItsOwnScriptAndStyle() throws Exception {
    String page = page(List.of(row(1, "How many?")), List.of());

    String policy = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    assertThat(policy)
        .startsWith("default-src 'none'; script-src 'sha256-")
        .contains("require-trusted-types-for 'script'")
        .doesNotContain("unsafe")
        .contains("script-src '" + hash(between(page, "<script>", "</script>")) + "'")
        .contains("style-src '" + hash(between(page, "<style>", "</style>")) + "'");
    assertThat(page).doesNotContain("http://localhost").doesNotContain("src=\"http");
    assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:");
  }

  @Test
  void isTheSameInAnyOrderOfRows() throws IOException {
    List<String> rows =
        new ArrayList<>(IntStream.range(0, 60).mapToObj(ReportPageTest::row).toList());
    String one = page(rows, List.of(rejection("CheckRow", "odd", "a"), rejection("X", "b", "c")));
    Collections.reverse(rows);
    String other = page(rows, List.of(rejection("X", "b", "c"), rejection("CheckRow", "odd", "a")));

    assertThat(other).isEqualTo(one);
    assertThat(data(one).at("/map/points")).hasSize(60);
  }

  @Test
  void countsAllRowsAndShowsABoundedSample() {
    SampledRun run = new SampledRun();
    String longText = "<é ".repeat(4_000);
    for (int i = 0; i < 3_000; i++) {
      run.addRow(PageFile.read(row(i, longText)));
      run.addRejection(PageFile.read(rejection("Step" + i % 700, "reason", longText + i)));
    }

    JsonNode json = run.json();
    assertThat(json.path("records").asLong()).isEqualTo(3_000);
    assertThat(json.at("/names/answers/whole number").asLong()).isEqualTo(3_000);
    assertThat(json.at("/numbers/problem_characters/bins/0/1").asLong()).isEqualTo(3_000);
    assertThat(json.path("rows").size()).isBetween(100, SampledRun.MAX_ROWS);
    String page = render(json);
    assertThat(page.getBytes(UTF_8).length).isBetween(5_000_000, 15_000_000);
  }

  @Test
  void showsExamplesOfEveryReason() {
    SampledRun one = new SampledRun();
    SampledRun two = new SampledRun();
    for (int i = 0; i < 20; i++) {
      (i % 2 == 0 ? one : two)
          .addRejection(PageFile.read(rejection("CheckRow", "odd", "evidence " + i)));
    }
    two.addRejection(PageFile.read(rejection("CheckRow", "rare", "seldom")));
    one.merge(two);

    JsonNode rejections = one.json().path("rejections");
    assertThat(rejections.findValuesAsText("reason")).containsExactly("odd", "rare");
    assertThat(rejections.at("/0/examples")).hasSize(SampledRun.MAX_EXAMPLES);
    assertThat(rejections.at("/1/examples/0/evidence").asText()).isEqualTo("seldom");
  }

  @Test
  void tellsNoFoldersAndNoEndpoints() throws Exception {
    String page =
        page(List.of(row(1, "How many?")), List.of(rejection("ReadSeeds", "no_json", "x")));

    assertThat(page).doesNotContain("/srv/me").doesNotContain("http://10.0.0.7");
    assertThat(data(page).at("/sample/rejections/0/examples/0/file").asText())
        .isEqualTo("seeds.jsonl");
    assertThat(data(page).at("/benchmarks/0/name").asText()).isEqualTo("gsm8k.jsonl");
    assertThat(data(page).at("/models/0/calls").asLong()).isEqualTo(7);
  }

  @Test
  void showsRunsThatMakeProgramsAndNoRows() {
    SampledRun run = new SampledRun();
    run.addProgram(
        PageFile.read(
            "{\"id\":\"p\",\"program\":{\"code\":\"output = f(**{'a': -3 // 2})\\nprint(output)\"},"
                + "\"execution\":{\"output\":\"1\",\"output_text\":\"1\"}}"));

    JsonNode json = run.json();
    assertThat(json.at("/names/operations").toString()).isEqualTo("{\"floor division\":1}");
    assertThat(json.at("/rows/0/code").asText()).startsWith("output = f(");
    assertThat(render(json)).contains("\"command\":\"synthesize\"");
  }

  @Test
  void hasAPageWhereNothingWasAccepted() throws IOException {
    JsonNode data = data(page(List.of(), List.of()));

    assertThat(data.at("/sample/records").asLong()).isZero();
    assertThat(data.at("/map").isEmpty()).isTrue();
  }

  /** Through the graph and the file system, as a run does it. */
  private String page(List<String> rows, List<String> rejections) throws IOException {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollectionTuple.of(
            WriteReportSample.ROWS,
            pipeline.apply("Rows", Create.of(rows).withCoder(StringUtf8Coder.of())))
        .and(
            WriteReportSample.REJECTED,
            pipeline.apply("Rejections", Create.of(rejections).withCoder(StringUtf8Coder.of())))
        .apply(WriteReportSample.to(folder.toString()));
    pipeline.run().waitUntilFinish();
    Files.writeString(folder.resolve("report/summary.json"), summary().toString());
    TreeMap<String, Double> seconds = new TreeMap<>();
    seconds.put("CheckRow", 1.5);
    ReportPage.write(folder.toString(), "synthesize", new TreeMap<>(), seconds);
    return Files.readString(folder.resolve("report/index.html"));
  }

  private static String render(JsonNode sample) {
    return new ReportPage(
            "synthesize",
            summary(),
            JSON.createObjectNode(),
            sample,
            new TreeMap<>(),
            new TreeMap<>())
        .render();
  }

  private static JsonNode summary() {
    ObjectNode summary = JSON.createObjectNode();
    summary.putArray("steps").addObject().put("name", "CheckRow").put("in", 2).put("accepted", 1);
    summary
        .putObject("benchmarks")
        .putObject("/srv/me/gsm8k.jsonl")
        .put("rows", 8)
        .put("seeds", 1)
        .put("problems", 0);
    summary
        .putArray("models")
        .addObject()
        .put("role", "solve")
        .put("model", "m")
        .put("calls", 7)
        .putArray("endpoints")
        .addObject()
        .put("endpoint", "http://10.0.0.7:8000");
    return summary;
  }

  private static String row(int number) {
    String[] things = {
      "apples and pears under old trees",
      "trains at stations before dawn",
      "ducks near muddy ponds now"
    };
    return row(number, "There are " + number + " " + things[number % 3] + ". How many are left?");
  }

  private static String row(int number, String problem) {
    ObjectNode row = JSON.createObjectNode();
    row.put("id", "row" + number)
        .put("instruction", problem)
        .put("output", problem)
        .put("answer", "" + number)
        .put("code", "output = " + number + " + 1\nprint(output)\n")
        .put("pass_count", 1)
        .put("samples", 2);
    ObjectNode lineage = row.putObject("lineage");
    lineage
        .putObject("execution")
        .put("output", "" + number)
        .putObject("facts")
        .put("code_lines", 2);
    lineage.putArray("calls").addObject().put("role", "solve").put("input_tokens", 500);
    return row.toString();
  }

  private static String rejection(String step, String reason, String evidence) {
    ObjectNode row = JSON.createObjectNode();
    row.put("step", step).put("reason", reason).put("evidence", evidence);
    row.put("file", "/srv/me/seeds.jsonl").put("line", 3);
    row.putObject("record").put("line", "a line");
    return row.toString();
  }

  private static JsonNode data(String page) throws IOException {
    return JSON.readTree(between(page, "id=\"data\">", "</script>"));
  }

  private static String between(String page, String start, String end) {
    int from = page.indexOf(start) + start.length();
    return page.substring(from, page.indexOf(end, from));
  }

  private static String hash(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
