package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** The programs that an earlier pipeline left. */
public interface InputOptions extends PipelineOptions {
  @Description(
      "Programs that an earlier pipeline wrote: paths or globs, separated by commas. For generate,"
          + " the seed-programs/* of unify; for reverse, the programs/* of generate. Needed.")
  @Validation.Required
  @FilePath(globs = true)
  String getInput();

  void setInput(String value);
}
