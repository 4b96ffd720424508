package org.caco.pipelines.graph;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.grader.GraderConfig;
import org.caco.pipelines.options.CheckOptions;
import org.caco.pipelines.options.DecontaminateOptions;
import org.caco.pipelines.options.FilterOptions;
import org.caco.pipelines.options.GraderOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.Quantity;
import org.caco.pipelines.options.SandboxOptions;
import org.caco.pipelines.options.SeedOptions;
import org.caco.pipelines.options.SeedRowOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.options.WorkerOptions;
import org.caco.sandbox.Isolation;
import org.caco.sandbox.SandboxConfig;
import org.caco.transforms.behaviour.BehaviourConfig;
import org.caco.transforms.consistency.PassRates;
import org.caco.transforms.decontaminate.DecontaminateConfig;
import org.caco.transforms.decontaminate.ReadBenchmarks;
import org.caco.transforms.diversity.NearDuplicateConfig;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.model.ServerFamily;
import org.caco.transforms.problem.CheckProblem;
import org.caco.transforms.row.CheckRow;
import org.caco.transforms.row.RowConfig;
import org.caco.transforms.rules.RulesConfig;
import org.caco.transforms.seeds.ReadSeeds;
import org.caco.transforms.seeds.SeedFields;

/** The configurations of steps, from the options. */
public final class Settings {
  private Settings() {}

  public static SandboxConfig sandbox(SandboxOptions options) {
    Duration timeout = Quantity.duration("timeout", options.getTimeout());
    long memory = Quantity.bytes("memory", options.getMemory());
    SandboxConfig timed =
        checked(
            "timeout", options.getTimeout(), () -> SandboxConfig.defaults().withCpuLimit(timeout));
    SandboxConfig config =
        checked("memory", options.getMemory(), () -> timed.withMemoryBytes(memory))
            .withIsolation(isolation(options.getIsolation()));
    return options.getPython() == null ? config : config.withPython(options.getPython());
  }

  public static SandboxConfig sandbox(WorkerOptions options) {
    SandboxConfig config = sandbox((SandboxOptions) options);
    Integer workers = options.getSandboxWorkers();
    return workers == null
        ? config
        : checked(
            "sandboxWorkers",
            workers,
            () -> config.withWorkers(positive("sandboxWorkers", workers)));
  }

  /**
   * A configuration with the value of an option.
   *
   * @throws UsageException if it does not take the value, naming the option
   */
  public static <T> T checked(String option, Object value, Supplier<T> configuration) {
    try {
      return configuration.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + option + "=" + value + ": " + e.getMessage() + ".", e);
    }
  }

  /**
   * The value of an option that counts something of which there has to be one.
   *
   * @throws UsageException if it is less than 1
   */
  public static int positive(String option, int value) {
    if (value < 1) {
      throw new UsageException("--" + option + "=" + value + " is less than 1.");
    }
    return value;
  }

  /** The reading of the seeds. */
  public static ReadSeeds seeds(SeedOptions options) {
    return seeds(options, options.getSeeds());
  }

  /**
   * The reading of problems in the shapes of seeds.
   *
   * @param globs their files
   */
  public static ReadSeeds seeds(SeedRowOptions options, String globs) {
    ReadSeeds seeds =
        ReadSeeds.from(globs)
            .withMaxLineBytes(positive("maxLineLength", options.getMaxLineLength()));
    if (options.getSplit() != null) {
      seeds = seeds.withSplit(options.getSplit());
    }
    Optional<SeedFields> fields = seedFields(options);
    if (fields.isPresent()) {
      seeds = seeds.withFields(fields.get());
    }
    if (options.getSeedLicense() != null) {
      seeds = seeds.withLicense(options.getSeedLicense());
    }
    Double max = options.getMaxSolveRate();
    ReadSeeds all = seeds;
    return max == null ? all : checked("maxSolveRate", max, () -> all.withMaxSolveRate(max));
  }

  /**
   * How often seeds without a solution are solved first.
   *
   * @throws UsageException if it is less than 0
   */
  static int solveSeeds(SeedOptions options) {
    int solutions = options.getSolveSeeds();
    if (solutions < 0) {
      throw new UsageException(
          "--solveSeeds="
              + solutions
              + " is less than 0: name how often each seed without a solution is solved.");
    }
    return solutions;
  }

  /** Whether seeds without a solution are solved first. */
  public static boolean solvesSeeds(PipelineOptions options) {
    return solveSeeds(options.as(SeedOptions.class)) > 0;
  }

  /** The folder of the journal, empty for none. */
  public static String journal(ModelOptions options) {
    String journal = options.getJournal();
    if (journal != null) {
      return journal.equals(ModelOptions.NO_JOURNAL) ? "" : journal;
    }
    String output = options.as(OutputOptions.class).getOutput();
    return output == null ? "" : FileGlobs.withoutSlashes(output) + "/journal";
  }

  /** The fields of the seeds, where they are named. */
  public static Optional<SeedFields> seedFields(SeedRowOptions options) {
    return Optional.ofNullable(options.getSeedFields())
        .map(fields -> checked("seedFields", fields, () -> SeedFields.of(fields)));
  }

  /**
   * The reading of these benchmarks.
   *
   * @param globs their files
   */
  public static ReadBenchmarks benchmarks(DecontaminateOptions options, String globs) {
    ReadBenchmarks benchmarks = ReadBenchmarks.from(globs);
    String fields = options.getBenchmarkFields();
    return fields == null
        ? benchmarks
        : benchmarks.withFields(
            checked("benchmarkFields", fields, () -> SeedFields.ofProblems(fields)));
  }

  public static GraderConfig grader(GraderOptions options) {
    return options.isSympy() ? GraderConfig.withSympy(sandbox(options)) : GraderConfig.STRICT;
  }

  static RulesConfig rules(FilterOptions options) {
    String disabled = options.getDisableRules() == null ? "" : options.getDisableRules();
    try {
      return new RulesConfig(
          options.getMinCodeLines(),
          options.getMaxDigits(),
          options.getMinOperations(),
          options.getMaxAnswerLength(),
          Arrays.stream(disabled.split(","))
              .map(String::strip)
              .filter(name -> !name.isEmpty())
              .collect(toSet()));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--disableRules=" + disabled + ": " + e.getMessage() + ".", e);
    }
  }

  /** Empty where the check is switched off. */
  public static Optional<BehaviourConfig> behaviour(FilterOptions options) {
    int variants = options.getBehaviourVariants();
    if (variants < 0 || variants > 20) {
      throw new UsageException("--behaviourVariants=" + variants + " is not from 0 to 20.");
    }
    double crashes = options.getBehaviourCrashes();
    if (!(crashes >= 0 && crashes <= 1)) {
      throw new UsageException("--behaviourCrashes=" + crashes + " is not from 0 to 1.");
    }
    return variants == 0 ? Optional.empty() : Optional.of(new BehaviourConfig(variants, crashes));
  }

  static NearDuplicateConfig nearDuplicates(FilterOptions options) {
    double threshold = options.getNearDuplicateThreshold();
    if (threshold > 1) {
      throw new UsageException(
          "--nearDuplicateThreshold="
              + threshold
              + " is more than 1, which switches the filter off: 95% is 0.95.");
    }
    return checked(
        "nearDuplicateThreshold",
        threshold,
        () -> NearDuplicateConfig.DEFAULT.withThreshold(threshold));
  }

  static DecontaminateConfig decontamination(DecontaminateOptions options) {
    try {
      return DecontaminateConfig.DEFAULT
          .withWords(options.getBenchmarkWords())
          .withOverlap(options.getBenchmarkOverlap())
          .withCosine(options.getBenchmarkCosine());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--benchmarkWords, --benchmarkOverlap, --benchmarkCosine: " + e.getMessage() + ".", e);
    }
  }

  public static CheckProblem problemChecks(CheckOptions options) {
    Set<String> checks =
        switch (options.getProblemChecks()) {
          case "all" -> CheckProblem.ALL;
          case "none" -> Set.of();
          default -> Set.copyOf(List.of(options.getProblemChecks().split("\\s*,\\s*", -1)));
        };
    try {
      return CheckProblem.create().withChecks(checks);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--problemChecks: " + e.getMessage() + ".", e);
    }
  }

  static RowConfig row(CheckOptions options) {
    Set<String> rules =
        switch (options.getRowRules()) {
          case "all" -> Set.copyOf(CheckRow.RULES);
          case "none" -> Set.of();
          default -> Set.copyOf(List.of(options.getRowRules().split("\\s*,\\s*", -1)));
        };
    try {
      return RowConfig.DEFAULT
          .withRules(rules)
          .withRepeatWords(options.getRowRepeatWords())
          .withOtherLetters(options.getRowOtherLetters());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--rowRules, --rowRepeatWords, --rowOtherLetters: " + e.getMessage() + ".", e);
    }
  }

  static PassRates passRates(CheckOptions options) {
    try {
      return new PassRates(options.getMinPassRate(), options.getMaxPassRate());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--minPassRate, --maxPassRate: " + e.getMessage() + ".", e);
    }
  }

  static int judges(CheckOptions options) {
    return positive("judges", options.getJudges());
  }

  /** The family of a server: of the vendor at its address, else of --profile. */
  static ServerFamily family(ModelOptions options, String endpoint) {
    String profile = options.getProfile();
    return profile.equalsIgnoreCase("auto")
        ? ServerFamily.at(endpoint).orElse(ServerFamily.VLLM)
        : ServerFamily.vendor(endpoint).orElseGet(() -> ServerFamily.named(profile));
  }

  private static Isolation isolation(String name) {
    try {
      return Isolation.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--isolation=" + name + " is neither namespaces nor landlock.", e);
    }
  }

  /** Names the options that set what is wrong with a role's model. */
  static UsageException refused(String role, IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    String option = message.startsWith("endpoint") ? "endpoint" : "parameters";
    String own = role + option.substring(0, 1).toUpperCase(Locale.ROOT) + option.substring(1);
    boolean tells = option.equals("endpoint") || message.contains(option);
    return new UsageException(
        (tells ? "--" + option + " or --" + own + ": " : "The model for " + role + ": ") + message,
        e);
  }
}
