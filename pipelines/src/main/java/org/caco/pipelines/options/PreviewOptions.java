package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;

/** Options of {@code preview}: those of the {@code synthesize} that it looks ahead to. */
public interface PreviewOptions extends SynthesizeOptions {
  @Description(
      "Seeds of a pilot, which makes real calls with as many programs, into pilot-K in the output"
          + " folder, and from which the whole job is forecast. No pilot unless set.")
  Integer getPilot();

  void setPilot(Integer value);
}
