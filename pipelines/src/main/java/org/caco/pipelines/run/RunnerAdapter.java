package org.caco.pipelines.run;

import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.UsageException;

/** What one runner needs of its own. Each runner module offers one to {@link ServiceLoader}. */
public interface RunnerAdapter {
  /**
   * The adapter of the runner that {@code options} ask for by {@code --runner}; direct where they
   * name none.
   *
   * @throws UsageException if it is not on the class path
   */
  static RunnerAdapter of(PipelineOptions options) {
    String name;
    try {
      String type = options.getRunner().getSimpleName();
      name = type.toLowerCase(Locale.ROOT).replaceFirst("runner$", "");
    } catch (IllegalArgumentException e) {
      // Beam's default is not on the class path.
      name = "direct";
    }
    Map<String, RunnerAdapter> adapters = new TreeMap<>();
    ServiceLoader.load(RunnerAdapter.class)
        .forEach(adapter -> adapters.put(adapter.name(), adapter));
    RunnerAdapter adapter = adapters.get(name);
    if (adapter == null) {
      throw new UsageException(
          "--runner=" + name + " is not on the class path; there is " + adapters.keySet() + ".");
    }
    return adapter;
  }

  /** The value of {@code --runner} that chooses it: {@code direct}, {@code flink}, ... */
  String name();

  /** Sets the runner's class, and the defaults that suit it where the user set none. */
  void prepare(PipelineOptions options);

  /** Starts the pipeline. May return at once or when the pipeline has ended. */
  PipelineResult run(Pipeline pipeline);

  /**
   * The counters of the running pipeline in {@link org.caco.transforms.step.StepMetrics#NAMESPACE},
   * by name; empty where the runner hides them. Called from another thread than {@link #run}.
   */
  Map<String, Long> counters();

  /** Whether the pipeline's workers are this process, so that it can check what they need. */
  boolean runsHere(PipelineOptions options);

  /**
   * The number of worker processes, among which a run's limits and rates are divided.
   *
   * @throws IllegalArgumentException if it cannot be known; the message says why, for the middle of
   *     a sentence
   */
  default int workers(PipelineOptions options) {
    return 1;
  }

  /**
   * Whether the results are there when the pipeline has ended, so that they can be shown; not so
   * where a template is made or the job is only submitted.
   */
  default boolean waits(PipelineOptions options) {
    return true;
  }
}
