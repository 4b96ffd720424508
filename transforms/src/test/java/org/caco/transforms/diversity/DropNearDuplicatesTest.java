package org.caco.transforms.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.caco.transforms.diversity.Programs.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Sample;
import org.caco.transforms.similarity.Embedding;
import org.caco.transforms.similarity.TextEmbedder;
import org.caco.transforms.step.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TestPipelineExtension.class)
class DropNearDuplicatesTest {
  private static final TextEmbedder EMBEDDER = TextEmbedder.acquire().get();

  private static final String EGGS =
      """
      input = {'eggs_per_day': 16, 'eaten': 3, 'baked': 4, 'price': 2}

      def earnings(eggs_per_day, eaten, baked, price):
          left = eggs_per_day - eaten - baked
          return left * price

      output = earnings(**input)
      print(output)
      """;
  private static final String TRAIN =
      """
      input = {'miles': 120, 'speed': 40, 'stops': 3, 'minutes_per_stop': 10}

      def travel_hours(miles, speed, stops, minutes_per_stop):
          moving = miles / speed
          waiting = stops * minutes_per_stop / 60
          return moving + waiting

      output = travel_hours(**input)
      print(output)
      """;

  private static StepResult<Sample> apply(
      Pipeline pipeline, List<Sample> samples, NearDuplicateConfig config) {
    return pipeline
        .apply(Create.of(samples).withCoder(ProtoCoder.of(Sample.class)))
        .apply(DropNearDuplicates.of(config));
  }

  private static StepResult<Sample> apply(Pipeline pipeline, List<Sample> samples) {
    return apply(pipeline, samples, NearDuplicateConfig.DEFAULT);
  }

  /** One line a sample: its id and what became of it. */
  private static PCollection<String> outcomes(StepResult<Sample> result) {
    return PCollectionList.of(
            result
                .accepted()
                .apply("Kept", MapElements.into(TypeDescriptors.strings()).via(Sample::getId)))
        .and(
            result
                .rejected()
                .apply(
                    "Dropped",
                    MapElements.into(TypeDescriptors.strings())
                        .via(
                            r ->
                                r.getSample().getId()
                                    + " "
                                    + r.getReason()
                                    + " "
                                    + r.getEvidence())))
        .apply("Outcomes", Flatten.pCollections());
  }

  private static List<String> sorted(Iterable<String> lines) {
    List<String> sorted = new ArrayList<>();
    lines.forEach(sorted::add);
    Collections.sort(sorted);
    return sorted;
  }

  @Test
  void keepsDifferentPrograms(TestPipeline pipeline) {
    List<Sample> samples = List.of(sample("a", EGGS), sample("b", TRAIN));
    StepResult<Sample> result = apply(pipeline, samples);

    PAssert.that(result.accepted()).containsInAnyOrder(samples);
    PAssert.that(result.rejected()).empty();
    pipeline.run();
  }

  @Test
  void dropsACopyWithOtherNumbers(TestPipeline pipeline) {
    List<Sample> samples =
        List.of(
            sample("a", EGGS),
            sample("b", EGGS.replace("16", "19").replace("'price': 2", "'price': 3")));
    StepResult<Sample> result = apply(pipeline, samples);

    PAssert.that(outcomes(result))
        .satisfies(
            lines -> {
              assertThat(sorted(lines).toString())
                  .matches(
                      "\\[a, b near_duplicate a, cosine .*]|\\[a near_duplicate b, cosine .*, b]");
              return null;
            });
    pipeline.run();
  }

  @Test
  void dropsCopiesThatAreEqual(TestPipeline pipeline) {
    Sample twin = sample("a", EGGS);
    StepResult<Sample> result = apply(pipeline, List.of(twin, sample("b", EGGS), twin));

    PAssert.that(outcomes(result))
        .containsInAnyOrder(
            "a", "a near_duplicate a, cosine 1.0000", "b near_duplicate a, cosine 1.0000");
    pipeline.run();
  }

  @Test
  void passesNothingOnFromNothing(TestPipeline pipeline) {
    StepResult<Sample> result = apply(pipeline, List.of());

    PAssert.that(outcomes(result)).empty();
    pipeline.run();
  }

  @Test
  void keepsAllAtAThresholdOfOne(TestPipeline pipeline) {
    List<Sample> samples = List.of(sample("a", EGGS), sample("b", EGGS));
    StepResult<Sample> result =
        apply(pipeline, samples, NearDuplicateConfig.DEFAULT.withThreshold(1));

    PAssert.that(result.accepted()).containsInAnyOrder(samples);
    PAssert.that(result.rejected()).empty();
    pipeline.run();
  }

  @Test
  void dropsTextsThatAreNearToAnother(TestPipeline pipeline) {
    String eggs = "A hen lays 3 eggs a day, and 2 are eaten. How many eggs are left in a week?";
    String twin = "A hen lays 3 eggs a day, and 2 are eaten. How many eggs are left in one week?";
    String train = "A train goes 120 miles at 40 miles an hour. How long does it take?";
    StepResult<String> result =
        pipeline
            .apply(Create.of(eggs, twin, train, train))
            .apply(
                DropNearDuplicates.texts(
                    "Near", NearDuplicateConfig.DEFAULT, text -> text, text -> text));

    PAssert.that(result.accepted())
        .satisfies(
            kept -> {
              assertThat(kept).hasSize(2).contains(train).containsAnyOf(eggs, twin);
              return null;
            });
    PAssert.that(
            result
                .rejected()
                .apply(
                    "Why",
                    MapElements.into(TypeDescriptors.strings())
                        .via(r -> r.getStep() + " " + r.getReason())))
        .containsInAnyOrder("Near near_duplicate", "Near near_duplicate");
    pipeline.run();
  }

  @Test
  void dropsProblemsThatAreNearToAnother(TestPipeline pipeline) {
    Problem problem = Problem.newBuilder().setText("How many eggs are left of 12?").build();
    Problem twin = Problem.newBuilder().setText("How many eggs are left of 350?").build();
    Sample first = sample("a", EGGS).toBuilder().setProblem(problem).build();
    Sample second = sample("b", TRAIN).toBuilder().setProblem(twin).build();
    StepResult<Sample> result =
        pipeline
            .apply(Create.of(List.of(first, second)).withCoder(ProtoCoder.of(Sample.class)))
            .apply(DropNearDuplicates.problems(NearDuplicateConfig.DEFAULT));

    PAssert.that(outcomes(result)).containsInAnyOrder("a", "b near_duplicate a, cosine 1.0000");
    pipeline.run();
  }

  @Test
  void onlyProgramsHaveSkeletons() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DropNearDuplicates.problems(NearDuplicateConfig.DEFAULT.withMaxPerSkeleton(1)));
  }

  @Test
  void capsTheCopiesOfASkeleton(TestPipeline pipeline) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      samples.add(sample("f" + i, "x = " + i, "same"));
      samples.add(sample("n" + i, "y = " + i));
    }
    samples.add(sample("o", "z = 1", "other"));
    StepResult<Sample> result =
        apply(
            pipeline, samples, NearDuplicateConfig.DEFAULT.withThreshold(1).withMaxPerSkeleton(2));

    PAssert.that(outcomes(result))
        .satisfies(
            lines -> {
              Map<String, Integer> counts = new TreeMap<>();
              for (String line : lines) {
                counts.merge(line.charAt(0) + line.replaceFirst("^\\S+", ""), 1, Integer::sum);
              }
              assertThat(counts)
                  .isEqualTo(Map.of("f", 2, "f skeleton_cap same", 3, "n", 5, "o", 1));
              return null;
            });
    pipeline.run();
  }

  @ParameterizedTest
  @CsvSource({"20000, 4096, 1", "20000, 4096, 2", "5, 8, 3", "5, 8, 4"})
  void choosesTheSameWhateverTheOrderAndTheClusters(int exactUpTo, int clusterSize, long order) {
    List<Sample> samples = variations();
    List<String> expected = expected(samples, 0.95);
    Collections.shuffle(samples, new Random(order));
    NearDuplicateConfig config =
        NearDuplicateConfig.DEFAULT
            .withThreshold(0.95)
            .withExactUpTo(exactUpTo)
            .withClusterSize(clusterSize);

    Pipeline pipeline = Pipeline.create();
    PAssert.that(outcomes(apply(pipeline, samples, config))).containsInAnyOrder(expected);
    pipeline.run();
    assertThat(expected)
        .as("some stay, some go")
        .anyMatch(l -> l.contains(" "))
        .anyMatch(l -> !l.contains(" "));
  }

  /** Two programs, each with other names for two of its inputs. */
  private static List<Sample> variations() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String eaten = List.of("eaten", "used", "broken", "given_to_neighbours").get(i % 4);
      String stops = List.of("stops", "halts", "breaks", "waits_at_a_station").get(i % 4);
      String price = i < 4 ? "price" : "cost";
      String speed = i < 4 ? "speed" : "pace";
      samples.add(sample("e" + i, EGGS.replace("eaten", eaten).replace("price", price)));
      samples.add(sample("t" + i, TRAIN.replace("stops", stops).replace("speed", speed)));
    }
    return samples;
  }

  /** What the documentation promises, without Beam, clusters or a graph. */
  private static List<String> expected(List<Sample> samples, double threshold) {
    Map<String, Sample> byPriority = new TreeMap<>();
    samples.forEach(
        s -> byPriority.put(ContentHash.of(ProgramText.of(s.getProgram().getCode())), s));
    Map<Sample, Embedding> kept = new LinkedHashMap<>();
    List<String> outcomes = new ArrayList<>();
    for (Sample sample : byPriority.values()) {
      Embedding embedding = EMBEDDER.embed(ProgramText.of(sample.getProgram().getCode()));
      Optional<Map.Entry<Sample, Embedding>> nearest =
          kept.entrySet().stream().max(Comparator.comparing(e -> embedding.product(e.getValue())));
      if (nearest.isPresent() && embedding.cosine(nearest.get().getValue()) >= threshold) {
        double cosine = embedding.cosine(nearest.get().getValue());
        outcomes.add(
            sample.getId()
                + " near_duplicate "
                + nearest.get().getKey().getId()
                + String.format(Locale.ROOT, ", cosine %.4f", cosine));
      } else {
        kept.put(sample, embedding);
        outcomes.add(sample.getId());
      }
    }
    return outcomes;
  }
}
