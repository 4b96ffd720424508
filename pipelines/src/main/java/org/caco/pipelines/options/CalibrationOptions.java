package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** The measured error rates of the checks. */
@Group(title = "Calibration", order = 120)
public interface CalibrationOptions extends PipelineOptions {
  @Description(
      "JSON file with the error rates of the checks. caco calibrate writes it, and the"
          + " pipelines put it into their report.")
  @FilePath
  @Decides(Kind.RUN)
  @Shown(order = 1, byDefault = "none")
  @Nullable String getCalibration();

  void setCalibration(@Nullable String value);
}
