package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** How answers are compared. */
public interface GraderOptions extends WorkerOptions {
  @Description(
      "Ask SymPy, in the sandbox, about the few formulas that the grader leaves undecided, such as"
          + " sums and integrals.")
  @Default.Boolean(true)
  boolean isSympy();

  void setSympy(boolean value);
}
