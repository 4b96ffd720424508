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

  @Description(
      "accepted: 3.14 is pi, and 0.33 is 1/3, as for a program's output and a rounded solution;"
          + " rejected: they are not, as between two solutions.")
  @Default.String("accepted")
  @OneOf({"accepted", "rejected"})
  @Decides(Kind.RESULTS)
  @Shown(order = 2)
  String getRounding();

  void setRounding(String value);
}
