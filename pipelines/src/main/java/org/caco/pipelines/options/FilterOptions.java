package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What a program must be like to be kept. */
public interface FilterOptions extends PipelineOptions {
  @Description("Lines that a program needs, not counting blank, comment and import lines.")
  @Default.Integer(6)
  int getMinCodeLines();

  void setMinCodeLines(int value);

  @Description("Digits that a number in the input or output may have.")
  @Default.Integer(10_000)
  int getMaxDigits();

  void setMaxDigits(int value);

  @Description(
      "Cosine similarity of the embeddings from which two programs count as near duplicates, of"
          + " which one is kept. 1.0 or more switches the filter off.")
  @Default.Double(0.95)
  double getNearDuplicateThreshold();

  void setNearDuplicateThreshold(double value);
}
