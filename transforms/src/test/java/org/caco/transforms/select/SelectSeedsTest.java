package org.caco.transforms.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class SelectSeedsTest {
  private static final List<Seed> SEEDS =
      IntStream.range(0, 100)
          .mapToObj(
              i ->
                  Seed.newBuilder()
                      .setId(ContentHash.of("" + i))
                      .setName("" + i)
                      .setProblem("How many?")
                      .build())
          .toList();

  @Test
  void selectsTheSmallestIdsWhateverTheOrder(TestPipeline pipeline) {
    List<Seed> shuffled = new ArrayList<>(SEEDS);
    Collections.shuffle(shuffled, new Random(7));
    List<String> expected = SEEDS.stream().map(Seed::getId).sorted().limit(10).toList();

    PAssert.that(select(pipeline, shuffled, 10).accepted())
        .satisfies(
            seeds -> {
              assertThat(ids(seeds)).containsExactlyInAnyOrderElementsOf(expected);
              return null;
            });
    pipeline.run();
  }

  @Test
  void rejectsTheOthersWithoutTheirText(TestPipeline pipeline) {
    PAssert.that(select(pipeline, SEEDS, 10).rejected())
        .satisfies(
            rejections -> {
              assertThat(rejections)
                  .hasSize(90)
                  .allMatch(rejection -> rejection.getReason().equals("not_selected"))
                  .allMatch(rejection -> !rejection.getSeed().getName().isEmpty())
                  .allMatch(rejection -> rejection.getSeed().getProblem().isEmpty());
              return null;
            });
    pipeline.run();
  }

  @Test
  void selectsAllWhenThereAreNoMoreThanAsked(TestPipeline pipeline) {
    PAssert.that(select(pipeline, SEEDS, 100).rejected()).empty();
    pipeline.run();
  }

  @Test
  void passesCopiesOnAsOne(TestPipeline pipeline) {
    List<Seed> twice = new ArrayList<>(SEEDS);
    twice.addAll(SEEDS);

    PAssert.that(select(pipeline, twice, 10).accepted())
        .satisfies(
            seeds -> {
              assertThat(ids(seeds))
                  .hasSize(20)
                  .satisfies(ids -> assertThat(ids.stream().distinct()).hasSize(10));
              return null;
            });
    pipeline.run();
  }

  @Test
  void selectsNothingFromNothing(TestPipeline pipeline) {
    StepResult<Seed> result = select(pipeline, List.of(), 10);

    PAssert.that(result.accepted()).empty();
    PAssert.that(result.rejected()).empty();
    pipeline.run();
  }

  @Test
  void refusesToSelectNone() {
    assertThatThrownBy(() -> SelectSeeds.atMost(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static StepResult<Seed> select(TestPipeline pipeline, List<Seed> seeds, int max) {
    return pipeline
        .apply(Create.of(seeds).withCoder(ProtoCoder.of(Seed.class)))
        .apply(SelectSeeds.atMost(max));
  }

  private static List<String> ids(Iterable<Seed> seeds) {
    return StreamSupport.stream(seeds.spliterator(), false).map(Seed::getId).toList();
  }
}
