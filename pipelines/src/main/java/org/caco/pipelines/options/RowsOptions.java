package org.caco.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.Decides.Kind;
import org.jspecify.annotations.Nullable;

/** How many rows a run is to have, whatever number of programs that takes. */
@Group(title = "Exactly so many rows", order = 41)
public interface RowsOptions extends PipelineOptions {
  @Description(
      "Number of rows to make: the run samples as many programs as that takes. A first pass"
          + " samples as many programs as rows are asked for (or --programs), each further pass as"
          + " many more as the rows so far say, with all earlier responses from the journal. Of"
          + " what is left in the end the rows with the smallest hashes are kept, so that every"
          + " runner keeps the same ones.")
  @LauncherOnly
  @Decides(Kind.RESULTS)
  @Shown(order = 1, byDefault = "what --programs gives", daily = true)
  @Nullable Integer getRows();

  void setRows(@Nullable Integer value);

  @Description(
      "Most programs that --rows samples. Where they cannot be enough, the run ends with the"
          + " rows that there are.")
  @LauncherOnly
  @Decides(Kind.RESULTS)
  @Shown(order = 2, byDefault = "20 times --rows")
  @Nullable Long getMaxPrograms();

  void setMaxPrograms(@Nullable Long value);
}
