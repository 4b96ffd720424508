package org.caco.pipelines.graph;

import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.pipelines.options.CheckOptions;
import org.caco.pipelines.options.FilterOptions;
import org.caco.pipelines.options.GenerateOptions;
import org.caco.pipelines.options.GeneratePipelineOptions;
import org.caco.pipelines.options.GraderOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OriginalOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.ReverseOptions;
import org.caco.pipelines.options.SeedOptions;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.pipelines.options.UnifyOptions;
import org.caco.pipelines.options.WorkerOptions;
import org.caco.transforms.behaviour.BehaviourConfig;
import org.caco.transforms.behaviour.CheckBehaviour;
import org.caco.transforms.consistency.CheckConsistency;
import org.caco.transforms.consistency.JudgeConsistency;
import org.caco.transforms.diversity.DropDuplicates;
import org.caco.transforms.diversity.DropNearDuplicates;
import org.caco.transforms.execute.ExecutePrograms;
import org.caco.transforms.export.CodegenRow;
import org.caco.transforms.export.ExportDataset;
import org.caco.transforms.export.ReadSamples;
import org.caco.transforms.export.RejectionRow;
import org.caco.transforms.export.SampleRow;
import org.caco.transforms.export.WriteJsonLines;
import org.caco.transforms.generate.ChooseExamples;
import org.caco.transforms.generate.GeneratePrograms;
import org.caco.transforms.input.ChooseInput;
import org.caco.transforms.original.IncludeSeeds;
import org.caco.transforms.page.WriteReportSample;
import org.caco.transforms.problem.WriteProblem;
import org.caco.transforms.publish.WriteTables;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.report.Funnel;
import org.caco.transforms.row.CheckRow;
import org.caco.transforms.rules.ApplyRules;
import org.caco.transforms.select.SelectRows;
import org.caco.transforms.select.SelectSeeds;
import org.caco.transforms.solve.SolveProblem;
import org.caco.transforms.step.PackedCoder;
import org.caco.transforms.unify.CheckAnswer;
import org.caco.transforms.unify.SolveSeeds;

/**
 * The graphs: all of the synthesis, and its three stages one by one. Each stage takes its options
 * and the collection it starts from, adds its steps to the funnel, and returns what it accepts.
 */
public final class Synthesis {
  /**
   * A graph that is ready to run.
   *
   * @param pipeline the graph
   * @param steps the names of its steps, as metrics and report have them, in order
   */
  public record Graph(Pipeline pipeline, List<String> steps) {}

  private Synthesis() {}

  /** From seeds to a dataset: {@link #unify}, {@link #generate} and {@link #reverse} in one. */
  public static Graph synthesize(SynthesizeOptions options) {
    Pipeline pipeline = create(options);
    Funnel funnel = Funnel.create();
    Decontamination decontamination = Decontamination.of(pipeline, options, funnel);
    PCollection<Sample> seedPrograms = seedPrograms(pipeline, options, funnel, decontamination);
    PCollection<String> codegen = writeCodegen(seedPrograms, options);
    PCollection<Sample> programs =
        programs(seedPrograms, originals(seedPrograms, options, funnel), options, funnel);
    PCollection<Sample> samples = samples(programs, options, funnel, decontamination);
    if (options.getRows() != null) {
      int rows = Settings.positive("rows", options.getRows());
      samples = funnel.apply(samples, SelectRows.atMost(rows));
    }
    Optional<PCollection<String>> instances = Instances.make(samples, options, funnel);
    PCollection<String> rows = writeDataset(samples, options, funnel);
    PCollectionTuple derived = Derived.write(samples, options, funnel);
    MeasuredErrors.attach(options, funnel);
    PCollection<String> rejected = writeRejected(options, funnel);
    Tables.write(
        Instances.with(
            derived
                .and(WriteTables.DATASET, rows)
                .and(WriteTables.REJECTED, rejected)
                .and(WriteTables.CODEGEN, codegen),
            instances),
        options);
    return graph(pipeline, options, funnel);
  }

  /** From seeds to verified seed programs, and the training set of a code model. */
  public static Graph unify(UnifyOptions options) {
    Pipeline pipeline = create(options);
    Funnel funnel = Funnel.create();
    Decontamination decontamination = Decontamination.of(pipeline, options, funnel);
    PCollection<Sample> seedPrograms = seedPrograms(pipeline, options, funnel, decontamination);
    writeCodegen(seedPrograms, options);
    Tables.writeSample(
        WriteReportSample.PROGRAMS,
        writeSamples("seed-programs", seedPrograms, options),
        writeRejected(options, funnel),
        options);
    return graph(pipeline, options, funnel);
  }

  /** From seed programs to new, filtered programs. */
  public static Graph generate(GeneratePipelineOptions options) {
    Pipeline pipeline = create(options);
    Funnel funnel = Funnel.create();
    PCollection<Sample> seedPrograms = funnel.read(pipeline, ReadSamples.from(options.getInput()));
    PCollection<Sample> programs = programs(seedPrograms, Optional.empty(), options, funnel);
    Tables.writeSample(
        WriteReportSample.PROGRAMS,
        writeSamples("programs", programs, options),
        writeRejected(options, funnel),
        options);
    return graph(pipeline, options, funnel);
  }

  /** From programs to a dataset. */
  public static Graph reverse(ReverseOptions options) {
    Pipeline pipeline = create(options);
    Funnel funnel = Funnel.create();
    PCollection<Sample> programs = funnel.read(pipeline, ReadSamples.from(options.getInput()));
    // The input may be that of several runs, and the same program makes the same row.
    programs = funnel.apply(programs, DropDuplicates.samples());
    Decontamination decontamination = Decontamination.of(pipeline, options, funnel);
    PCollection<Sample> samples = samples(programs, options, funnel, decontamination);
    Optional<PCollection<String>> instances = Instances.make(samples, options, funnel);
    PCollection<String> rows = writeDataset(samples, options, funnel);
    PCollectionTuple derived = Derived.write(samples, options, funnel);
    MeasuredErrors.attach(options, funnel);
    Tables.write(
        Instances.with(
            derived
                .and(WriteTables.DATASET, rows)
                .and(WriteTables.REJECTED, writeRejected(options, funnel)),
            instances),
        options);
    return graph(pipeline, options, funnel);
  }

  private static Pipeline create(PipelineOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .getCoderRegistry()
        .registerCoderForClass(Sample.class, PackedCoder.of(ProtoCoder.of(Sample.class)));
    return pipeline;
  }

  /** From seeds to programs that give the known answer. */
  public static <T extends SeedOptions & ModelOptions & GraderOptions & FilterOptions>
      PCollection<Sample> seedPrograms(
          Pipeline pipeline, T options, Funnel funnel, Decontamination decontamination) {
    // 1. Which seeds.
    PCollection<Seed> seeds = funnel.read(pipeline, Settings.seeds(options));
    if (options.getMaxSeeds() != null) {
      int max = Settings.positive("maxSeeds", options.getMaxSeeds());
      seeds = funnel.apply(seeds, SelectSeeds.atMost(max));
    }
    seeds = funnel.apply(seeds, DropDuplicates.seeds());
    seeds = decontamination.seeds(seeds);
    // 2. Their programs.
    int solutions = Settings.solveSeeds(options);
    if (solutions > 0) {
      seeds =
          funnel.apply(
              seeds,
              SolveSeeds.with(Role.SOLVE.model(options), Role.SOLVE.prompt(options))
                  .withSolutions(solutions)
                  .withGrader(Settings.grader(options)));
    }
    PCollection<Sample> samples = funnel.apply(seeds, Role.unifySeeds(options));
    samples =
        funnel.apply(
            samples, ExecutePrograms.in(Settings.sandbox(options)).named("ExecuteSeedPrograms"));
    samples =
        funnel.apply(samples, ApplyRules.with(Settings.rules(options)).named("ApplySeedRules"));
    if (includesSeeds(options)) {
      samples = samples.apply("SeedTexts", IncludeSeeds.withTexts());
    }
    samples =
        funnel.apply(
            samples,
            CheckAnswer.create()
                .withGrader(Settings.grader(options))
                .withSandbox(Settings.sandbox(options)));
    return funnel.apply(samples, DropDuplicates.samples().named("DropDuplicateSeedPrograms"));
  }

  /** The seeds that become rows themselves, where they are to. */
  private static Optional<PCollection<Sample>> originals(
      PCollection<Sample> seedPrograms, SynthesizeOptions options, Funnel funnel) {
    return includesSeeds(options)
        ? Optional.of(
            funnel.apply(seedPrograms, IncludeSeeds.create().withGrader(Settings.grader(options))))
        : Optional.empty();
  }

  private static boolean includesSeeds(PipelineOptions options) {
    return options.as(OriginalOptions.class).isIncludeSeeds();
  }

  /** From seed programs to new ones, and the originals among them. */
  private static <T extends GenerateOptions & ModelOptions & WorkerOptions & FilterOptions>
      PCollection<Sample> programs(
          PCollection<Sample> seedPrograms,
          Optional<PCollection<Sample>> originals,
          T options,
          Funnel funnel) {
    // 3. What to show the model.
    PCollection<Sample> samples =
        seedPrograms.apply(ChooseExamples.of(options.getPrograms(), options.getExamples()));
    // 4. Its programs.
    samples =
        funnel.apply(
            samples, GeneratePrograms.with(Role.CODE.model(options), Role.CODE.prompt(options)));
    samples = funnel.apply(samples, ExecutePrograms.in(Settings.sandbox(options)));
    samples = funnel.apply(samples, ApplyRules.with(Settings.rules(options)));
    // From here on the seeds' own programs are looked at as the others are.
    if (originals.isPresent()) {
      samples =
          PCollectionList.of(samples)
              .and(originals.get())
              .apply("WithOriginals", Flatten.pCollections());
    }
    Optional<BehaviourConfig> behaviour = Settings.behaviour(options);
    if (behaviour.isPresent()) {
      samples =
          funnel.apply(samples, CheckBehaviour.in(Settings.sandbox(options), behaviour.get()));
      samples =
          funnel.apply(
              samples,
              ChooseInput.in(Settings.sandbox(options)).withVariants(behaviour.get().variants()));
    }
    samples = funnel.apply(samples, DropDuplicates.samples());
    return funnel.apply(samples, DropNearDuplicates.of(Settings.nearDuplicates(options)));
  }

  /** From programs to samples that are ready to be rows. */
  private static <T extends ModelOptions & CheckOptions & GraderOptions>
      PCollection<Sample> samples(
          PCollection<Sample> programs, T options, Funnel funnel, Decontamination decontamination) {
    PCollection<Sample> generated =
        includesSeeds(options)
            ? programs.apply("Generated", Filter.by(sample -> !IncludeSeeds.isOriginal(sample)))
            : programs;
    // 5. Their problems.
    PCollection<Sample> samples =
        funnel.apply(
            generated,
            WriteProblem.with(Role.PROBLEM.model(options), Role.PROBLEM.prompt(options)));
    samples = funnel.apply(samples, Settings.problemChecks(options));
    samples = decontamination.problems(samples);
    // 6. Their solutions.
    samples =
        funnel.apply(
            samples,
            SolveProblem.with(Role.SOLVE.model(options), Role.SOLVE.prompt(options))
                .withSolutions(Settings.positive("solutions", options.getSolutions()))
                .withReasoning(options.isKeepReasoning()));
    samples =
        funnel.apply(
            samples,
            CheckConsistency.create()
                .withPassRates(Settings.passRates(options))
                .withGrader(Settings.grader(options)));
    // 7. What judges say.
    for (Role judge : Role.JUDGE.each(options)) {
      samples =
          funnel.apply(
              samples,
              JudgeConsistency.with(judge.model(options), judge.prompt(options))
                  .named(judge.step())
                  .withJudges(Settings.judges(options)));
    }
    // A judge asks whether a model has written what the program computes: of these it has not.
    if (includesSeeds(options)) {
      samples =
          PCollectionList.of(samples)
              .and(programs.apply("Originals", Filter.by(IncludeSeeds::isOriginal)))
              .apply("WithSeeds", Flatten.pCollections());
    }
    // 8. A last look at what becomes a row.
    return funnel.apply(samples, CheckRow.with(Settings.row(options)));
  }

  private static PCollection<String> writeCodegen(
      PCollection<Sample> seedPrograms, OutputOptions options) {
    return write(
        "codegen",
        seedPrograms.apply(
            "CodegenRows",
            MapElements.into(TypeDescriptors.strings())
                .via(sample -> CodegenRow.toJson(sample.getProgram()))),
        options);
  }

  private static PCollection<String> writeSamples(
      String name, PCollection<Sample> samples, OutputOptions options) {
    return write(
        name,
        samples.apply(
            "SampleRows", MapElements.into(TypeDescriptors.strings()).via(SampleRow::toJson)),
        options);
  }

  private static <T extends OutputOptions & ModelOptions> PCollection<String> writeDataset(
      PCollection<Sample> samples, T options, Funnel funnel) {
    InputTotals.add(funnel, samples);
    ExportDataset export = ExportDataset.create().withReasoning(options.isKeepReasoning());
    return write("dataset", funnel.apply(samples, export), options);
  }

  private static PCollection<String> writeRejected(OutputOptions options, Funnel funnel) {
    return write(
        "rejected",
        funnel
            .rejections()
            .apply(
                "RejectionRows",
                MapElements.into(TypeDescriptors.strings()).via(RejectionRow::toJson)),
        options);
  }

  /** Completes the graph, which writes its report. */
  private static Graph graph(Pipeline pipeline, OutputOptions options, Funnel funnel) {
    funnel.write(options.getOutput());
    return new Graph(pipeline, funnel.steps());
  }

  private static PCollection<String> write(
      String name, PCollection<String> lines, OutputOptions options) {
    lines.apply(
        "Write-" + name,
        WriteJsonLines.to(options.getOutput(), name)
            .withShards(Settings.positive("shards", options.getShards())));
    return lines;
  }
}
