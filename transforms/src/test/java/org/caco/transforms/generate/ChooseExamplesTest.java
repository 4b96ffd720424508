package org.caco.transforms.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.generate.ExamplePlans.given;
import static org.caco.transforms.generate.ExamplePlans.seedProgram;
import static org.caco.transforms.generate.ExamplePlans.seedPrograms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.values.PCollection;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TestPipelineExtension.class)
class ChooseExamplesTest {
  @ParameterizedTest(name = "{0} samples of {1} seed programs, {2} shown")
  @CsvSource({
    "20, 7, 2", // some rounds and a part of one
    "3, 7, 2", // fewer samples than seed programs
    "9, 2, 4", // fewer seed programs than places
    "5, 1, 2", // nothing to pair with
    "6, 6, 6", // everything shown
    "0, 3, 2", // nothing asked for
    "4, 0, 2" // nothing to show
  })
  void everySeedProgramGetsItsTurn(int programs, int seeds, int examples, TestPipeline pipeline) {
    List<Sample> seedPrograms = seedPrograms(seeds);
    PCollection<Sample> plans =
        given(pipeline, "Seeds", seedPrograms).apply(ChooseExamples.of(programs, examples));
    PAssert.that("plans", plans)
        .satisfies(
            samples -> {
              ExamplePlans.check(samples, seedPrograms, programs, examples);
              return null;
            });
    pipeline.run();
  }

  @ParameterizedTest(name = "{0} samples, {1} seed programs at hand")
  @CsvSource({"5, 3", "5, 0", "0, 3"})
  void withoutExamplesSamplesAreOnlyNumbered(int programs, int seeds, TestPipeline pipeline) {
    PCollection<Sample> plans =
        given(pipeline, "Seeds", seedPrograms(seeds)).apply(ChooseExamples.of(programs, 0));
    PAssert.that("plans", plans)
        .satisfies(
            samples -> {
              ExamplePlans.check(samples, List.of(), programs, 0);
              return null;
            });
    pipeline.run();
  }

  @Test
  void aSeedProgramThatComesTwiceCountsOnce(TestPipeline pipeline) {
    List<Sample> seedPrograms = seedPrograms(3);
    List<Sample> twice = new ArrayList<>(seedPrograms);
    twice.addAll(seedPrograms);
    // The same code, unified from another seed.
    Sample other = seedProgram(1);
    twice.add(
        other.toBuilder()
            .setProgram(other.getProgram().toBuilder().clearSeedIds().addSeedIds("seed-9"))
            .build());
    PCollection<Sample> plans = given(pipeline, "Seeds", twice).apply(ChooseExamples.of(10, 2));
    PAssert.that("plans", plans)
        .satisfies(
            samples -> {
              ExamplePlans.check(samples, seedPrograms, 10, 2);
              return null;
            });
    pipeline.run();
  }

  @Test
  void laterRoundsMakeOtherPairs(TestPipeline pipeline) {
    PCollection<Sample> plans =
        given(pipeline, "Seeds", seedPrograms(9)).apply(ChooseExamples.of(90, 2));
    PAssert.that("plans", plans)
        .satisfies(
            samples -> {
              Set<List<Program>> pairs = new HashSet<>();
              samples.forEach(sample -> pairs.add(sample.getExamplesList()));
              assertThat(pairs).hasSizeGreaterThan(3 * 9);
              return null;
            });
    pipeline.run();
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatThrownBy(() -> ChooseExamples.of(-1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> ChooseExamples.of(1, -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-2");
  }
}
