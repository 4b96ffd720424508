package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** The data set that the output folder is. */
@Group(title = "Data set", order = 125)
public interface DatasetOptions extends PipelineOptions {
  String PARQUET = "parquet";

  @Description(
      "parquet: tables in Parquet for load_dataset and trainers, beside the JSON Lines that"
          + " are always written. jsonl: JSON Lines alone.")
  @Default.String(PARQUET)
  @OneOf({PARQUET, "jsonl"})
  @Decides(Kind.RESULTS)
  @Shown(order = 1)
  String getFormat();

  void setFormat(String value);

  @Description(
      "Share of the rows, 0 to 0.5, that the tables in Parquet have in a split validation of"
          + " their own, such as 0.02. A row's id decides. The JSON Lines have all rows.")
  @Default.Double(0.0)
  @Decides(Kind.RESULTS)
  @Shown(order = 2, daily = true)
  double getValidation();

  void setValidation(double value);

  @Description(
      "Further configurations to make of what the rows hold, without a model call, separated by"
          + " commas: tasks (deduction, abduction and induction about each program), preferences"
          + " (a right and a wrong solution, where --solutions gave both), steps (labels for the"
          + " steps of solutions).")
  @ListOf
  @Decides(Kind.RESULTS)
  @Shown(order = 3, byDefault = "none")
  @Nullable String getDerive();

  void setDerive(@Nullable String value);

  @Description(
      "Formats of trainers to write besides, into formats/ in the output folder, separated by"
          + " commas: alpaca, sharegpt, verl, trl, nemo-gym, axolotl. caco export does it later.")
  @ListOf
  @LauncherOnly
  @Decides(Kind.RUN)
  @Shown(order = 4, byDefault = "none")
  @Nullable String getFormats();

  void setFormats(@Nullable String value);
}
