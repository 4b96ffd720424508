package org.caco.pipelines.options;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;

/**
 * Tells an option that was given from one that has its default, even where the values are equal.
 */
public final class GivenOptions {
  private GivenOptions() {}

  /**
   * Whether {@code options} were given a value for the option.
   *
   * @param name the option's name without the leading dashes
   */
  public static boolean contain(PipelineOptions options, String name) {
    // Display data is the one public view that leaves defaults out.
    return DisplayData.from(options).asMap().keySet().stream()
        .anyMatch(id -> id.getKey().equals(name));
  }
}
