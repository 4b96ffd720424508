package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.caco.pipelines.options.Decides.Kind;

/** The files of a command that writes one JSON line for each line it reads. */
@Group(title = "Files", order = 10)
public interface LinesOptions extends PipelineOptions {
  @Description("Local JSONL file to read.")
  @Validation.Required
  @FilePath
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 1, daily = true)
  String getInput();

  void setInput(String value);

  @Description("Local JSONL file to write.")
  @Validation.Required
  @FilePath
  @Decides(Kind.RUN)
  @Shown(order = 2, daily = true)
  String getOutput();

  void setOutput(String value);
}
