package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** Options of {@code preview}: those of the {@code synthesize} that it looks ahead to. */
@Group(title = "Preview", order = 5)
public interface PreviewOptions extends SynthesizeOptions, JsonOptions {
  @Description(
      "Number of seeds of a pilot. A pilot makes real calls with as many programs, writes"
          + " into pilot-K in the output folder, and is what the whole job is forecast from.")
  @Decides(Kind.RUN)
  @Shown(order = 1, byDefault = "no pilot", daily = true)
  @Nullable Integer getPilot();

  void setPilot(@Nullable Integer value);
}
