package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;

/** The form of what a command says. */
@Group(title = "For programs", order = 7)
public interface JsonOptions extends PipelineOptions {
  @Description(
      "Print JSON alone, for another program: one object, and of show each row whole on a line."
          + " What else there is to say goes to the error stream.")
  @Default.Boolean(false)
  @Decides(Kind.RUN)
  @Shown(order = 1)
  boolean isJson();

  void setJson(boolean value);
}
