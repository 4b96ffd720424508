package org.caco.pipelines.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.DatasetOptions;
import org.caco.pipelines.options.ExportOptions;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.SimilarNames;
import org.caco.pipelines.options.UsageException;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.publish.Split;
import org.caco.transforms.publish.TrainerFiles;
import org.caco.transforms.publish.TrainerFormat;
import org.caco.transforms.report.OutputDirectory;
import org.jspecify.annotations.Nullable;

/** The files for trainers, which a run writes at its end and {@code export} later. */
public final class Formats {
  private Formats() {}

  /**
   * Those that a value of {@code --formats} names.
   *
   * @throws UsageException if one is not known
   */
  public static Set<TrainerFormat> of(@Nullable String value) {
    Set<TrainerFormat> formats = EnumSet.noneOf(TrainerFormat.class);
    for (String part : (value == null ? "" : value).split(",", -1)) {
      String name = part.strip();
      if (!name.isEmpty()) {
        formats.add(TrainerFormat.named(name).orElseThrow(() -> unknown(name)));
      }
    }
    return formats;
  }

  private static UsageException unknown(String name) {
    List<String> names = List.of(TrainerFormat.values()).stream().map(TrainerFormat::id).toList();
    return new UsageException(
        "--formats="
            + name
            + " is none of "
            + String.join(", ", names)
            + "."
            + SimilarNames.to(name, Set.copyOf(names))
                .map(similar -> " Did you mean " + similar + "?")
                .orElse(""));
  }

  /** Writes those that the options of a run ask for; the rows by file. */
  static Map<String, Long> write(PipelineOptions options, Class<? extends PipelineOptions> type) {
    if (!DatasetOptions.class.isAssignableFrom(type)) {
      return Map.of();
    }
    DatasetOptions dataset = options.as(DatasetOptions.class);
    Set<TrainerFormat> formats = of(dataset.getFormats());
    return formats.isEmpty()
        ? Map.of()
        : write(options.as(OutputOptions.class).getOutput(), formats, dataset.getValidation());
  }

  /**
   * Writes those that are asked for of a run that is over; the rows by file.
   *
   * @throws UsageException if there is no such run, or no such format
   */
  public static Map<String, Long> write(ExportOptions options) {
    Set<TrainerFormat> formats = of(options.getFormats());
    if (formats.isEmpty()) {
      throw new UsageException("--formats names no format.");
    }
    String run = FileGlobs.withoutSlashes(options.getRun());
    try {
      String validation = OutputDirectory.options(run).getOrDefault("validation", "0");
      return write(run, formats, Double.parseDouble(validation));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--run: " + e.getMessage(), e);
    }
  }

  private static Map<String, Long> write(
      String run, Set<TrainerFormat> formats, double validation) {
    try {
      return TrainerFiles.write(run, formats, new Split(validation, 1));
    } catch (IOException e) {
      throw new UncheckedIOException("The formats of " + run + " cannot be written", e);
    }
  }
}
