package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code replay}, besides those of the run that it repeats. */
public interface ReplayOptions extends FilterOptions, OutputOptions {
  @Description(
      "Output folder of the run to repeat. Its options count, except those that are given. Needed.")
  @Validation.Required
  String getRun();

  void setRun(String value);
}
