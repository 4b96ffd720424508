package org.caco.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caco.pipelines.command.Caco;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Benchmark problems among the seeds and among the written problems do not get through. */
class ContaminationTest {
  private static final String BENCHMARK_PROBLEM =
      "Nora sold clips to 48 of her friends in April, and then she sold half as many clips in May."
          + " How many clips did Nora sell altogether in April and May?";

  @TempDir Path folder;

  @Test
  void plantedProblemsAreRejectedWithTheBenchmarksRow() throws IOException {
    List<String> seeds = demoSeeds();
    Path clean = folder.resolve("clean");
    synthesize(clean, seeds);
    List<String> rows = Rows.lines(clean, "dataset");
    String written = new ObjectMapper().readTree(rows.get(0)).get("instruction").asText();
    Path benchmark =
        Files.write(
            folder.resolve("bench.jsonl"), List.of(row(BENCHMARK_PROBLEM), "", row(written)));
    seeds.add(
        seed(BENCHMARK_PROBLEM.replace("Nora", "Otto").replace(", and then", " ;  and then")));
    Path checked = folder.resolve("checked");

    Ran ran = synthesize(checked, seeds, "--benchmarks=" + benchmark, "--benchmarkCosine=1");

    assertThat(Rows.json(checked, "rejected"))
        .filteredOn(row -> row.get("step").asText().equals("DecontaminateSeeds"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get("reason").asText()).isEqualTo("contaminated_ngram");
              assertThat(row.get("evidence").asText())
                  .startsWith(benchmark + ":1, ")
                  .contains("characters 0 to ", "sold clips to 48");
            });
    assertThat(Rows.json(checked, "rejected"))
        .filteredOn(row -> row.get("reason").asText().equals("contaminated_exact"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get("step").asText()).isEqualTo("Decontaminate");
              assertThat(row.get("evidence").asText()).startsWith(benchmark + ":3, ");
            });
    assertThat(rows.subList(1, rows.size())).containsAll(Rows.lines(checked, "dataset"));
    JsonNode counts = Rows.summary(checked).at("/benchmarks").get(benchmark.toString());
    assertThat(counts.get("rows").asInt()).isEqualTo(2);
    assertThat(counts.get("seeds").asInt()).isEqualTo(1);
    assertThat(counts.get("rows that seeds copy").asInt()).isEqualTo(1);
    assertThat(counts.get("problems").asInt())
        .isEqualTo(Rows.count(Rows.step(checked, "Decontaminate").get("rejected")));
    assertThat(ran.out()).contains("benchmark", benchmark.toString());
  }

  private static List<String> demoSeeds() throws IOException {
    try (InputStream in = Caco.class.getResourceAsStream("/org/caco/pipelines/demo-seeds.jsonl")) {
      String all = new String(in.readAllBytes(), UTF_8);
      return new ArrayList<>(all.lines().limit(12).toList());
    }
  }

  private static String row(String problem) {
    return new ObjectMapper().valueToTree(Map.of("question", problem)).toString();
  }

  private static String seed(String problem) {
    return new ObjectMapper()
        .valueToTree(Map.of("question", problem, "answer", "48/2 = <<48/2=24>>24\n#### 24"))
        .toString();
  }

  private Ran synthesize(Path output, List<String> seeds, String... options) throws IOException {
    // Under one name, which rows keep as where they come from.
    Path seedFolder = Files.createDirectory(folder.resolve(output.getFileName() + "-seeds"));
    Path file = Files.write(seedFolder.resolve("demo.jsonl"), seeds);
    List<String> args = new ArrayList<>(List.of("synthesize", "--seeds=" + file));
    args.addAll(
        List.of(
            "--output=" + output, "--programs=12", "--endpoint=embedded:", "--embeddedMistakes=0"));
    args.addAll(List.of(options));
    Ran ran = Ran.caco(args.toArray(String[]::new));
    assertThat(ran.status()).as(ran.err()).isZero();
    return ran;
  }
}
