package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;

/** The sandbox of each of a pipeline's workers. */
public interface WorkerOptions extends SandboxOptions {
  @Description("Programs that a worker runs at once. As many as the machine has cores unless set.")
  Integer getSandboxWorkers();

  void setSandboxWorkers(Integer value);
}
