package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** Where the results go. */
@Group(title = "Output", order = 20)
public interface OutputOptions extends PipelineOptions {
  @Description(
      "Folder for the results, on any Beam file system. A folder that holds the results of"
          + " another run is refused.")
  @Validation.Required
  @FilePath
  @Decides(Kind.RUN)
  @Shown(order = 1, daily = true)
  String getOutput();

  void setOutput(String value);

  @Description("Number of files that each kind of result is split into.")
  @Default.Integer(1)
  @Decides(Kind.RESULTS)
  @Shown(order = 2)
  int getShards();

  void setShards(int value);

  @Description(
      "Port of this machine, on the loopback interface, at which Prometheus finds metrics of the"
          + " run at /metrics for as long as the command waits for it; 0 for a free one.")
  @LauncherOnly
  @Decides(Kind.RUN)
  @Shown(order = 3, byDefault = "no metrics over HTTP")
  @Nullable Integer getMetricsPort();

  void setMetricsPort(@Nullable Integer value);
}
