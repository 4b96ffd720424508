package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** The files of a command that writes one JSON line for each line it reads. */
public interface LinesOptions extends PipelineOptions {
  @Description("Local JSONL file to read. Needed.")
  @Validation.Required
  String getInput();

  void setInput(String value);

  @Description("Local JSONL file to write. Needed.")
  @Validation.Required
  String getOutput();

  void setOutput(String value);
}
