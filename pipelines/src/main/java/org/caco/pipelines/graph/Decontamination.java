package org.caco.pipelines.graph;

import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Distinct;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.pipelines.options.DecontaminateOptions;
import org.caco.transforms.decontaminate.BenchmarkProblem;
import org.caco.transforms.decontaminate.Benchmarks;
import org.caco.transforms.decontaminate.Decontaminate;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.report.Funnel;
import org.caco.transforms.step.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * The steps that keep benchmarks out of seeds and problems. Without {@code --benchmarks} there are
 * none.
 */
public final class Decontamination {
  private final Funnel funnel;
  // Null where there is nothing to compare with.
  private final @Nullable Benchmarks benchmarks;

  private Decontamination(Funnel funnel, @Nullable Benchmarks benchmarks) {
    this.funnel = funnel;
    this.benchmarks = benchmarks;
  }

  /** No such steps. */
  public static Decontamination none(Funnel funnel) {
    return new Decontamination(funnel, null);
  }

  /** Reads the benchmarks, if there are any. */
  public static Decontamination of(Pipeline pipeline, DecontaminateOptions options, Funnel funnel) {
    if (options.getBenchmarks() == null) {
      return none(funnel);
    }
    PCollection<BenchmarkProblem> problems =
        funnel.read(pipeline, Settings.benchmarks(options, options.getBenchmarks()));
    funnel.tally("rows", problems, BenchmarkProblem::file);
    return new Decontamination(funnel, Benchmarks.of(problems, Settings.decontamination(options)));
  }

  /** The seeds that are in no benchmark. */
  PCollection<Seed> seeds(PCollection<Seed> seeds) {
    return benchmarks == null ? seeds : step("seeds", seeds, Decontaminate.seeds(benchmarks));
  }

  /** The samples whose problem is in no benchmark. */
  PCollection<Sample> problems(PCollection<Sample> samples) {
    return benchmarks == null
        ? samples
        : step("problems", samples, Decontaminate.samples(benchmarks));
  }

  /** The check of samples by itself, where there are benchmarks. */
  public Decontaminate<Sample> check() {
    return Decontaminate.samples(Objects.requireNonNull(benchmarks, "benchmarks"));
  }

  private <T> PCollection<T> step(
      String column, PCollection<T> records, PTransform<PCollection<T>, StepResult<T>> transform) {
    String name = transform.getName();
    PCollection<T> clean = funnel.apply(records, transform);
    PCollection<Rejection> copies =
        funnel
            .rejections(name)
            .apply(
                name + "Copies",
                Filter.by(rejection -> Decontaminate.benchmarkOf(rejection).isPresent()));
    funnel.tally(column, copies, copy -> Decontaminate.benchmarkOf(copy).orElse(""));
    // Thousands of copies of a few rows say something else than copies of as many rows.
    PCollection<String> places =
        copies
            .apply(
                name + "Places",
                MapElements.into(TypeDescriptors.strings())
                    .via(copy -> Decontaminate.placeOf(copy).orElse("")))
            .apply(name + "CopiedRows", Distinct.create());
    funnel.tally(
        "rows that " + column + " copy",
        places,
        place -> place.substring(0, place.lastIndexOf(':')));
    return clean;
  }
}
