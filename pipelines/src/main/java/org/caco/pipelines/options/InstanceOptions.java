package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;

/** How many further problems are made of each row. */
@Group(title = "Further problems of rows", order = 105)
public interface InstanceOptions extends PipelineOptions {
  @Description(
      "Number of further problems to make of each row whose text tells each number of the input in"
          + " one place: the text with other numbers, and what the program gives for them. 0 makes"
          + " none; at most 10000.")
  @Default.Integer(0)
  @Decides(Kind.RESULTS)
  @Shown(order = 1)
  int getInstances();

  void setInstances(int value);

  @Description(
      "Number of the further problems of each row that the solver answers, seeing nothing but"
          + " their texts; where one answer is not the program's, the row gets none of them. 0 asks"
          + " nothing.")
  @Default.Integer(0)
  @Decides(Kind.RESULTS)
  @Shown(order = 2)
  int getVerifyInstances();

  void setVerifyInstances(int value);
}
