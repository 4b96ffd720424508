package org.caco.transforms.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.diversity.Programs.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.caco.transforms.records.Location;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPipelineExtension.class)
class DropDuplicatesTest {
  private static Rejection duplicate(Sample sample, String kept) {
    return Rejection.newBuilder()
        .setStep("DropDuplicates")
        .setReason("duplicate")
        .setEvidence(kept)
        .setSample(sample)
        .build();
  }

  private static StepResult<Sample> apply(Pipeline pipeline, List<Sample> samples) {
    return pipeline
        .apply(Create.of(samples).withCoder(ProtoCoder.of(Sample.class)))
        .apply(DropDuplicates.samples());
  }

  @Test
  void keepsDifferentPrograms(TestPipeline pipeline) {
    List<Sample> samples = List.of(sample("a", "x = 1"), sample("b", "x = 2"));
    StepResult<Sample> result = apply(pipeline, samples);

    PAssert.that(result.accepted()).containsInAnyOrder(samples);
    PAssert.that(result.rejected()).empty();
    pipeline.run();
  }

  @Test
  void keepsTheSmallestIdOfEqualPrograms(TestPipeline pipeline) {
    Sample first = sample("a", "x = 1");
    Sample second = sample("b", "x  =  1  # one");
    Sample third = sample("c", "\nx=1\n");
    StepResult<Sample> result = apply(pipeline, List.of(third, first, second));

    PAssert.that(result.accepted()).containsInAnyOrder(first);
    PAssert.that(result.rejected())
        .containsInAnyOrder(duplicate(second, "a"), duplicate(third, "a"));
    pipeline.run();
  }

  @Test
  void keepsTheFirstInThePlanAlsoOfSamplesWithOneId(TestPipeline pipeline) {
    Sample first = sample("b", "x = 1").toBuilder().setPosition(2).build();
    Sample second = sample("b", "x = 1").toBuilder().setPosition(10).build();
    Sample third = sample("a", "x  = 1").toBuilder().setPosition(11).build();
    StepResult<Sample> result = apply(pipeline, List.of(third, second, first));

    PAssert.that(result.accepted()).containsInAnyOrder(first);
    PAssert.that(result.rejected())
        .containsInAnyOrder(duplicate(second, "b"), duplicate(third, "b"));
    pipeline.run();
  }

  @Test
  void keepsOneOfRecordsThatAreEqualInEveryByte(TestPipeline pipeline) {
    Sample twin = sample("a", "x = 1");
    StepResult<Sample> result = apply(pipeline, List.of(twin, twin, twin));

    PAssert.that(result.accepted()).containsInAnyOrder(twin);
    PAssert.that(result.rejected()).containsInAnyOrder(duplicate(twin, "a"), duplicate(twin, "a"));
    pipeline.run();
  }

  @Test
  void passesNothingOnFromNothing(TestPipeline pipeline) {
    StepResult<Sample> result = apply(pipeline, List.of());

    PAssert.that(result.accepted()).empty();
    PAssert.that(result.rejected()).empty();
    pipeline.run();
  }

  @Test
  void rejectsACrowdWithoutGatheringIt(TestPipeline pipeline) {
    List<Sample> crowd =
        IntStream.range(0, 50)
            .mapToObj(i -> sample("id%02d".formatted(i), "x = 1" + " ".repeat(i % 7)))
            .toList();
    // Three times over, the smallest as well.
    List<Sample> samples = Stream.of(crowd, crowd, crowd).flatMap(List::stream).toList();
    StepResult<Sample> result =
        pipeline
            .apply(Create.of(samples).withCoder(ProtoCoder.of(Sample.class)))
            .apply(DropDuplicates.samples(10));

    PAssert.that(result.accepted()).containsInAnyOrder(crowd.get(0));
    PAssert.that(result.rejected())
        .satisfies(
            rejected -> {
              List<String> ids =
                  StreamSupport.stream(rejected.spliterator(), false)
                      .map(r -> r.getSample().getId())
                      .sorted()
                      .toList();
              List<String> expected = samples.stream().map(Sample::getId).sorted().skip(1).toList();
              assertThat(ids).isEqualTo(expected);
              return null;
            });
    pipeline.run();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsTheSameWhateverTheOrder(long order) {
    // Equal ids with different records, as two steps that number alike would make them.
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Sample sample = sample("id" + i % 7, "x = " + i % 5);
      samples.add(sample);
      samples.add(sample.toBuilder().setSeed(Seed.newBuilder().setId("s" + i % 3)).build());
    }
    List<Sample> shuffled = new ArrayList<>(samples);
    Collections.shuffle(shuffled, new Random(order));

    Pipeline pipeline = Pipeline.create();
    List<Sample> expected =
        IntStream.range(0, 5)
            .mapToObj(
                code ->
                    samples.stream()
                        .filter(s -> s.getProgram().getCode().equals("x = " + code))
                        .min(
                            (a, b) ->
                                a.getId().equals(b.getId())
                                    ? Arrays.compareUnsigned(a.toByteArray(), b.toByteArray())
                                    : a.getId().compareTo(b.getId()))
                        .orElseThrow())
            .toList();
    PAssert.that(apply(pipeline, shuffled).accepted()).containsInAnyOrder(expected);
    pipeline.run();
  }

  @Test
  void keepsTheFirstOfEqualSeeds(TestPipeline pipeline) {
    Seed ninth = seed("s1", "a.jsonl", 9);
    Seed tenth = seed("s1", "a.jsonl", 10);
    Seed other = seed("s2", "a.jsonl", 11);
    StepResult<Seed> result =
        pipeline
            .apply(Create.of(tenth, other, ninth).withCoder(ProtoCoder.of(Seed.class)))
            .apply(DropDuplicates.seeds());

    PAssert.that(result.accepted()).containsInAnyOrder(ninth, other);
    PAssert.that(result.rejected())
        .containsInAnyOrder(
            Rejection.newBuilder()
                .setStep("DropDuplicateSeeds")
                .setReason("duplicate")
                .setEvidence("a.jsonl:9")
                .setSeed(tenth)
                .setLocation(tenth.getLocation())
                .build());
    pipeline.run();
  }

  private static Seed seed(String id, String file, long line) {
    return Seed.newBuilder()
        .setId(id)
        .setLocation(Location.newBuilder().setFile(file).setLine(line))
        .build();
  }
}
