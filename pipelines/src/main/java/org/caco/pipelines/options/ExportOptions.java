package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.caco.pipelines.options.Decides.Kind;

/** Options of {@code export}. */
@Group(title = "Files", order = 10)
public interface ExportOptions extends JsonOptions {
  @Description("Output folder of a run that is over. The files go into formats/ in it.")
  @Validation.Required
  @FilePath
  @Decides(Kind.RUN)
  @Shown(order = 1)
  String getRun();

  void setRun(String value);

  @Description(
      "Formats of trainers, separated by commas: alpaca, sharegpt, verl, trl, nemo-gym, axolotl.")
  @Validation.Required
  @ListOf
  @Decides(Kind.RUN)
  @Shown(order = 2)
  String getFormats();

  void setFormats(String value);
}
