package org.caco.pipelines;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.DecontaminateOptions;
import org.caco.pipelines.options.InputOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.SandboxOptions;
import org.caco.pipelines.options.SeedOptions;
import org.caco.sandbox.Sandbox;
import org.caco.transforms.decontaminate.ReadBenchmarks;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.model.Endpoints;
import org.caco.transforms.report.OutputDirectory;
import org.caco.transforms.seeds.ReadSeeds;

/** What is checked before a run starts, so that it does not fail when half is spent. */
final class Preflight {
  /** Options that change how fast or where a run goes, but not what comes out. */
  private static final Set<String> NO_EFFECT_ON_RESULTS =
      Set.of(
          "output",
          "endpoint",
          "journal",
          "apiKeyEnv",
          "apiKeyFile",
          "maxInFlight",
          "requestTimeout",
          "maxAttempts",
          "maxCalls",
          "maxTokens",
          "maxCost",
          "maxDuration",
          "requestsPerMinute",
          "tokensPerMinute",
          "prices",
          "workers",
          "sandboxWorkers");

  private Preflight() {}

  /**
   * Checks seeds, benchmarks, models, sandbox and output, in this order, as far as the options have
   * them.
   *
   * @param roles the models that the run will call
   * @throws UsageException naming the option and the fix
   */
  static void check(
      PipelineOptions options,
      Class<? extends PipelineOptions> type,
      List<Role> roles,
      RunnerAdapter runner) {
    try {
      if (SeedOptions.class.isAssignableFrom(type)) {
        ReadSeeds.check(options.as(SeedOptions.class).getSeeds());
      }
      if (InputOptions.class.isAssignableFrom(type)) {
        FileGlobs.check(options.as(InputOptions.class).getInput());
      }
      if (DecontaminateOptions.class.isAssignableFrom(type)) {
        checkBenchmarks(options.as(DecontaminateOptions.class).getBenchmarks());
      }
      for (Role role : roles) {
        Endpoints.check(role.model(options.as(ModelOptions.class)));
        role.prompt(options.as(ModelOptions.class));
      }
      if (SandboxOptions.class.isAssignableFrom(type) && runner.runsHere(options)) {
        Sandbox.shared(Settings.sandbox(options.as(SandboxOptions.class)));
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
    try {
      OutputDirectory.prepare(
          options.as(OutputOptions.class).getOutput(), configuration(options, type));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--output: " + e.getMessage(), e);
    }
  }

  private static void checkBenchmarks(String globs) {
    if (globs == null) {
      return;
    }
    try {
      ReadBenchmarks.check(globs);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--benchmarks: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> configuration(
      PipelineOptions options, Class<? extends PipelineOptions> type) {
    Map<String, String> configuration = new TreeMap<>(OptionCatalog.values(options, type));
    configuration
        .keySet()
        .removeIf(name -> NO_EFFECT_ON_RESULTS.contains(name) || name.endsWith("Endpoint"));
    configuration.put("pipeline", type.getSimpleName());
    return configuration;
  }
}
