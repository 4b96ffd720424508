package org.caco.transforms.seeds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Seed;
import org.caco.transforms.select.SelectSeeds;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reads the published data sets where they are at hand. */
@ExtendWith(TestPipelineExtension.class)
class RealSeedsTest {
  private static final Path DATA =
      Path.of(System.getProperty("caco.data")).toAbsolutePath().normalize();

  @Test
  void readsEveryRowOfGsm8k() throws IOException {
    check("gsm8k/train.jsonl", "gsm8k", 7_473, Pattern.compile("-?[0-9][0-9,.]*"));
  }

  @Test
  void readsEveryRowOfMath() throws IOException {
    check("math/train4500.jsonl", "math", 4_500, Pattern.compile("(?s).+"));
  }

  @Test
  void readsEveryRowOfMbpp() throws IOException {
    // No answer is left with an equation's sign or an open bracket in it.
    check("mbpp/mbpp.jsonl", "mbpp", 974, Pattern.compile("(?s)(?!.*==).*[^(\\[{]"));
  }

  @Test
  void readsEveryRowOfHumanEval() throws IOException {
    List<Seed> seeds;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file("humaneval/HumanEval.jsonl.gz"))),
                UTF_8))) {
      seeds =
          lines
              .lines()
              .map(line -> SeedParser.DEFAULT.parse(line, Location.getDefaultInstance()))
              .toList();
    }

    assertThat(seeds)
        .hasSize(164)
        .allMatch(seed -> seed.getFormat().equals("humaneval"))
        .allMatch(seed -> seed.getSuite().getModule().contains("def check(candidate):"));
    // Their tests loop, or name no value as it stands.
    assertThat(seeds.stream().filter(seed -> seed.getAnswer().isEmpty()).map(Seed::getName))
        .containsExactly(
            "HumanEval/32", "HumanEval/33", "HumanEval/37", "HumanEval/38", "HumanEval/50");
  }

  @Test
  void selectsAmongAllRows(TestPipeline pipeline) {
    StepResult<Seed> result =
        pipeline
            .apply(ReadSeeds.from(file("mbpp/mbpp.jsonl").toString()))
            .accepted()
            .apply(SelectSeeds.atMost(500));

    PAssert.thatSingleton(result.accepted().apply(Count.globally())).isEqualTo(500L);
    pipeline.run();
  }

  /** Without a pipeline: the Direct runner takes half a minute for these rows on a busy machine. */
  private static void check(String name, String format, int rows, Pattern answer)
      throws IOException {
    List<Seed> seeds =
        Files.readAllLines(file(name)).stream()
            .map(line -> SeedParser.DEFAULT.parse(line, Location.getDefaultInstance()))
            .toList();

    assertThat(seeds)
        .hasSize(rows)
        .allMatch(seed -> seed.getFormat().equals(format))
        .allMatch(seed -> answer.matcher(seed.getAnswer()).matches());
  }

  private static Path file(String name) {
    Path file = DATA.resolve(name);
    assumeTrue(Files.exists(file), () -> file + " is absent; set -Dcaco.data=DIR to test with it");
    return file;
  }
}
