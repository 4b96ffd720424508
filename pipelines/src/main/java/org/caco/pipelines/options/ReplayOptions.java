package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.caco.pipelines.options.Decides.Kind;

/** Options of {@code replay}, besides those of the run that it repeats. */
@Group(title = "The run", order = 5)
public interface ReplayOptions extends FilterOptions, OutputOptions {
  @Description(
      "Output folder of the run to repeat. The options that it was made with count, except"
          + " those that are given here. Options by which this machine executes or reads something"
          + " have to be given here.")
  @Validation.Required
  @FilePath
  @Decides(Kind.RUN)
  @Shown(order = 1, daily = true)
  String getRun();

  void setRun(String value);
}
