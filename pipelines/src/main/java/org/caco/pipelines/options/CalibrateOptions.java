package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;

/** Options of {@code calibrate}: planted mistakes through the checks. */
public interface CalibrateOptions
    extends SeedOptions,
        FilterOptions,
        DecontaminateOptions,
        CheckOptions,
        CalibrationOptions,
        ModelOptions,
        GraderOptions {
  @Description(
      "JSONL file for what the checks misjudge, to read: planted mistakes that get through, and"
          + " right samples that are lost, with the reason. None unless set.")
  String getMisjudged();

  void setMisjudged(String value);
}
