package org.caco.pipelines.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.caco.grader.AnswerGrader;
import org.caco.grader.Rounding;
import org.caco.hash.ContentHash;
import org.caco.sandbox.SandboxResult;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.Verdict;
import org.caco.transforms.records.Sample;

/** The right samples of a calibration, and copies of them with planted mistakes. */
final class PlantedSamples {
  private static final String SEPARATOR = ":";

  private final List<Sample> right;
  private final List<Sample> pairs;
  private final List<String> benchmark;
  private final Function<Snippet, SandboxResult> runner;

  /**
   * @param right the right samples, at least one, in an order that is always the same
   * @param pairs those of {@link TwinPairs}, in any order
   * @param benchmark problems of benchmarks
   * @param runner runs a program
   */
  PlantedSamples(
      List<Sample> right,
      List<Sample> pairs,
      List<String> benchmark,
      Function<Snippet, SandboxResult> runner) {
    this.right = right;
    this.pairs = pairs;
    this.benchmark = benchmark;
    this.runner = runner;
  }

  /** The kind of a sample that is in {@link #all}. */
  static String kind(Sample sample) {
    return sample.getId().substring(0, sample.getId().indexOf(SEPARATOR));
  }

  /**
   * Every right sample, one copy of it with each kind of mistake that can be made of it, and the
   * pairs of which a row would be wrong.
   */
  List<Sample> all() {
    List<Sample> all = new ArrayList<>();
    for (int i = 0; i < right.size(); i++) {
      Sample sample = right.get(i);
      all.add(named(Calibration.RIGHT, sample));
      for (PlantedKind kind : PlantedKind.values()) {
        if (kind != PlantedKind.BENCHMARK_COPY || !benchmark.isEmpty()) {
          kind.plant(sample, material(kind, i))
              .ifPresent(planted -> all.add(named(kind.label(), planted)));
        }
      }
    }
    pairs.stream()
        .filter(pair -> TwinPairs.isMistake(pair, runner))
        .map(pair -> named(TwinPairs.kind(pair), pair))
        .forEach(all::add);
    return all;
  }

  private static Sample named(String kind, Sample sample) {
    return sample.toBuilder().setId(kind + SEPARATOR + sample.getId()).build();
  }

  private PlantedKind.Material material(PlantedKind kind, int index) {
    Sample sample = right.get(index);
    Random random = new Random(ContentHash.number(kind.label(), sample.getId()));
    return new PlantedKind.Material() {
      @Override
      public int random(int bound) {
        return random.nextInt(bound);
      }

      @Override
      public Sample other() {
        return right.get((index + 1) % right.size());
      }

      @Override
      public String benchmarkProblem() {
        return benchmark.get(index % benchmark.size());
      }

      @Override
      public boolean changesOutput(String code) {
        SandboxResult result = runner.apply(Snippet.of("planted", code));
        // By value: 12.0 for 12, or another last digit of a float, is no other output; a mistake
        // that rounds is one.
        return result.verdict() == Verdict.OK
            && !AnswerGrader.strict()
                .withRounding(Rounding.REJECTED)
                .compareOutput(
                    sample.getExecution().getOutput(),
                    sample.getExecution().getOutputText(),
                    result.outputText())
                .equal();
      }
    };
  }
}
