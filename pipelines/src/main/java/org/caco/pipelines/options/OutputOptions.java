package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** Where the results go. */
public interface OutputOptions extends PipelineOptions {
  @Description(
      "Folder for the results, on any Beam file system. Needed."
          + " A folder that holds another run's results is refused.")
  @Validation.Required
  @FilePath
  String getOutput();

  void setOutput(String value);

  @Description("Files that each kind of result is split into.")
  @Default.Integer(1)
  int getShards();

  void setShards(int value);
}
