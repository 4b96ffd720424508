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

  @Description("Operations that a program needs between its input and its output.")
  @Default.Integer(1)
  int getMinOperations();

  void setMinOperations(int value);

  @Description("Characters that the text of a program's output may have.")
  @Default.Integer(500)
  int getMaxAnswerLength();

  void setMaxAnswerLength(int value);

  @Description(
      "Names of rules that are not applied, separated by commas, such as unused_function. All are"
          + " applied unless set.")
  String getDisableRules();

  void setDisableRules(String value);

  @Description(
      "How often each value of a program's input is changed to see how the program behaves, 1 to"
          + " 20. 0 switches the check off.")
  @Default.Integer(3)
  int getBehaviourVariants();

  void setBehaviourVariants(int value);

  @Description("Share of the changed inputs that a program may fail on, 0 to 1.")
  @Default.Double(0.5)
  double getBehaviourCrashes();

  void setBehaviourCrashes(double value);

  @Description(
      "Cosine similarity of the embeddings from which two programs count as near duplicates, of"
          + " which one is kept. 1.0 or more switches the filter off.")
  @Default.Double(0.95)
  double getNearDuplicateThreshold();

  void setNearDuplicateThreshold(double value);
}
