package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** The solved problems to start from. */
@Group(title = "Seeds", order = 10)
public interface SeedOptions extends SeedRowOptions {
  @Description(
      "Solved problems: files, globs or folders that hold a data set, separated by commas. JSON"
          + " lines, a JSON array, Parquet, CSV or TSV, plain or packed by gzip, zstd or bzip2. The"
          + " shape of a row is recognised by its columns: a problem with an answer, a"
          + " solution or both, a chat, or a programming task with its tests.")
  @Validation.Required
  @FilePath(globs = true)
  @ListOf
  @Decides(Kind.RESULTS_HERE)
  @Shown(order = 1, daily = true)
  String getSeeds();

  void setSeeds(String value);

  @Description(
      "Use at most this many seeds. They are chosen by the hash of their content, so the"
          + " choice does not depend on their order.")
  @Decides(Kind.RESULTS)
  @Shown(order = 2, byDefault = "all", daily = true)
  @Nullable Integer getMaxSeeds();

  void setMaxSeeds(@Nullable Integer value);

  @Description(
      "Have the solve model solve each seed that has an answer and no solution this many times"
          + " first, and keep a solution that ends in the answer for the unify model to go by. A"
          + " seed that none of them solves is rejected as no_solution_agrees. 0 asks for programs"
          + " from such problems alone.")
  @Default.Integer(0)
  @Decides(Kind.RESULTS)
  @Shown(order = 3)
  int getSolveSeeds();

  void setSolveSeeds(int value);
}
