package org.caco.pipelines.graph;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.pipelines.options.EvaluateOptions;
import org.caco.transforms.diversity.DropDuplicates;
import org.caco.transforms.evaluate.GradeSolutions;
import org.caco.transforms.evaluate.ItemRow;
import org.caco.transforms.evaluate.PoseSeeds;
import org.caco.transforms.export.RejectionRow;
import org.caco.transforms.export.WriteJsonLines;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.report.Funnel;
import org.caco.transforms.solve.SolveProblem;

/**
 * The graph of {@code evaluate}: from benchmarks to what a model answers to each of their items.
 */
public final class Evaluation {
  /** The folder with a row for each item. */
  public static final String ITEMS = "items";

  private Evaluation() {}

  public static Synthesis.Graph evaluate(EvaluateOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    Funnel funnel = Funnel.create();
    int attempts = Settings.positive("attempts", options.getAttempts());
    PCollection<Seed> seeds =
        funnel.read(pipeline, Settings.seeds(options, options.getBenchmarks()));
    seeds = funnel.apply(seeds, DropDuplicates.seeds());
    PCollection<Sample> items = funnel.apply(seeds, PoseSeeds.create());
    PCollection<Sample> solved =
        funnel.apply(
            items,
            SolveProblem.with(Role.SOLVE.model(options), Role.SOLVE.prompt(options))
                .withSolutions(attempts));
    PCollection<Sample> graded =
        funnel.apply(solved, GradeSolutions.with(Settings.grader(options)));
    PCollection<Rejection> rejections = funnel.rejections();
    PCollection<String> unsolved =
        rejections
            .apply("Unsolved", Filter.by(rejection -> isOfItem(rejection)))
            .apply(
                "UnsolvedRows",
                MapElements.into(TypeDescriptors.strings())
                    .via(rejection -> ItemRow.toJson(rejection, attempts)));
    PCollectionList.of(
            graded.apply(
                "ItemRows", MapElements.into(TypeDescriptors.strings()).via(ItemRow::toJson)))
        .and(unsolved)
        .apply("Items", Flatten.pCollections())
        .apply("Write-items", WriteJsonLines.to(options.getOutput(), ITEMS));
    rejections
        .apply(
            "RejectionRows", MapElements.into(TypeDescriptors.strings()).via(RejectionRow::toJson))
        .apply("Write-rejected", WriteJsonLines.to(options.getOutput(), "rejected"));
    funnel.write(options.getOutput());
    return new Synthesis.Graph(pipeline, funnel.steps());
  }

  private static boolean isOfItem(Rejection rejection) {
    return rejection.getStep().equals(SolveProblem.STEP)
        || rejection.getStep().equals(GradeSolutions.STEP);
  }
}
