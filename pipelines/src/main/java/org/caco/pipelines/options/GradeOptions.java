package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.caco.pipelines.options.Decides.Kind;

/** Options of {@code grade}. */
@Group(title = "Grader", order = 20)
public interface GradeOptions extends LinesOptions, GraderOptions {
  @Description("strict, or caco for the laxness of the released grader, to compare with.")
  @Default.String("strict")
  @OneOf({"strict", "caco"})
  @Decides(Kind.RESULTS)
  @Shown(order = 1)
  String getCompatibility();

  void setCompatibility(String value);
}
