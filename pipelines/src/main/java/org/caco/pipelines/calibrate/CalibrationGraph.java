package org.caco.pipelines.calibrate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.pipelines.graph.Decontamination;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.graph.Synthesis;
import org.caco.pipelines.options.CalibrateOptions;
import org.caco.transforms.behaviour.BehaviourConfig;
import org.caco.transforms.behaviour.CheckBehaviour;
import org.caco.transforms.consistency.CheckConsistency;
import org.caco.transforms.decontaminate.BenchmarkProblem;
import org.caco.transforms.decontaminate.ReadBenchmarks;
import org.caco.transforms.execute.ExecutePrograms;
import org.caco.transforms.export.ReadSamples;
import org.caco.transforms.export.SampleRow;
import org.caco.transforms.export.WriteJsonLines;
import org.caco.transforms.input.ChooseInput;
import org.caco.transforms.problem.WriteProblem;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.report.Funnel;
import org.caco.transforms.solve.SolveProblem;
import org.caco.transforms.step.Rebundle;
import org.caco.transforms.step.StepResult;
import org.jspecify.annotations.Nullable;

/** The two graphs of a calibration: one makes right samples, the other checks them and copies. */
final class CalibrationGraph {
  /** Where the first graph leaves the right samples. */
  static final String RIGHT = "right";

  /** Where it leaves programs with the text of another reading of theirs. */
  static final String TWINS = "twins";

  /** Where it leaves the problems of the benchmark, as {@code {"problem": text}}. */
  static final String BENCHMARK = "benchmark";

  /**
   * Where the second one leaves a row {@code {"kind", "reason"}} for each sample, with the {@code
   * evidence} and the {@code sample} where the verdict is wrong.
   */
  static final String OUTCOMES = "outcomes";

  private static final ObjectMapper JSON = new ObjectMapper();

  private CalibrationGraph() {}

  /**
   * Programs that give the known answer of their seed, each with a problem and a solution. They are
   * right as far as the model is: the embedded one works by rules. Their inputs are chosen as in a
   * run.
   */
  static Pipeline rightSamples(CalibrateOptions options, String folder) {
    Pipeline pipeline = Pipeline.create(options);
    Funnel funnel = Funnel.create();
    PCollection<Sample> programs =
        Synthesis.seedPrograms(pipeline, options, funnel, Decontamination.none(funnel));
    Optional<BehaviourConfig> behaviour = Settings.behaviour(options);
    if (behaviour.isPresent()) {
      int variants = behaviour.get().variants();
      write(TWINS, rows("TwinRows", TwinPairs.of(programs, options, variants)), folder);
      programs =
          programs
              .apply(ChooseInput.in(Settings.sandbox(options)).withVariants(variants))
              .accepted();
    }
    PCollection<Sample> samples =
        programs
            .apply(WriteProblem.with(Role.PROBLEM.model(options), Role.PROBLEM.prompt(options)))
            .accepted()
            .apply(SolveProblem.with(Role.SOLVE.model(options), Role.SOLVE.prompt(options)))
            .accepted();
    write(RIGHT, rows("SampleRows", samples), folder);
    write(
        BENCHMARK,
        pipeline
            .apply(benchmarks(options))
            .accepted()
            .apply(
                "BenchmarkRows",
                MapElements.into(TypeDescriptors.strings()).via(CalibrationGraph::row)),
        folder);
    return pipeline;
  }

  private static PCollection<String> rows(String name, PCollection<Sample> samples) {
    return samples.apply(name, MapElements.into(TypeDescriptors.strings()).via(SampleRow::toJson));
  }

  /** Without a benchmark, the problems of the seeds serve as one. */
  private static ReadBenchmarks benchmarks(CalibrateOptions options) {
    if (options.getBenchmarks() != null) {
      return Settings.benchmarks(options, options.getBenchmarks());
    }
    ReadBenchmarks seeds = ReadBenchmarks.from(options.getSeeds());
    return Settings.seedFields(options).map(seeds::withFields).orElse(seeds);
  }

  private static String row(BenchmarkProblem problem) {
    return JSON.createObjectNode().put("problem", problem.text()).toString();
  }

  /** The checks between a program and its row, with the options of a run. */
  static Pipeline checks(CalibrateOptions options, String items, String folder) {
    Pipeline pipeline = Pipeline.create(options);
    Outcomes outcomes = new Outcomes();
    PCollection<Sample> samples =
        pipeline
            .apply(ReadSamples.from(items))
            .accepted()
            // One file is one bundle otherwise, and one thread runs all programs.
            .apply("Spread", Rebundle.spread());
    // As with programs: of samples with one problem, one will do.
    PCollection<Sample> sameProblem =
        samples.apply("SameProblem", Filter.by(sample -> !isRight(sample) && isSolved(sample)));
    samples =
        outcomes.add(
            samples.apply("OwnProblem", Filter.by(sample -> isRight(sample) || !isSolved(sample))),
            Decontamination.of(pipeline, options, Funnel.create()).check());
    // Nothing but the step above can tell a benchmark's problem from another.
    PCollection<Sample> copies = samples.apply("Copies", Filter.by(CalibrationGraph::isCopy));
    samples =
        PCollectionList.of(sameProblem)
            .and(samples.apply("NoCopies", Filter.by(sample -> !isCopy(sample))))
            .apply("AllProblems", Flatten.pCollections());
    samples = programs(samples, options, outcomes);
    samples = outcomes.add(samples, Settings.problemChecks(options));
    PCollection<Sample> solved = samples.apply("Solved", Filter.by(CalibrationGraph::isSolved));
    PCollection<Sample> changed =
        outcomes.add(
            samples.apply("Changed", Filter.by(sample -> !isSolved(sample))),
            SolveProblem.with(Role.SOLVE.model(options), Role.SOLVE.prompt(options)));
    samples =
        outcomes.add(
            PCollectionList.of(solved).and(changed).apply("AllSolved", Flatten.pCollections()),
            CheckConsistency.create().withGrader(Settings.grader(options)));
    outcomes.write(samples, copies, folder);
    return pipeline;
  }

  /**
   * Runs the programs that were changed, and looks at how they and the right ones behave. A sample
   * that is wrong elsewhere has the program of a right one: it is not run again, and what it is
   * caught by is a check of its own mistake.
   */
  private static PCollection<Sample> programs(
      PCollection<Sample> samples, CalibrateOptions options, Outcomes outcomes) {
    Optional<BehaviourConfig> behaviour = Settings.behaviour(options);
    PCollection<Sample> run = samples.apply("Run", Filter.by(Sample::hasExecution));
    PCollection<Sample> changed =
        outcomes.add(
            samples.apply("NotRun", Filter.by(sample -> !sample.hasExecution())),
            ExecutePrograms.in(Settings.sandbox(options)));
    PCollection<Sample> same = run.apply("SameProgram", Filter.by(sample -> !isRight(sample)));
    PCollection<Sample> others =
        PCollectionList.of(run.apply("Right", Filter.by(CalibrationGraph::isRight)))
            .and(changed)
            .apply("Programs", Flatten.pCollections());
    if (behaviour.isPresent()) {
      others = outcomes.add(others, CheckBehaviour.in(Settings.sandbox(options), behaviour.get()));
    }
    return PCollectionList.of(same).and(others).apply("AllRun", Flatten.pCollections());
  }

  /** Only a problem that was changed has no solution yet. */
  private static boolean isSolved(Sample sample) {
    return sample.getSolutionsCount() > 0;
  }

  private static boolean isRight(Sample sample) {
    return PlantedSamples.kind(sample).equals(Calibration.RIGHT);
  }

  private static boolean isCopy(Sample sample) {
    return PlantedSamples.kind(sample).equals(PlantedKind.BENCHMARK_COPY.label());
  }

  private static void write(String name, PCollection<String> lines, String folder) {
    lines.apply("Write-" + name, WriteJsonLines.to(folder, name));
  }

  /** Collects what becomes of every sample. */
  private static final class Outcomes {
    private @Nullable PCollectionList<String> rows;

    PCollection<Sample> add(
        PCollection<Sample> samples, PTransform<PCollection<Sample>, StepResult<Sample>> check) {
      String step = check.getName();
      StepResult<Sample> result = samples.apply(check);
      add(
          result
              .rejected()
              .apply(
                  step + "Outcomes",
                  MapElements.into(TypeDescriptors.strings())
                      .via(
                          (Rejection r) ->
                              row(r.getSample(), step + " " + r.getReason(), r.getEvidence()))));
      return result.accepted();
    }

    private PCollectionList<String> add(PCollection<String> some) {
      PCollectionList<String> all = rows == null ? PCollectionList.of(some) : rows.and(some);
      rows = all;
      return all;
    }

    void write(PCollection<Sample> accepted, PCollection<Sample> copies, String folder) {
      PCollectionList<String> all =
          add(
              PCollectionList.of(accepted)
                  .and(copies)
                  .apply("Through", Flatten.pCollections())
                  .apply(
                      "ThroughOutcomes",
                      MapElements.into(TypeDescriptors.strings())
                          .via(sample -> row(sample, Calibration.ACCEPTED, ""))));
      CalibrationGraph.write(OUTCOMES, all.apply("Outcomes", Flatten.pCollections()), folder);
    }

    private static String row(Sample sample, String reason, String evidence) {
      String kind = PlantedSamples.kind(sample);
      ObjectNode row = JSON.createObjectNode();
      row.put("kind", kind).put("reason", reason);
      if (kind.equals(Calibration.RIGHT) != reason.equals(Calibration.ACCEPTED)) {
        row.put("evidence", evidence).putRawValue("sample", new RawValue(SampleRow.toJson(sample)));
      }
      return row.toString();
    }
  }
}
