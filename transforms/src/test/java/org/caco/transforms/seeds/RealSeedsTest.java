package org.caco.transforms.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Count;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reads the published data sets where they are at hand. */
@ExtendWith(TestPipelineExtension.class)
class RealSeedsTest {
  private static final Path DATA =
      Path.of(System.getProperty("caco.data", "../../shared/data")).toAbsolutePath().normalize();

  @Test
  void readsEveryRowOfGsm8k(TestPipeline pipeline) {
    Pattern number = Pattern.compile("-?[0-9][0-9,.]*");

    check(pipeline, "gsm8k/train.jsonl", "gsm8k", 7_473, number);
  }

  @Test
  void readsEveryRowOfMath(TestPipeline pipeline) {
    check(pipeline, "math/train4500.jsonl", "math", 4_500, Pattern.compile("(?s).+"));
  }

  @Test
  void readsEveryRowOfMbpp(TestPipeline pipeline) {
    // No answer is left with a condition's operator or an open bracket in it.
    check(pipeline, "mbpp/mbpp.jsonl", "mbpp", 974, Pattern.compile("(?s)(?!.*==).*[^(\\[{]"));
  }

  @Test
  void selectsAmongAllOfThem(TestPipeline pipeline) {
    StepResult<Seed> result =
        pipeline
            .apply(ReadSeeds.from(file("gsm8k/train.jsonl")))
            .accepted()
            .apply(SelectSeeds.atMost(500));

    PAssert.thatSingleton(result.accepted().apply(Count.globally())).isEqualTo(500L);
    pipeline.run();
  }

  private static void check(
      TestPipeline pipeline, String name, String format, int rows, Pattern answer) {
    PAssert.that(pipeline.apply(ReadSeeds.from(file(name))).accepted())
        .satisfies(
            seeds -> {
              assertThat(seeds)
                  .hasSize(rows)
                  .allSatisfy(seed -> assertThat(seed.getFormat()).isEqualTo(format))
                  .allSatisfy(seed -> assertThat(seed.getAnswer()).matches(answer));
              return null;
            });
    pipeline.run();
  }

  private static String file(String name) {
    Path file = DATA.resolve(name);
    assumeTrue(Files.exists(file), () -> file + " is absent; set -Dcaco.data=DIR to test with it");
    return file.toString();
  }
}
