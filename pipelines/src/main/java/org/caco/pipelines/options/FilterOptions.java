package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** What a program must be like to be kept. */
@Group(title = "Filters", order = 80)
public interface FilterOptions extends PipelineOptions {
  @Description("Least number of lines of a program, not counting blank, comment and import lines.")
  @Default.Integer(6)
  @Decides(Kind.RESULTS)
  @Shown(order = 1)
  int getMinCodeLines();

  void setMinCodeLines(int value);

  @Description("Least number of operations between a program's input and its output.")
  @Default.Integer(1)
  @Decides(Kind.RESULTS)
  @Shown(order = 2)
  int getMinOperations();

  void setMinOperations(int value);

  @Description("Largest number of digits of a number in the input or output.")
  @Default.Integer(10_000)
  @Decides(Kind.RESULTS)
  @Shown(order = 3)
  int getMaxDigits();

  void setMaxDigits(int value);

  @Description("Largest number of characters of the text of a program's output.")
  @Default.Integer(500)
  @Decides(Kind.RESULTS)
  @Shown(order = 4)
  int getMaxAnswerLength();

  void setMaxAnswerLength(int value);

  @Description("Names of rules that are not applied, separated by commas, such as unused_function.")
  @ListOf
  @Decides(Kind.RESULTS)
  @Shown(order = 5, byDefault = "all rules apply")
  @Nullable String getDisableRules();

  void setDisableRules(@Nullable String value);

  @Description(
      "Number of times that each value of a program's input is changed to see how the"
          + " program behaves, 1 to 20. 0 switches the check off; problems are then written for the"
          + " input that a program was written with, and rows have no tests.")
  @Default.Integer(3)
  @Decides(Kind.RESULTS)
  @Shown(order = 6)
  int getBehaviourVariants();

  void setBehaviourVariants(int value);

  @Description("Share of the changed inputs that a program may fail on, 0 to 1.")
  @Default.Double(0.5)
  @Decides(Kind.RESULTS)
  @Shown(order = 7)
  double getBehaviourCrashes();

  void setBehaviourCrashes(double value);

  @Description(
      "Cosine similarity of the embeddings, above 0 to 1, from which two programs count as"
          + " near duplicates, of which one is kept. 1.0 switches the filter off.")
  @Default.Double(0.95)
  @Decides(Kind.RESULTS)
  @Shown(order = 8, daily = true)
  double getNearDuplicateThreshold();

  void setNearDuplicateThreshold(double value);
}
