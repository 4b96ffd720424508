package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The measured error rates of the checks. */
public interface CalibrationOptions extends PipelineOptions {
  @Description(
      "JSON file with the error rates of the checks: caco calibrate writes it, and the pipelines"
          + " put it into their report. None unless set.")
  @FilePath
  String getCalibration();

  void setCalibration(String value);
}
