package org.caco.pipelines.graph;

import java.util.List;
import org.apache.beam.sdk.values.PCollection;
import org.caco.transforms.records.InputChoice;
import org.caco.transforms.records.Sample;
import org.caco.transforms.report.Funnel;

/**
 * What the report says of the inputs of a dataset's rows, of their tests, and of other readings.
 */
final class InputTotals {
  private static final List<String> COLUMNS =
      List.of(
          "rows with tests",
          "tests",
          "tests dropped",
          "rows with another input",
          "twins excluded",
          "twins open",
          "rows unproven");

  private InputTotals() {}

  /** Adds up what the rows have that {@code samples} become. */
  static void add(Funnel funnel, PCollection<Sample> samples) {
    funnel.totals(COLUMNS, samples, InputTotals::of);
  }

  private static List<Long> of(Sample sample) {
    InputChoice choice = sample.getChoice();
    long tests = sample.hasChoice() ? sample.getExecution().getTestsCount() : 0;
    return List.of(
        tests > 0 ? 1L : 0L,
        tests,
        (long) choice.getDisagreeing(),
        choice.getWrittenInput().isEmpty() ? 0L : 1L,
        (long) choice.getExcludedCount(),
        (long) choice.getOpenCount(),
        choice.getUnproven().isEmpty() ? 0L : 1L);
  }
}
