package org.caco.pipelines.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.graph.Spending;
import org.caco.pipelines.graph.Synthesis;
import org.caco.pipelines.options.DatasetOptions;
import org.caco.pipelines.options.GenerateOptions;
import org.caco.pipelines.options.GeneratePipelineOptions;
import org.caco.pipelines.options.LimitOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.ReverseOptions;
import org.caco.pipelines.options.SeedOptions;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.pipelines.options.UnifyOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.generate.GeneratePrograms;
import org.caco.transforms.report.OutputDirectory;

/**
 * A command that runs a graph: reads its options, checks what can be checked before anything is
 * spent, runs it under a progress display, and shows the report.
 *
 * @param <T> its options
 */
public final class PipelineCommand<T extends PipelineOptions> {
  public static final PipelineCommand<SynthesizeOptions> SYNTHESIZE =
      new PipelineCommand<>("synthesize", SynthesizeOptions.class, Role.ALL, Synthesis::synthesize);
  public static final PipelineCommand<UnifyOptions> UNIFY =
      new PipelineCommand<>("unify", UnifyOptions.class, List.of(Role.UNIFY), Synthesis::unify);
  public static final PipelineCommand<GeneratePipelineOptions> GENERATE =
      new PipelineCommand<>(
          "generate", GeneratePipelineOptions.class, List.of(Role.CODE), Synthesis::generate);
  public static final PipelineCommand<ReverseOptions> REVERSE =
      new PipelineCommand<>(
          "reverse",
          ReverseOptions.class,
          List.of(Role.PROBLEM, Role.SOLVE, Role.JUDGE),
          Synthesis::reverse);

  private final String name;
  private final Class<T> type;
  private final List<Role> roles;
  private final Function<T, Synthesis.Graph> graph;

  private PipelineCommand(
      String name, Class<T> type, List<Role> roles, Function<T, Synthesis.Graph> graph) {
    this.name = name;
    this.type = type;
    this.roles = roles;
    this.graph = graph;
  }

  /** The name on the command line, and in the notes of a run. */
  public String name() {
    return name;
  }

  /** The interface of its options. */
  public Class<T> type() {
    return type;
  }

  /**
   * Runs it.
   *
   * @throws LimitReachedException if a limit has ended the run, after its report is shown
   * @throws EndpointRefusedException if an endpoint has refused whatever it was asked, after the
   *     report is shown
   * @throws EmptyResultException if no record is left at the end, after the report is shown
   */
  public void run(T options, PrintStream out) {
    RunnerAdapter runner = RunnerAdapter.of(options);
    try {
      runner.prepare(options);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
    JobName.set(options, name);
    FileSystems.setDefaultPipelineOptions(options);
    countWorkers(options.as(LimitOptions.class), runner);
    Synthesis.Graph built = build(options);
    OutputOptions output = options.as(OutputOptions.class);
    try (MetricsEndpoint metrics = MetricsEndpoint.bind(output.getMetricsPort());
        OutputLock lock = OutputLock.take(output.getOutput())) {
      try {
        Preflight.check(options, name, type, roles(options), runner).forEach(out::println);
      } catch (RuntimeException e) {
        lock.removeTraces();
        throw e;
      }
      Preflight.workersNeed(options, roles(options), runner).ifPresent(out::println);
      metrics.address().ifPresent(address -> out.println("Metrics: " + address));
      run(built, options, runner, metrics, out);
    }
  }

  private List<Role> roles(T options) {
    return SeedOptions.class.isAssignableFrom(type) && Settings.solvesSeeds(options)
        ? Stream.concat(Stream.of(Role.SOLVE), roles.stream()).distinct().toList()
        : roles;
  }

  /** Sets the number of workers, where the options need it and leave it open. */
  private static void countWorkers(LimitOptions options, RunnerAdapter runner) {
    boolean divided =
        options.getMaxCalls() != null
            || options.getMaxTokens() != null
            || options.getMaxCost() != null
            || options.getRequestsPerMinute() != null
            || options.getTokensPerMinute() != null;
    if (divided && options.getWorkers() == null) {
      try {
        options.setWorkers(runner.workers(options));
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "Limits and rates are divided among the workers, and "
                + e.getMessage()
                + ": name their number by --workers.",
            e);
      }
    }
  }

  private Synthesis.Graph build(T options) {
    if (DatasetOptions.class.isAssignableFrom(type)) {
      Formats.of(options.as(DatasetOptions.class).getFormats());
    }
    try {
      return graph.apply(options);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private void run(
      Synthesis.Graph built,
      T options,
      RunnerAdapter runner,
      MetricsEndpoint metrics,
      PrintStream out) {
    if (!runner.waits(options)) {
      runner.run(built.pipeline());
      return;
    }
    Progress progress =
        Progress.start(
            shown(built.steps(), options),
            runner::counters,
            out,
            Boolean.getBoolean("caco.terminal"));
    StopNotice notice = StopNotice.post(() -> stopped(progress, options), out);
    PipelineResult result;
    try {
      MetricsText text = new MetricsText(built.steps(), models(options, built.steps()));
      metrics.serve(() -> text.of(progress.counters()));
      result = runner.run(built.pipeline());
      PipelineResult.State state = result.waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("The run ended as " + state + ".");
      }
    } finally {
      progress.close();
      notice.close();
    }
    Map<String, Long> counters = StepCounters.of(result.metrics());
    String output = options.as(OutputOptions.class).getOutput();
    try {
      OutputDirectory.addToSummary(
          output,
          "models",
          ModelAccounts.json(options.as(ModelOptions.class), built.steps(), counters));
      Card.write(options, name, type, roles);
    } catch (IOException e) {
      throw new UncheckedIOException("The report of the run cannot be written to " + output, e);
    }
    Map<String, Long> formats = Formats.write(options, type);
    Report.print(output, counters, formats, out);
    Report.refused(output, built.steps(), counters)
        .ifPresent(
            message -> {
              throw new EndpointRefusedException(message + " " + Spending.continuation(options));
            });
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

  private static List<MetricsText.Model> models(PipelineOptions options, List<String> steps) {
    ModelOptions models = options.as(ModelOptions.class);
    return Role.all(models).stream()
        .filter(role -> steps.contains(role.step()))
        .map(role -> MetricsText.Model.of(role.step(), role.model(models)))
        .toList();
  }

  private Progress.Shown shown(List<String> steps, T options) {
    List<String> models =
        Role.all(options.as(ModelOptions.class)).stream()
            .map(Role::step)
            .filter(steps::contains)
            .distinct()
            .toList();
    Map<String, Long> known =
        GenerateOptions.class.isAssignableFrom(type)
            ? Map.of(GeneratePrograms.STEP, (long) options.as(GenerateOptions.class).getPrograms())
            : Map.of();
    String kept =
        Settings.journal(options.as(ModelOptions.class)).isEmpty()
            ? "nothing is kept, and the same command starts over."
            : "what models have answered is kept, and the same command goes on.";
    return new Progress.Shown(
        steps, models, known, List.of("Ctrl-C stops: " + kept, "Ctrl-C stops"));
  }

  /** What is kept of a run that is stopped, and how it goes on. */
  private static String stopped(Progress progress, PipelineOptions options) {
    progress.stop();
    String journal = Settings.journal(options.as(ModelOptions.class));
    String text = Spending.continuation(options);
    if (journal.isEmpty()) {
      return text;
    }
    return text
        + String.format(
            Locale.ROOT,
            "%nKept: about %,d replies of models, in %s. The rows are written by the run that"
                + " reaches its end.",
            progress.replies(),
            journal);
  }

  /** The one of this name, if there is one. */
  public static Optional<PipelineCommand<?>> named(String name) {
    return Stream.of(SYNTHESIZE, UNIFY, GENERATE, REVERSE)
        .filter(command -> command.name().equals(name))
        .<PipelineCommand<?>>map(command -> command)
        .findFirst();
  }
}
