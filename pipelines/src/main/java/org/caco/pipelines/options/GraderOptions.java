package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.caco.pipelines.options.Decides.Kind;

/** How answers are compared. */
@Group(title = "Comparing answers", order = 110)
public interface GraderOptions extends WorkerOptions {
  @Description(
      "Ask SymPy, in the sandbox, about the few formulas that the grader leaves undecided,"
          + " such as sums and integrals.")
  @Default.Boolean(true)
  @Decides(Kind.RESULTS)
  @Shown(order = 1)
  boolean isSympy();

  void setSympy(boolean value);
}
