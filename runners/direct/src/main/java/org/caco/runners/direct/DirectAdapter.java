package org.caco.runners.direct;

import java.util.Map;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.direct.DirectRunner.DirectPipelineResult;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.pipelines.run.StepCounters;
import org.caco.transforms.step.BundleOptions;
import org.jspecify.annotations.Nullable;

/**
 * {@code --runner=direct}: all in this process, with as many threads as the machine has cores, but
 * at least 16 ({@code --targetParallelism}): a thread whose bundle waits for its last calls of a
 * model does nothing else, and fewer would leave the model idle meanwhile. The runner's checks that
 * a step leaves its input alone and that every record can be encoded are off unless {@code
 * --enforceImmutability} and {@code --enforceEncodability} ask for them: they cost more than the
 * steps.
 */
public final class DirectAdapter implements RunnerAdapter {
  /** Bundles of a collection, which can be worked on at once. */
  private static final int BUNDLES = 16;

  private volatile @Nullable PipelineResult result;

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public void prepare(PipelineOptions options) {
    DirectOptions direct = options.as(DirectOptions.class);
    if (!GivenOptions.contain(direct, "enforceImmutability")) {
      direct.setEnforceImmutability(false);
    }
    if (!GivenOptions.contain(direct, "enforceEncodability")) {
      direct.setEnforceEncodability(false);
    }
    if (!GivenOptions.contain(direct, "targetParallelism")) {
      direct.setTargetParallelism(Math.max(BUNDLES, Runtime.getRuntime().availableProcessors()));
    }
    direct.as(BundleOptions.class).setBundles(BUNDLES);
    direct.setRunner(DirectRunner.class);
    direct.setBlockOnRun(false);
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    PipelineResult started = pipeline.run();
    if (started instanceof DirectPipelineResult direct) {
      PausingExecutor.install(direct);
    }
    result = started;
    return started;
  }

  @Override
  public boolean runsHere(PipelineOptions options) {
    return true;
  }

  @Override
  public Map<String, Long> counters() {
    PipelineResult started = result;
    return started == null ? Map.of() : StepCounters.of(started.metrics());
  }
}
