package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code grade}. */
public interface GradeOptions extends LinesOptions, GraderOptions {
  @Description("strict, or caco for the laxness of the released grader, to compare with.")
  @Default.String("strict")
  String getCompatibility();

  void setCompatibility(String value);
}
