package org.caco.runners.dataflow;

import java.util.Map;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.options.SandboxOptions;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.pipelines.run.StepCounters;
import org.jspecify.annotations.Nullable;

/**
 * {@code --runner=dataflow}: a job in the Google Cloud project of {@code --project} and {@code
 * --region}, or, with {@code --templateLocation}, a template of it. Its workers need the image that
 * {@code --sdkContainerImage} names, which has Python in it.
 */
public final class DataflowAdapter implements RunnerAdapter {
  private volatile @Nullable PipelineResult result;

  @Override
  public String name() {
    return "dataflow";
  }

  @Override
  public void prepare(PipelineOptions options) {
    DataflowPipelineOptions dataflow = options.as(DataflowPipelineOptions.class);
    dataflow.setRunner(DataflowRunner.class);
    // Beam's own words for these come late, and with a stack trace.
    require(dataflow.getProject(), "--project=PROJECT, the Google Cloud project");
    require(dataflow.getRegion(), "--region=REGION, such as europe-west4");
    require(
        GivenOptions.contain(dataflow, "gcpTempLocation")
            ? dataflow.getGcpTempLocation()
            : dataflow.getTempLocation(),
        "--tempLocation=gs://BUCKET/FOLDER, for files that the job needs");
    // Its workers are containers, which forbid namespaces.
    if (!GivenOptions.contain(options, "isolation")) {
      options.as(SandboxOptions.class).setIsolation("landlock");
    }
    if (dataflow.getSdkContainerImage() != null) {
      // Only this generation of workers runs images of one's own.
      ExperimentalOptions.addExperiment(dataflow, "use_runner_v2");
    }
  }

  private static void require(String value, String option) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("--runner=dataflow needs " + option + ".");
    }
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    PipelineResult started = pipeline.run();
    result = started;
    return started;
  }

  @Override
  public boolean runsHere(PipelineOptions options) {
    return false;
  }

  @Override
  public int workers(PipelineOptions options) {
    int most = options.as(DataflowPipelineOptions.class).getMaxNumWorkers();
    if (most < 1) {
      throw new IllegalArgumentException("--maxNumWorkers does not bound these");
    }
    return most;
  }

  @Override
  public Map<String, Long> counters() {
    PipelineResult started = result;
    return started == null ? Map.of() : StepCounters.of(started.metrics());
  }

  @Override
  public boolean waits(PipelineOptions options) {
    return options.as(DataflowPipelineOptions.class).getTemplateLocation() == null;
  }
}
