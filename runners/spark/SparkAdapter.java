package org.caco.runners.spark;

import java.util.Map;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.pipelines.run.StepCounters;

/** {@code --runner=spark}: a Spark inside this process, as runners/spark-trial tries it. */
public final class SparkAdapter implements RunnerAdapter {
  private volatile PipelineResult result;

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public void prepare(PipelineOptions options) {
    SparkPipelineOptions spark = options.as(SparkPipelineOptions.class);
    spark.setRunner(SparkRunner.class);
    if (!GivenOptions.contain(spark, "sparkMaster")) {
      spark.setSparkMaster("local[4]");
    }
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    result = pipeline.run();
    return result;
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
