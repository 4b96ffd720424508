package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.caco.pipelines.options.Decides.Kind;

/** Options of {@code environment}. */
@Group(title = "Files", order = 10)
public interface EnvironmentOptions extends PipelineOptions {
  @Description("Local output folder of a run whose problems the package is to have.")
  @Validation.Required
  @FilePath
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 1)
  String getRun();

  void setRun(String value);

  @Description("Local folder to write the Python package into; it must be empty or not be there.")
  @Validation.Required
  @FilePath
  @Decides(Kind.RUN)
  @Shown(order = 2)
  String getOutput();

  void setOutput(String value);
}
