package org.caco.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.caco.server.EmbeddedModelServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with the embedded model, as a user starts them. */
class SynthesizeTest {
  private static final String TOY = "--endpoint=embedded:";

  @TempDir static Path folder;
  private static Path demo;
  private static Path seeds;

  @BeforeAll
  static void runDemo() {
    demo = folder.resolve("demo");
    seeds = demo.resolve("demo-seeds.jsonl");
    Ran ran = Ran.caco("demo", "--output=" + demo, "--programs=60");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("JudgeConsistency", demo + "/dataset/", "[instruction]");
  }

  @Test
  void rowsHaveTheReleasedColumnsAndALineage() throws IOException {
    List<JsonNode> rows = Rows.json(demo, "dataset");
    assertThat(rows).isNotEmpty();
    assertThat(rows)
        .allSatisfy(
            row -> {
              for (String field : List.of("id", "instruction", "output", "answer", "code")) {
                assertThat(row.path(field).asText()).as(field).isNotBlank();
              }
              assertThat(row.path("lineage").path("seeds")).isNotEmpty();
              assertThat(row.path("lineage").path("position").asLong()).isBetween(1L, 60L);
              assertThat(row.path("lineage").path("calls")).hasSizeGreaterThanOrEqualTo(4);
            });
  }

  @Test
  void codegenHoldsTheSeedProgramsWithoutAPrompt() throws IOException {
    List<JsonNode> rows = Rows.json(demo, "codegen");
    assertThat(rows)
        .hasSize(Rows.step(demo, "DropDuplicateSeedPrograms").get("accepted").asInt())
        .allSatisfy(row -> assertThat(row.at("/messages/0/content").asText()).isEmpty())
        .allSatisfy(row -> assertThat(row.at("/messages/1/content").asText()).contains("output ="));
  }

  @Test
  void everyRejectionOfTheReportIsKept() throws IOException {
    JsonNode report = Rows.step(demo, "ExecutePrograms");
    long rejected =
        Rows.json(demo, "rejected").stream()
            .filter(row -> row.get("step").asText().equals("ExecutePrograms"))
            .count();
    assertThat(rejected)
        .isPositive()
        .isEqualTo(report.get("in").asLong() - report.get("accepted").asLong());
  }

  @Test
  void orderOfSeedsAndShardsDoNotMatter() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(seeds));
    Collections.shuffle(lines, new Random(7));
    Path first = Files.write(folder.resolve("part1.jsonl"), lines.subList(0, 20));
    Path second = Files.write(folder.resolve("part2.jsonl"), lines.subList(20, lines.size()));
    Path output = folder.resolve("shuffled");
    synthesize(output, second + "," + first, "--shards=3");
    assertThat(Rows.withoutOrigins(output)).isEqualTo(Rows.withoutOrigins(demo));
  }

  @Test
  void brokenSeedsChangeNothingAndAreNamed() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(seeds));
    lines.add(2, "{\"question\": \"How many?\", \"answer\": ");
    lines.add(5, "");
    lines.add(7, "{\"problem\": \"How many?\", \"solution\": \"Many.\"}");
    lines.add(
        "{\"question\": \"How many?\", \"answer\": \"" + "x".repeat(17_000_000) + "\\n#### 5\"}");
    Path broken = Files.write(folder.resolve("broken.jsonl"), lines);
    Path output = folder.resolve("broken");
    synthesize(output, broken.toString());
    assertThat(Rows.withoutOrigins(output)).isEqualTo(Rows.withoutOrigins(demo));
    assertThat(Rows.json(output, "rejected"))
        .filteredOn(row -> row.get("step").asText().equals("ReadSeeds"))
        .extracting(row -> row.get("file").asText() + ":" + row.get("line").asInt())
        .containsExactlyInAnyOrder(broken + ":3", broken + ":8", broken + ":" + lines.size());
  }

  @Test
  void stagesOneByOneGiveTheSameDataset() throws IOException {
    Path unified = folder.resolve("unified");
    Path generated = folder.resolve("generated");
    Path reversed = folder.resolve("reversed");
    ok(Ran.caco("unify", "--seeds=" + seeds, "--output=" + unified, TOY));
    ok(
        Ran.caco(
            "generate",
            "--input=" + unified + "/seed-programs/*",
            "--programs=60",
            TOY,
            "--output=" + generated));
    // Twice, as two runs that made the same programs would leave them.
    Path copy = folder.resolve("copy.jsonl");
    Files.write(copy, Rows.lines(generated, "programs"));
    ok(
        Ran.caco(
            "reverse",
            "--input=" + generated + "/programs/*," + copy,
            TOY,
            "--output=" + reversed));
    assertThat(Rows.lines(reversed, "dataset")).isEqualTo(Rows.lines(demo, "dataset"));
  }

  @Test
  void programsCanBeSampledWithoutExamples() throws IOException {
    Path output = folder.resolve("unconditional");
    synthesize(output, seeds.toString(), "--examples=0");
    assertThat(Rows.json(output, "dataset")).isNotEmpty();
  }

  @Test
  void twoModelsThatJudgeHaveToAgree() throws IOException {
    Path output = folder.resolve("two-judges");
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0)) {
      synthesize(
          output,
          seeds.toString(),
          "--judgeModel=embedded:0.1,embedded:0.5",
          "--judgeEndpoint=embedded:;" + server.uri());
      assertThat(server.planted()).isNotEmpty();
    }
    JsonNode first = Rows.step(output, "JudgeConsistency");
    JsonNode second = Rows.step(output, "JudgeConsistency2");
    assertThat(first).isEqualTo(Rows.step(demo, "JudgeConsistency"));
    assertThat(second.get("in")).isEqualTo(first.get("accepted"));
    assertThat(second.get("rejected")).isNotEmpty();
    List<JsonNode> rows = Rows.json(output, "dataset");
    assertThat(rows)
        .hasSize(second.get("accepted").asInt())
        .allSatisfy(
            row ->
                assertThat(row.at("/lineage/calls").findValuesAsText("model"))
                    .endsWith("embedded:0.1", "embedded:0.5"));
    assertThat(Rows.summary(output).path("models"))
        .filteredOn(model -> model.path("role").asText().equals("judge"))
        .extracting(model -> model.path("step").asText() + " " + model.path("model").asText())
        .containsExactly("JudgeConsistency embedded:0.1", "JudgeConsistency2 embedded:0.5");
  }

  @Test
  void endpointThatDiesLosesNothingAndFailsTheRun() throws IOException {
    Path output = folder.resolve("dying");
    Ran ran;
    try (EmbeddedModelServer server = EmbeddedModelServer.start(0)) {
      Thread killer = new Thread(() -> closeAfterMistakes(server, 10));
      killer.start();
      ran =
          Ran.caco(
              "synthesize",
              "--seeds=" + seeds,
              "--output=" + output,
              "--programs=60",
              "--endpoint=" + server.uri(),
              "--model=embedded:0.5",
              "--maxInFlight=2",
              "--maxAttempts=1",
              "--requestTimeout=3s");
    }
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().strip())
        .contains("the run left nothing", output + "/rejected/")
        .hasLineCount(1);
    Set<String> reasons = new HashSet<>();
    Rows.step(output, "UnifySeeds").get("rejected").fieldNames().forEachRemaining(reasons::add);
    assertThat(reasons).containsAnyOf("endpoint_unreachable", "connection_broken");
  }

  @Test
  void relativePathsMeanTheSameInAnotherFolder() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path output = folder.resolve("relative");

    synthesize(here.relativize(output), here.relativize(seeds).toString());

    JsonNode run = new ObjectMapper().readTree(output.resolve("report/run.json").toFile());
    assertThat(run.at("/configuration/seeds").asText()).isEqualTo(seeds.toString());
    assertThat(run.at("/other/output").asText()).isEqualTo(output.toString());
  }

  private static void closeAfterMistakes(EmbeddedModelServer server, int mistakes) {
    while (server.planted().size() < mistakes) {
      Thread.onSpinWait();
    }
    server.close();
  }

  private static void synthesize(Path output, String seeds, String... options) {
    List<String> args = new ArrayList<>(List.of("synthesize", "--seeds=" + seeds));
    args.add("--output=" + output);
    args.addAll(List.of("--programs=60", TOY));
    args.addAll(List.of(options));
    ok(Ran.caco(args.toArray(String[]::new)));
  }

  private static void ok(Ran ran) {
    assertThat(ran.status()).as(ran.err()).isZero();
  }
}
