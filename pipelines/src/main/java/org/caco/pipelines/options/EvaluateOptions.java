package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.caco.pipelines.options.Decides.Kind;

/** Options of {@code evaluate}. */
@Group(title = "Evaluation", order = 10)
public interface EvaluateOptions
    extends SeedRowOptions, ModelOptions, GraderOptions, OutputOptions {
  @Description(
      "Problems with known answers: files, globs or folders in any of the shapes that seeds may"
          + " have, separated by commas. Each data set is a benchmark of its own.")
  @Validation.Required
  @FilePath(globs = true)
  @ListOf
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 1, daily = true)
  String getBenchmarks();

  void setBenchmarks(String value);

  @Description(
      "Attempts at each problem. With one the model answers at temperature 0, unless parameters"
          + " name another; with more it samples, and pass@k is told for k up to that number.")
  @Default.Integer(1)
  @Decides(Kind.RESULTS)
  @Shown(order = 2, daily = true)
  int getAttempts();

  void setAttempts(int value);
}
