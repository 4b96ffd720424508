package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** Options of {@code calibrate}: planted mistakes through the checks. */
@Group(title = "Results", order = 20)
public interface CalibrateOptions
    extends SeedOptions,
        FilterOptions,
        DecontaminateOptions,
        CheckOptions,
        CalibrationOptions,
        ModelOptions,
        GraderOptions,
        JsonOptions {
  @Description(
      "JSONL file for what the checks misjudge: planted mistakes that get through, and"
          + " right samples that are lost, with the reason.")
  @FilePath
  @Decides(Kind.RUN)
  @Shown(order = 1, byDefault = "none", daily = true)
  @Nullable String getMisjudged();

  void setMisjudged(@Nullable String value);
}
