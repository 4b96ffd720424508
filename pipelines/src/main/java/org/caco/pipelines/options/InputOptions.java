package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.caco.pipelines.options.Decides.Kind;

/** The programs that an earlier pipeline left. */
@Group(title = "Input", order = 10)
public interface InputOptions extends PipelineOptions {
  @Description(
      "Programs that an earlier pipeline wrote: paths or globs, separated by commas. For"
          + " generate, the seed-programs/* of unify; for reverse, the programs/* of generate.")
  @Validation.Required
  @FilePath(globs = true)
  @ListOf
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 1, daily = true)
  String getInput();

  void setInput(String value);
}
