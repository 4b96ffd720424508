package org.caco.pipelines.run;

import java.util.Locale;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.transforms.lines.FileGlobs;

/** What a job is called in the runner's own displays, unless {@code --jobName} says it. */
final class JobName {
  /** Google's labels are no longer. */
  private static final int MAX_LENGTH = 63;

  private JobName() {}

  /** Names the job of {@code options} after its command and output. */
  static void set(PipelineOptions options, String command) {
    if (!GivenOptions.contain(options, "jobName")) {
      options.setJobName(of(command, options.as(OutputOptions.class).getOutput()));
    }
  }

  /**
   * Such as {@code caco-synthesize-my-run} for {@code gs://bucket/My_run/}: small letters, digits
   * and single hyphens, as Dataflow wants it.
   */
  static String of(String command, String output) {
    String folder = FileGlobs.withoutSlashes(output);
    String name =
        ("caco-" + command + "-" + folder.substring(folder.lastIndexOf('/') + 1))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    return name.substring(0, Math.min(MAX_LENGTH, name.length())).replaceFirst("-$", "");
  }
}
