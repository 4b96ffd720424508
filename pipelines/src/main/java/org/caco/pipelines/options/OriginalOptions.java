package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;

/** Whether the seeds themselves become rows. */
@Group(title = "Original problems", order = 37)
public interface OriginalOptions extends PipelineOptions {
  @Description(
      "Make rows of the seeds themselves too: problem and solution as they were published, with"
          + " the unified program as their code. Kept are those whose program gives the known"
          + " answer, whose solution ends in it, and which pass the checks of all rows;"
          + " lineage.original tells them from the others.")
  @Default.Boolean(false)
  @Decides(Kind.RESULTS)
  @Shown(order = 1, daily = true)
  boolean isIncludeSeeds();

  void setIncludeSeeds(boolean value);
}
