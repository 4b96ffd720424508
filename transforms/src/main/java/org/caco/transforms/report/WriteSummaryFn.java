package org.caco.transforms.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Writes the summary into the output directory that it is given, then throws if a step does not add
 * up. A retry writes the same file again.
 */
final class WriteSummaryFn extends DoFn<String, Void> {
  private static final long serialVersionUID = 1L;

  private final List<String> steps;
  private final List<String> tallies;
  private final List<String> totals;
  private final Map<String, String> attachments;
  private final PCollectionView<Map<String, Long>> sums;
  private final PCollectionView<Map<String, Map<String, Long>>> sumsBySource;

  WriteSummaryFn(
      List<String> steps,
      List<String> tallies,
      List<String> totals,
      Map<String, String> attachments,
      PCollectionView<Map<String, Long>> sums,
      PCollectionView<Map<String, Map<String, Long>>> sumsBySource) {
    this.steps = steps;
    this.tallies = tallies;
    this.totals = totals;
    this.attachments = attachments;
    this.sums = sums;
    this.sumsBySource = sumsBySource;
  }

  @ProcessElement
  public void process(ProcessContext context) throws IOException {
    Map<String, Long> counted = context.sideInput(sums);
    List<StepCounts> counts = steps.stream().map(step -> StepCounts.of(step, counted)).toList();
    ObjectNode summary = RunFile.JSON.createObjectNode();
    ArrayNode array = summary.putArray("steps");
    counts.forEach(step -> step.putInto(array.addObject()));
    if (!tallies.isEmpty()) {
      BenchmarkCounts.put(tallies, counted, summary.putObject(BenchmarkCounts.FIELD));
    }
    if (!totals.isEmpty()) {
      ObjectNode object = summary.putObject(FunnelTable.TOTALS);
      for (String column : totals) {
        object.put(column, counted.getOrDefault(StepCounts.total(column), 0L));
      }
    }
    SourceCounts.put(steps, context.sideInput(sumsBySource), summary);
    for (Map.Entry<String, String> attachment : new TreeMap<>(attachments).entrySet()) {
      summary.set(attachment.getKey(), RunFile.JSON.readTree(attachment.getValue()));
    }
    new RunFile(context.element(), "summary.json").write(summary);

    String complaints =
        counts.stream()
            .map(StepCounts::complaint)
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    if (!complaints.isEmpty()) {
      throw new IllegalStateException("The run's counts do not add up: " + complaints + ".");
    }
  }
}
