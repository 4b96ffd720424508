package org.caco.runners.flink;

import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.common.Plan;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.client.program.ContextEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;

/** The environment in which Flink's plan of a pipeline becomes a {@link FusedPlan}. */
final class FusingEnvironment extends ContextEnvironment {
  private final PipelineOptions options;

  private FusingEnvironment(
      PipelineExecutorServiceLoader executors,
      Configuration configuration,
      ClassLoader loader,
      PipelineOptions options) {
    super(executors, configuration, loader, /* one job only */ false, /* quiet */ true);
    this.options = options;
  }

  /** Runs {@code work} with such an environment for whoever asks Flink for its own. */
  static <T> T during(
      PipelineExecutorServiceLoader executors,
      Configuration configuration,
      ClassLoader loader,
      PipelineOptions options,
      Supplier<T> work) {
    initializeContextEnvironment(
        () -> new FusingEnvironment(executors, configuration, loader, options));
    try {
      return work.get();
    } finally {
      resetContextEnvironment();
    }
  }

  /** The same instead of the environment that Flink has for the program that it has started. */
  // Flink deprecates all of what Beam's graphs of bounded collections run on.
  @SuppressWarnings("deprecation")
  static <T> T instead(PipelineOptions options, Supplier<T> work) {
    ExecutionEnvironment given = getExecutionEnvironment();
    return during(
        given.getExecutorServiceLoader(),
        given.getConfiguration(),
        given.getUserCodeClassLoader(),
        options,
        work);
  }

  @Override
  public Plan createProgramPlan(String job, boolean clear) {
    return FusedPlan.of(
        super.createProgramPlan(job, clear), options, getConfiguration(), getUserCodeClassLoader());
  }
}
