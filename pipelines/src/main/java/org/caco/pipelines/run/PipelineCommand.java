package org.caco.pipelines.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Spending;
import org.caco.pipelines.graph.Synthesis;
import org.caco.pipelines.options.CommandLine;
import org.caco.pipelines.options.GeneratePipelineOptions;
import org.caco.pipelines.options.Help;
import org.caco.pipelines.options.LimitOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.ReverseOptions;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.pipelines.options.UnifyOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.report.OutputDirectory;

/**
 * A command that runs a graph: reads its options, checks what can be checked before anything is
 * spent, runs it under a progress display, and shows the report.
 *
 * @param <T> its options
 */
public final class PipelineCommand<T extends PipelineOptions> {
  public static final PipelineCommand<SynthesizeOptions> SYNTHESIZE =
      new PipelineCommand<>(
          "synthesize",
          "makes a dataset from seeds: unify, generate and reverse in one graph.",
          SynthesizeOptions.class,
          Role.ALL,
          Synthesis::synthesize);
  static final PipelineCommand<UnifyOptions> UNIFY =
      new PipelineCommand<>(
          "unify",
          "rewrites seeds as programs, keeps those that give the known answer, and writes the"
              + " training set of a code model.",
          UnifyOptions.class,
          List.of(Role.UNIFY),
          Synthesis::unify);
  static final PipelineCommand<GeneratePipelineOptions> GENERATE =
      new PipelineCommand<>(
          "generate",
          "samples new programs from the code model and filters them.",
          GeneratePipelineOptions.class,
          List.of(Role.CODE),
          Synthesis::generate);
  static final PipelineCommand<ReverseOptions> REVERSE =
      new PipelineCommand<>(
          "reverse",
          "writes problems and solutions for programs, and keeps what agrees.",
          ReverseOptions.class,
          List.of(Role.PROBLEM, Role.SOLVE, Role.JUDGE),
          Synthesis::reverse);

  private final String name;
  private final String summary;
  private final Class<T> type;
  private final List<Role> roles;
  private final Function<T, Synthesis.Graph> graph;

  private PipelineCommand(
      String name,
      String summary,
      Class<T> type,
      List<Role> roles,
      Function<T, Synthesis.Graph> graph) {
    this.name = name;
    this.summary = summary;
    this.type = type;
    this.roles = roles;
    this.graph = graph;
  }

  String name() {
    return name;
  }

  String summary() {
    return summary;
  }

  public void help(PrintStream out) {
    Help.printPipeline(name, summary, type, out);
  }

  /**
   * Runs the command and returns its options.
   *
   * @throws LimitReachedException if a limit has ended the run, after its report is shown
   * @throws EmptyResultException if no record is left at the end, after the report is shown
   */
  public T run(List<String> args, PrintStream out) {
    RunnerAdapter runner = CommandLine.runner(args);
    T options = CommandLine.parse(name, args, type);
    try {
      runner.prepare(options);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
    FileSystems.setDefaultPipelineOptions(options);
    Spending.countWorkers(options.as(LimitOptions.class), runner);
    OutputLock lock = OutputLock.take(options.as(OutputOptions.class).getOutput());
    try {
      Preflight.check(options, type, roles, runner);
      run(build(options), options, runner, out);
    } finally {
      lock.close();
    }
    return options;
  }

  private Synthesis.Graph build(T options) {
    try {
      return graph.apply(options);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private void run(Synthesis.Graph built, T options, RunnerAdapter runner, PrintStream out) {
    if (!runner.waits(options)) {
      runner.run(built.pipeline());
      return;
    }
    Progress progress =
        Progress.start(built.steps(), runner::counters, out, Boolean.getBoolean("caco.terminal"));
    PipelineResult result;
    try {
      result = runner.run(built.pipeline());
      PipelineResult.State state = result.waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("The run ended as " + state + ".");
      }
    } finally {
      progress.close();
    }
    Map<String, Long> counters = StepCounters.of(result.metrics());
    String output = options.as(OutputOptions.class).getOutput();
    try {
      OutputDirectory.addToSummary(
          output,
          "models",
          ModelAccounts.json(options.as(ModelOptions.class), built.steps(), counters));
    } catch (IOException e) {
      throw new UncheckedIOException("The report of the run cannot be written to " + output, e);
    }
    Report.print(output, counters, out);
    Spending.reached(options, built.steps(), counters)
        .ifPresent(
            message -> {
              throw new LimitReachedException(message);
            });
    Report.emptied(output)
        .ifPresent(
            message -> {
              throw new EmptyResultException(message);
            });
  }

  /** The one whose options have the type of this simple name. */
  public static Optional<PipelineCommand<?>> withOptions(String type) {
    return all().values().stream()
        .filter(command -> command.type.getSimpleName().equals(type))
        .findFirst();
  }

  /** All of them by name. */
  public static Map<String, PipelineCommand<?>> all() {
    Map<String, PipelineCommand<?>> commands = new TreeMap<>();
    for (PipelineCommand<?> command : List.of(SYNTHESIZE, UNIFY, GENERATE, REVERSE)) {
      commands.put(command.name(), command);
    }
    return commands;
  }
}
