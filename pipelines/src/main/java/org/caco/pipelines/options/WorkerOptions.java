package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** The sandbox of each of a pipeline's workers. */
@Group(title = "Sandbox of a worker", order = 140)
public interface WorkerOptions extends SandboxOptions {
  @Description("Number of programs that a worker runs at once.")
  @Decides(Kind.RUN)
  @Shown(order = 1, byDefault = "the cores of the machine")
  @Nullable Integer getSandboxWorkers();

  void setSandboxWorkers(@Nullable Integer value);
}
