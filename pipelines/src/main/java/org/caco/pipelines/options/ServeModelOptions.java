package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options of {@code serve-model}. */
public interface ServeModelOptions extends PipelineOptions {
  @Description("Port on the loopback interface. 0 takes a free one, which is printed.")
  @Default.Integer(8000)
  int getPort();

  void setPort(int value);
}
