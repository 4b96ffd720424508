package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** How many programs are sampled, and how. */
public interface GenerateOptions extends PipelineOptions {
  @Description("Programs to sample from the code model.")
  @Default.Long(1000)
  long getPrograms();

  void setPrograms(long value);

  @Description(
      "Seed programs that the code model is shown for each sample; every seed program gets its"
          + " turn. 0 samples with an empty message, for a model that was fine-tuned on codegen/.")
  @Default.Integer(2)
  int getExamples();

  void setExamples(int value);
}
