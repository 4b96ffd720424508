package org.caco.pipelines.run;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.graph.Evaluation;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.graph.Spending;
import org.caco.pipelines.graph.Synthesis;
import org.caco.pipelines.options.DatasetOptions;
import org.caco.pipelines.options.EvaluateOptions;
import org.caco.pipelines.options.GeneratePipelineOptions;
import org.caco.pipelines.options.LimitOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.ReverseOptions;
import org.caco.pipelines.options.RowsOptions;
import org.caco.pipelines.options.SeedOptions;
import org.caco.pipelines.options.Stores;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.pipelines.options.UnifyOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.model.Limit;
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

  public static final PipelineCommand<EvaluateOptions> EVALUATE =
      new PipelineCommand<>(
          "evaluate", EvaluateOptions.class, List.of(Role.SOLVE), Evaluation::evaluate);

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
    Optional<ExactRows> rows =
        RowsOptions.class.isAssignableFrom(type) ? ExactRows.of(options, runner) : Optional.empty();
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
      Stores.warning(output.getOutput()).ifPresent(out::println);
      metrics.address().ifPresent(address -> out.println("Metrics: " + address));
      run(built, options, rows, runner, metrics, out);
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
      Synthesis.Graph first,
      T options,
      Optional<ExactRows> rows,
      RunnerAdapter runner,
      MetricsEndpoint metrics,
      PrintStream out) {
    if (!runner.waits(options)) {
      runner.run(first.pipeline());
      return;
    }
    RemainingLimits limits = RemainingLimits.of(options.as(LimitOptions.class));
    String output = options.as(OutputOptions.class).getOutput();
    Pass<T> pass = new Pass<>(name, type, roles, options, runner, metrics, out);
    Synthesis.Graph built = first;
    Map<String, Long> counters = pass.run(built, Map.of());
    while (rows.isPresent() && !isStopped(built, output, counters)) {
      Optional<String> next = rows.get().grow(OutputDirectory.summary(output));
      if (next.isEmpty()) {
        break;
      }
      out.println(next.get());
      limits.take(counters);
      built = build(options);
      counters = pass.run(built, counters);
    }
    limits.restore();
    Map<String, Long> formats = Formats.write(options, type);
    Report.print(output, counters, formats, out);
    Report.refused(output, built.steps(), counters)
        .ifPresent(
            message -> {
              throw new EndpointRefusedException(message + " " + Spending.continuation(options));
            });
    Spending.reached(options, built.steps(), counters)
        .or(() -> rows.flatMap(ExactRows::shortfall))
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

  /** Whether a limit or an endpoint ended the pass, or nothing is left of it. */
  private static boolean isStopped(
      Synthesis.Graph built, String output, Map<String, Long> counters) {
    return Arrays.stream(Limit.values())
            .anyMatch(limit -> Spending.notRun(limit, built.steps(), counters) > 0)
        || Report.emptied(output).isPresent();
  }

  /** The one of this name, if there is one. */
  public static Optional<PipelineCommand<?>> named(String name) {
    return Stream.of(SYNTHESIZE, UNIFY, GENERATE, REVERSE, EVALUATE)
        .filter(command -> command.name().equals(name))
        .<PipelineCommand<?>>map(command -> command)
        .findFirst();
  }
}
