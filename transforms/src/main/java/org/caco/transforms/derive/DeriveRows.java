package org.caco.transforms.derive;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.export.DatasetRow;
import org.caco.transforms.publish.Table;
import org.caco.transforms.publish.WriteTables;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;
import org.caco.transforms.step.Shared;
import org.jspecify.annotations.Nullable;

/**
 * Makes further rows of finished samples, without a model call: JSON lines with the columns of
 * {@link Table#TASKS}, {@link Table#PREFERENCES} and {@link Table#STEPS}, each kind under the tag
 * that {@link WriteTables} has for it.
 *
 * <ul>
 *   <li>Tasks about the row's program, from what was seen when it ran: deduction (the program and
 *       its input are given, the output is asked for), abduction (the program and its output are
 *       given, any input with that output is asked for) and induction (half of the inputs and
 *       outputs that are known are given, a program is asked for, which is run on the other half).
 *   <li>Preferences: the row's output, and each solution of the same problem whose answer is
 *       another than the program's; at most four.
 *   <li>Steps: for each solution the steps of which it is sure whether they are right, up to the
 *       first of which it is not; {@link StepLabels} says when.
 * </ul>
 *
 * <p>A sample without a solution that agrees makes none: the export rejects it. A retried bundle
 * runs programs again. Metrics: {@code derived_TABLE}, rows of each.
 *
 * <pre>{@code
 * PCollectionTuple lines =
 *     samples.apply(DeriveRows.in(SandboxConfig.defaults(), EnumSet.of(Table.TASKS)));
 * }</pre>
 */
public final class DeriveRows extends PTransform<PCollection<Sample>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  private final SandboxConfig sandbox;
  private final EnumSet<Table> tables;

  private DeriveRows(SandboxConfig sandbox, EnumSet<Table> tables) {
    super("DeriveRows");
    this.sandbox = sandbox;
    this.tables = tables;
  }

  /**
   * Makes rows of these tables.
   *
   * @param sandbox where programs run whose steps are labelled
   */
  public static DeriveRows in(SandboxConfig sandbox, Set<Table> tables) {
    return new DeriveRows(sandbox, EnumSet.copyOf(tables));
  }

  /** The id of the row that a line was made of. */
  public static String rowOf(String line) {
    return Json.read(line).path("row_id").asText();
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("tables", tables.toString()));
  }

  @Override
  public PCollectionTuple expand(PCollection<Sample> samples) {
    PCollectionTuple lines =
        samples.apply(
            "Derive",
            ParDo.of(new DeriveFn(sandbox, tables))
                .withOutputTags(
                    WriteTables.TASKS,
                    TupleTagList.of(WriteTables.PREFERENCES).and(WriteTables.STEPS)));
    lines.get(WriteTables.TASKS).setCoder(StringUtf8Coder.of());
    lines.get(WriteTables.PREFERENCES).setCoder(StringUtf8Coder.of());
    lines.get(WriteTables.STEPS).setCoder(StringUtf8Coder.of());
    return lines;
  }

  /** What all rows that are made of a sample have. */
  record Row(Sample sample, String id, boolean toy) {
    static Row of(Sample sample) {
      return new Row(sample, DatasetRow.id(sample), DatasetRow.isToy(sample));
    }
  }

  private static final class DeriveFn extends DoFn<Sample, String> {
    private static final long serialVersionUID = 1L;

    private final SandboxConfig config;
    private final EnumSet<Table> tables;
    private final Counter tasks = Metrics.counter("DeriveRows", "derived_tasks");
    private final Counter preferences = Metrics.counter("DeriveRows", "derived_preferences");
    private final Counter steps = Metrics.counter("DeriveRows", "derived_steps");
    private transient Shared.@Nullable Lease<Sandbox> sandbox;

    DeriveFn(SandboxConfig config, EnumSet<Table> tables) {
      this.config = config;
      this.tables = tables;
    }

    @Setup
    public void setup() {
      if (tables.contains(Table.STEPS)) {
        sandbox = Sandboxes.acquire(config);
      }
    }

    @Teardown
    public void teardown() {
      if (sandbox != null) {
        sandbox.close();
      }
    }

    @ProcessElement
    public void process(@Element Sample sample, MultiOutputReceiver output) {
      if (sample.getSolutionsList().stream().noneMatch(Solution::getAgrees)) {
        return;
      }
      Row row = Row.of(sample);
      if (tables.contains(Table.TASKS)) {
        List<String> made = TaskRows.of(row);
        tasks.inc(made.size());
        made.forEach(output.get(WriteTables.TASKS)::output);
      }
      if (tables.contains(Table.PREFERENCES)) {
        List<String> made = PreferenceRows.of(row);
        preferences.inc(made.size());
        made.forEach(output.get(WriteTables.PREFERENCES)::output);
      }
      if (sandbox != null) {
        List<String> made = new ArrayList<>(StepRows.of(row, sandbox.get()));
        steps.inc(made.size());
        made.forEach(output.get(WriteTables.STEPS)::output);
      }
    }
  }
}
