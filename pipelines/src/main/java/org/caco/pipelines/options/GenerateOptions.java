package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;

/** How many programs are sampled, and how. */
@Group(title = "Sampling programs", order = 40)
public interface GenerateOptions extends PipelineOptions {
  @Description("Number of programs to sample from the code model.")
  @Default.Long(1000)
  @Decides(Kind.RESULTS)
  @Shown(order = 1, daily = true)
  long getPrograms();

  void setPrograms(long value);

  @Description(
      "Number of seed programs that the code model is shown for each sample; every seed"
          + " program gets its turn. 0 samples with an empty message, for a model that was"
          + " fine-tuned on codegen/.")
  @Default.Integer(2)
  @Decides(Kind.RESULTS)
  @Shown(order = 2, daily = true)
  int getExamples();

  void setExamples(int value);
}
