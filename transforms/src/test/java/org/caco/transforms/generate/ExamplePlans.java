package org.caco.transforms.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;

/** What holds for every plan of {@link ChooseExamples}. */
final class ExamplePlans {
  private ExamplePlans() {}

  /** As many seed programs as asked for, the same ones each time. */
  static List<Sample> seedPrograms(int count) {
    return IntStream.range(0, count).mapToObj(ExamplePlans::seedProgram).toList();
  }

  static Sample seedProgram(int index) {
    String code = "output = " + index + "\n";
    return Sample.newBuilder()
        .setId("sample-" + index)
        .setProgram(
            Program.newBuilder()
                .setId(ContentHash.of("program", code))
                .setCode(code)
                .addSeedIds("seed-" + index))
        .build();
  }

  static PCollection<Sample> given(Pipeline pipeline, String name, List<Sample> samples) {
    return pipeline.apply(name, Create.of(samples).withCoder(ProtoCoder.of(Sample.class)));
  }

  /** Fails unless {@code plans} is a plan of {@code programs} samples of {@code seedPrograms}. */
  static void check(Iterable<Sample> plans, List<Sample> seedPrograms, int programs, int examples) {
    int shown = Math.min(examples, seedPrograms.size());
    Map<Program, Integer> all = new HashMap<>();
    Map<Program, Integer> first = new HashMap<>();
    seedPrograms.forEach(
        seed -> {
          all.put(seed.getProgram(), 0);
          first.put(seed.getProgram(), 0);
        });
    List<Long> positions = new ArrayList<>();
    for (Sample plan : plans) {
      positions.add(plan.getPosition());
      assertThat(plan.hasProgram()).as("has a program already").isFalse();
      assertThat(plan.getExamplesList()).as("examples").hasSize(shown).doesNotHaveDuplicates();
      assertThat(all.keySet()).as("seed programs").containsAll(plan.getExamplesList());
      plan.getExamplesList().forEach(example -> all.merge(example, 1, Integer::sum));
      if (shown > 0) {
        first.merge(plan.getExamples(0), 1, Integer::sum);
      }
    }
    assertThat(positions)
        .as("positions")
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, examples > 0 && shown == 0 ? 0 : programs).boxed().toList());
    assertThat(spread(first)).as("spread of turns as first example").isLessThanOrEqualTo(1);
    assertThat(spread(all)).as("spread of turns").isLessThanOrEqualTo(examples);
  }

  private static int spread(Map<Program, Integer> turns) {
    return turns.values().stream().mapToInt(Integer::intValue).max().orElse(0)
        - turns.values().stream().mapToInt(Integer::intValue).min().orElse(0);
  }
}
