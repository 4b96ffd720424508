package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** How the rows of seeds are read. */
@Group(title = "How seeds are read", order = 35)
public interface SeedRowOptions extends PipelineOptions {
  @Description(
      "Where a row has its problem, solution and answer, for rows that are not recognised or are"
          + " to be read otherwise: FIELD=COLUMN, separated by commas, as in"
          + " problem=query,solution=response,answer=meta.keys[0].value. Either solution or answer"
          + " may be left out; id, source, split, domain and solveRate may be named too.")
  @ListOf
  @Decides(Kind.RESULTS)
  @Shown(order = 1, byDefault = "recognised by the columns", daily = true)
  @Nullable String getSeedFields();

  void setSeedFields(@Nullable String value);

  @Description("Licence of the seeds whose rows do not name one. Every row's lineage has it.")
  @Decides(Kind.RESULTS)
  @Shown(order = 2, byDefault = "none")
  @Nullable String getSeedLicense();

  void setSeedLicense(@Nullable String value);

  @Description(
      "Leave out seeds whose row says that a model solves them more often than this, from 0 to"
          + " 1. Rows that do not say it are taken.")
  @Decides(Kind.RESULTS)
  @Shown(order = 3, byDefault = "1")
  @Nullable Double getMaxSolveRate();

  void setMaxSolveRate(@Nullable Double value);

  @Description(
      "The split that is read of a folder with a data set, such as train or test; all reads all.")
  @Decides(Kind.RESULTS)
  @Shown(order = 4, byDefault = "train where there is one, else all")
  @Nullable String getSplit();

  void setSplit(@Nullable String value);

  @Description("Bytes of a row of the seeds; longer ones are rejected as line_too_long.")
  @Default.Integer(16_777_216)
  @Decides(Kind.RESULTS)
  @Shown(order = 5)
  int getMaxLineLength();

  void setMaxLineLength(int value);
}
