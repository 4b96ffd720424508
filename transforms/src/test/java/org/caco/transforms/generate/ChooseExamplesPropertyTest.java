package org.caco.transforms.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.generate.ExamplePlans.given;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.caco.transforms.records.Sample;

class ChooseExamplesPropertyTest {
  @Property(tries = 2)
  void plansDependOnTheSeedProgramsAloneNotOnTheirOrder(
      @ForAll @Size(min = 1, max = 12) @UniqueElements List<@IntRange(max = 99) Integer> seeds,
      @ForAll @IntRange(min = 1, max = 40) int programs,
      @ForAll @IntRange(min = 1, max = 4) int examples) {
    List<Sample> given = seeds.stream().map(ExamplePlans::seedProgram).toList();
    List<Sample> sorted = seeds.stream().sorted().map(ExamplePlans::seedProgram).toList();
    List<Sample> reversed =
        IntStream.range(0, given.size()).mapToObj(i -> given.get(given.size() - 1 - i)).toList();
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    ChooseExamples choose = ChooseExamples.of(programs, examples);
    PCollection<Sample> plans = given(pipeline, "Given", given).apply("ChooseGiven", choose);
    PAssert.that("plans", plans)
        .satisfies(
            samples -> {
              ExamplePlans.check(samples, given, programs, examples);
              return null;
            });
    PCollection<Long> copies =
        PCollectionList.of(plans)
            .and(given(pipeline, "Sorted", sorted).apply("ChooseSorted", choose))
            .and(given(pipeline, "Reversed", reversed).apply("ChooseReversed", choose))
            .apply(Flatten.pCollections())
            .apply(Count.perElement())
            .apply(Values.create());
    PAssert.that("copies of each plan, of three orders", copies)
        .satisfies(
            counts -> {
              assertThat(counts).hasSize(programs).containsOnly(3L);
              return null;
            });
    pipeline.run();
  }
}
