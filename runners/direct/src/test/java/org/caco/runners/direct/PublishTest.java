package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output folder of a run is a data set. */
class PublishTest {
  private static final String TOY = "--endpoint=embedded:";

  @TempDir static Path folder;
  private static Path run;
  private static Path seeds;

  @BeforeAll
  static void runDemo() {
    run = folder.resolve("run");
    seeds = run.resolve("demo-seeds.jsonl");
    ok(
        Ran.caco(
            "demo",
            "--output=" + run,
            "--programs=40",
            "--validation=0.3",
            "--shards=2",
            "--derive=tasks,steps"));
  }

  @Test
  void theCardNamesFilesThatAreThere() throws IOException {
    JsonNode configurations = head(run).get("configs");

    assertThat(configurations.findValuesAsText("config_name"))
        .containsExactly(
            "default", "rl", "tests", "lineage", "rejected", "tasks", "steps", "codegen");
    for (String pattern : configurations.findValuesAsText("path")) {
      assertThat(files(run, pattern)).as(pattern).isNotEmpty();
    }
    assertThat(files(run, "**.unfinished")).isEmpty();
  }

  @Test
  void theCardBeginsByCallingToyDataSo() throws IOException {
    String text = Files.readString(run.resolve("README.md")).split("---\n", 3)[2].strip();

    assertThat(text)
        .startsWith("**This is toy data.**")
        .contains("| JudgeConsistency |", "## A row", "`unify`, hash `", "| `--programs` | `40` |")
        .contains(Rows.lines(run, "dataset").size() + " problems with worked solutions (train ")
        .doesNotContain(folder.toString());
  }

  @Test
  void aReplayMakesTheSameTablesAndCard() throws IOException {
    Path again = folder.resolve("again");
    ok(Ran.caco("replay", "--run=" + run, "--seeds=" + seeds, "--output=" + again));

    List<Path> tables = files(run, "**.parquet");
    assertThat(tables).hasSize(2 * 8 + 6);
    for (Path table : tables) {
      assertThat(again.resolve(run.relativize(table))).hasSameBinaryContentAs(table);
    }
    for (String file :
        List.of("README.md", "croissant.json", "report/files.json", "report/sample.json")) {
      assertThat(again.resolve(file)).hasSameTextualContentAs(run.resolve(file));
    }
  }

  @Test
  void theReportIsAPageWithTheRunInIt() throws IOException {
    String page = Files.readString(run.resolve("report/index.html"));

    int start = page.indexOf("id=\"data\">") + "id=\"data\">".length();
    JsonNode data =
        new ObjectMapper().readTree(page.substring(start, page.indexOf("</script>", start)));
    List<JsonNode> rows = Rows.json(run, "dataset");
    assertThat(data.at("/sample/records").asInt()).isEqualTo(rows.size());
    assertThat(data.at("/sample/rows").findValuesAsText("problem"))
        .containsAll(rows.stream().map(row -> row.get("instruction").asText()).toList());
    assertThat(data.at("/steps")).isEqualTo(Rows.summary(run).get("steps"));
    assertThat(data.at("/seconds/ExecutePrograms").asDouble()).isPositive();
    assertThat(page).doesNotContain(folder.toString());
  }

  @Test
  void withoutParquetTheCardNamesTheJsonLines() throws IOException {
    Path output = folder.resolve("lines");
    ok(
        Ran.caco(
            "synthesize",
            "--seeds=" + seeds,
            "--output=" + output,
            "--programs=20",
            "--format=jsonl",
            "--derive=tasks",
            TOY));

    assertThat(head(output).get("configs").findValuesAsText("path"))
        .containsExactly(
            "dataset/part-*.jsonl",
            "rejected/part-*.jsonl",
            "tasks/part-*.jsonl",
            "codegen/part-*.jsonl");
    assertThat(files(output, "**.parquet")).isEmpty();
  }

  @Test
  void whatDoesNotGoTogetherIsToldBeforeTheRun() {
    Path output = folder.resolve("refused");
    String[] command = {"synthesize", "--seeds=" + seeds, "--output=" + output, TOY};

    assertThat(refused(command, "--validation=0.1", "--format=jsonl"))
        .contains("--validation parts the tables in Parquet, and --format=jsonl has none");
    assertThat(refused(command, "--validation=2"))
        .contains("--validation=2.0: the share for validation must be from 0 to 0.5, not 2.0.");
    assertThat(refused(command, "--derive=tasks,odd"))
        .contains("--derive=odd is none of tasks, preferences and steps.");
    assertThat(refused(command, "--format=csv")).contains("--format");
    assertThat(output).doesNotExist();
  }

  private static String refused(String[] command, String... options) {
    Ran ran = Ran.caco(Stream.of(command, options).flatMap(Stream::of).toArray(String[]::new));
    assertThat(ran.status()).isEqualTo(2);
    return ran.err();
  }

  private static void ok(Ran ran) {
    assertThat(ran.status()).as(ran.err()).isZero();
  }

  private static JsonNode head(Path output) throws IOException {
    return new ObjectMapper(new YAMLFactory())
        .readTree(Files.readString(output.resolve("README.md")).split("---\n", 3)[1]);
  }

  private static List<Path> files(Path output, String pattern) throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> files = Files.walk(output)) {
      return files.filter(file -> matcher.matches(output.relativize(file))).sorted().toList();
    }
  }
}
