package org.caco.pipelines.graph;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.pipelines.options.CheckOptions;
import org.caco.pipelines.options.DatasetOptions;
import org.caco.pipelines.options.GraderOptions;
import org.caco.pipelines.options.InstanceOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.options.WorkerOptions;
import org.caco.transforms.export.DatasetRow;
import org.caco.transforms.export.WriteJsonLines;
import org.caco.transforms.instances.MakeInstances;
import org.caco.transforms.instances.VerifyInstances;
import org.caco.transforms.publish.DatasetCard;
import org.caco.transforms.publish.InstanceRow;
import org.caco.transforms.publish.Split;
import org.caco.transforms.publish.Table;
import org.caco.transforms.publish.WriteTables;
import org.caco.transforms.records.Sample;
import org.caco.transforms.report.Funnel;

/** The further problems of a dataset's rows. */
public final class Instances {
  private static final List<String> COLUMNS =
      List.of(DatasetCard.GENERATORS, DatasetCard.INSTANCES_MADE, DatasetCard.INSTANCES_SET_ASIDE);

  /** The solver, where it answers instances of rows. */
  public static final Role SOLVER = Role.SOLVE.at(VerifyInstances.STEP);

  private Instances() {}

  /**
   * Whether there are to be any.
   *
   * @throws UsageException if the options do not go together
   */
  public static boolean areMade(InstanceOptions options) {
    int instances = options.getInstances();
    int verified = options.getVerifyInstances();
    if (instances < 0 || instances > MakeInstances.MAX_INSTANCES) {
      throw new UsageException(
          "--instances=" + instances + " is not from 0 to " + MakeInstances.MAX_INSTANCES + ".");
    }
    if (verified < 0 || verified > instances) {
      throw new UsageException(
          "--verifyInstances="
              + verified
              + " is not from 0 to --instances="
              + instances
              + ": it says how many of them are answered.");
    }
    return instances > 0;
  }

  private static boolean areVerified(InstanceOptions options) {
    return areMade(options) && options.getVerifyInstances() > 0;
  }

  /** The solver, where it answers some of them. */
  static Stream<Role> roles(ModelOptions options) {
    return areVerified(options.as(InstanceOptions.class)) ? Stream.of(SOLVER) : Stream.empty();
  }

  /** Makes, verifies and writes them, where they are wanted; the rows stay as they are. */
  static <
          T extends
              InstanceOptions & CheckOptions & ModelOptions & GraderOptions & DatasetOptions
                  & OutputOptions>
      Optional<PCollection<String>> make(PCollection<Sample> rows, T options, Funnel funnel) {
    if (!areMade(options)) {
      return Optional.empty();
    }
    PCollection<Sample> generators =
        funnel.apply(
            rows,
            MakeInstances.in(Settings.sandbox((WorkerOptions) options))
                .withChecks(Settings.problemChecks(options).checks())
                .withInstances(options.getInstances()));
    if (areVerified(options)) {
      generators =
          funnel.apply(
              generators,
              VerifyInstances.with(Role.SOLVE.model(options), Role.SOLVE.prompt(options))
                  .withInstances(options.getVerifyInstances())
                  .withGrader(Settings.grader(options)));
    }
    Split split = Tables.split(options, options.getShards());
    funnel.totals(
        COLUMNS,
        generators,
        generator -> {
          long made = generator.getInstancesCount();
          boolean aside = !split.of(DatasetRow.id(generator)).equals(Table.TRAIN);
          return List.of(1L, made, aside ? made : 0L);
        });
    PCollection<String> lines =
        generators.apply(
            "InstanceRows",
            FlatMapElements.into(TypeDescriptors.strings()).via(InstanceRow::toJson));
    lines.apply(
        "Write-instances",
        WriteJsonLines.to(options.getOutput(), "instances")
            .withShards(Settings.positive("shards", options.getShards())));
    return Optional.of(lines);
  }

  /** Adds their lines to those that tables are made of. */
  static PCollectionTuple with(PCollectionTuple lines, Optional<PCollection<String>> instances) {
    return instances.map(each -> lines.and(WriteTables.INSTANCES, each)).orElse(lines);
  }
}
