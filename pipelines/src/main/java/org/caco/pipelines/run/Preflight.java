package org.caco.pipelines.run;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.options.Decides;
import org.caco.pipelines.options.DecontaminateOptions;
import org.caco.pipelines.options.EvaluateOptions;
import org.caco.pipelines.options.GraderOptions;
import org.caco.pipelines.options.InputOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.ReverseOptions;
import org.caco.pipelines.options.SeedOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.options.WorkerOptions;
import org.caco.text.Printable;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.journal.Journal;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.model.ApiKey;
import org.caco.transforms.model.Endpoints;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.report.OutputDirectory;
import org.caco.transforms.seeds.ReadSeeds;
import org.caco.transforms.step.Shared;

/** What is checked before a run starts, so that it does not fail when half is spent. */
public final class Preflight {
  /** What the notes of a run call the name of its command. */
  public static final String COMMAND = "command";

  private Preflight() {}

  /**
   * Checks seeds, benchmarks, models, sandbox and output, in this order, as far as the options have
   * them.
   *
   * @param command the name of the run's command
   * @param roles the models that the run will call
   * @return what the seeds were recognised as, a line for each file, and what looks wrong and need
   *     not be, each a sentence for the user
   * @throws UsageException naming the option and the fix
   */
  public static List<String> check(
      PipelineOptions options,
      String command,
      Class<? extends PipelineOptions> type,
      List<Role> roles,
      RunnerAdapter runner) {
    List<String> notes = new ArrayList<>();
    try {
      if (SeedOptions.class.isAssignableFrom(type)) {
        notes.addAll(checkSeeds(options.as(SeedOptions.class)));
      }
      if (EvaluateOptions.class.isAssignableFrom(type)) {
        EvaluateOptions evaluate = options.as(EvaluateOptions.class);
        String globs = evaluate.getBenchmarks();
        notes.addAll(checkSeeds("benchmarks", Settings.seeds(evaluate, globs), globs));
      }
      if (InputOptions.class.isAssignableFrom(type)) {
        checkFiles("input", FileGlobs::check, options.as(InputOptions.class).getInput());
      }
      if (DecontaminateOptions.class.isAssignableFrom(type)) {
        checkBenchmarks(options.as(DecontaminateOptions.class));
      }
      ModelOptions models = options.as(ModelOptions.class);
      checkEndpointsAreNamed(models, roles);
      for (Role role : roles) {
        role.each(models)
            .forEach(
                each -> notes.addAll(check(models, each.model(models), runner.runsHere(options))));
      }
      if (needsSandbox(options, type) && runner.runsHere(options)) {
        Sandboxes.acquire(Settings.sandbox(options.as(WorkerOptions.class))).close();
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
    if (!roles.isEmpty()) {
      checkJournal(options.as(ModelOptions.class));
    }
    try {
      OutputDirectory.prepare(
          options.as(OutputOptions.class).getOutput(),
          configuration(options, command, type),
          OptionCatalog.values(options, type, option -> option.decides().equals(Decides.Kind.RUN)));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--output: " + e.getMessage(), e);
    }
    return notes.stream().distinct().toList();
  }

  /**
   * What the workers need that cannot be looked for from here, as a sentence for the user; empty
   * where there is nothing, or the workers are this process.
   */
  public static Optional<String> workersNeed(
      PipelineOptions options, List<Role> roles, RunnerAdapter runner) {
    if (runner.runsHere(options)) {
      return Optional.empty();
    }
    ModelOptions models = options.as(ModelOptions.class);
    String variables =
        roles.stream()
            .flatMap(role -> role.each(models).stream())
            .map(role -> role.model(models).apiKey())
            .filter(key -> key.source() == ApiKey.Source.ENVIRONMENT)
            .map(ApiKey::name)
            .distinct()
            .collect(joining(", "));
    return variables.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Each worker takes its key from its own environment: set "
                + variables
                + " where the workers are started, or name a file that all of them can read by"
                + " --apiKeyFile.");
  }

  /** That in the output folder can be written as the folder can. */
  private static void checkJournal(ModelOptions options) {
    String journal = options.getJournal();
    if (journal == null || options.isJournalOnly() || Settings.journal(options).isEmpty()) {
      return;
    }
    try {
      Journal.checkWritable(journal);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "--journal=" + journal + " cannot be written (" + e + "): name another folder.", e);
    }
  }

  /** Reverse runs no programs: it needs a sandbox for SymPy alone. */
  private static boolean needsSandbox(
      PipelineOptions options, Class<? extends PipelineOptions> type) {
    return WorkerOptions.class.isAssignableFrom(type)
        && (type != ReverseOptions.class || options.as(GraderOptions.class).isSympy());
  }

  /** Checks that the options say where each role's model is. */
  public static void checkEndpointsAreNamed(ModelOptions options, List<Role> roles) {
    for (Role role : roles) {
      role.each(options).forEach(each -> each.checkEndpointIsNamed(options));
    }
  }

  /**
   * Reads the first rows of the files of {@code --seeds}.
   *
   * @return what was recognised, a line for each file
   */
  public static List<String> checkSeeds(SeedOptions options) {
    return checkSeeds("seeds", Settings.seeds(options), options.getSeeds());
  }

  private static List<String> checkSeeds(String option, ReadSeeds seeds, String globs) {
    List<String> recognised = new ArrayList<>();
    checkFiles(
        option,
        each -> seeds.check().forEach(file -> recognised.add(Printable.of(file.describe()))),
        globs);
    return recognised;
  }

  /** Reads the files of {@code --benchmarks}, where it is set. */
  public static void checkBenchmarks(DecontaminateOptions options) {
    String benchmarks = options.getBenchmarks();
    if (benchmarks != null) {
      checkFiles("benchmarks", globs -> Settings.benchmarks(options, globs).check(), benchmarks);
    }
  }

  private static void checkFiles(String option, Consumer<String> check, String globs) {
    try {
      check.accept(globs);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + option + ": " + e.getMessage(), e);
    }
  }

  /**
   * Looks whether a role's model can be asked.
   *
   * @return what looks wrong and need not be, each a sentence for the user
   */
  public static List<String> check(ModelOptions options, ModelConfig model) {
    return check(options, model, true);
  }

  private static List<String> check(
      ModelOptions options, ModelConfig model, boolean calledFromHere) {
    if (!model.journalOnly()) {
      if (!options.isSkipEndpointCheck()) {
        return Endpoints.check(
            model,
            options.getThinking() != null && options.getProfile().equalsIgnoreCase("auto"),
            calledFromHere);
      }
      Endpoints.checkKey(model);
    } else if (model.journal().isEmpty()) {
      throw new UsageException("--journalOnly needs a journal, and --journal is off.");
    } else if (isEmpty(model.journal())) {
      throw new UsageException(
          "--journalOnly: the journal "
              + model.journal()
              + " holds no response: name another by --journal.");
    }
    return List.of();
  }

  private static boolean isEmpty(String directory) {
    try (Shared.Lease<Journal> journal = Journal.acquire(directory)) {
      return journal.get().size() == 0;
    }
  }

  private static Map<String, String> configuration(
      PipelineOptions options, String command, Class<? extends PipelineOptions> type) {
    Map<String, String> configuration =
        OptionCatalog.values(
            options,
            type,
            option ->
                option.decides().equals(Decides.Kind.RESULTS)
                    || option.decides().equals(Decides.Kind.RESULTS_HERE));
    configuration.put(COMMAND, command);
    return configuration;
  }
}
