package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;

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
}
