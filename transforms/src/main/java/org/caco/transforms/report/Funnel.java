package org.caco.transforms.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.StepResult;

/**
 * Counts what every step of a graph took, passed on and rejected, and writes the counts to {@code
 * report/summary.json} from within the graph:
 *
 * <pre>{@code
 * {"steps": [{"name", "in", "accepted", "rejected": {reason: n}}, ...],
 *  "benchmarks": {benchmark: {column: n}}, ...}
 * }</pre>
 *
 * <p>The counts are exact: they are sums over the collections themselves, part of what a bundle
 * commits, so that a bundle that is retried counts once. Metrics do not promise that.
 *
 * <p>Used while a graph is built, in the order of its steps:
 *
 * <pre>{@code
 * Funnel funnel = Funnel.create();
 * PCollection<Sample> passed = funnel.add("ApplyRules", samples, samples.apply(rules));
 * ...
 * PCollection<Rejection> rejections = funnel.rejections();
 * funnel.write(outputDirectory, Map.of());
 * }</pre>
 */
public final class Funnel {
  private final List<String> steps = new ArrayList<>();
  private final List<PCollection<KV<String, Long>>> counts = new ArrayList<>();
  private final List<PCollection<Rejection>> rejections = new ArrayList<>();
  private final List<String> tallies = new ArrayList<>();
  private final Map<String, String> attachments = new HashMap<>();

  private Funnel() {}

  /** A funnel without steps. */
  public static Funnel create() {
    return new Funnel();
  }

  /**
   * Counts a step.
   *
   * @param step its name in the report
   * @param input what it took
   * @return what it passes on
   * @throws IllegalArgumentException if there is a step of this name already
   */
  public <T> PCollection<T> add(String step, PCollection<?> input, StepResult<T> result) {
    count(step, StepCounts.IN, input);
    return addOutputs(step, result);
  }

  /**
   * Counts a step that has no input collection, such as one that reads files. It takes as many
   * records as it accepts and rejects.
   *
   * @return what it passes on
   * @throws IllegalArgumentException if there is a step of this name already
   */
  public <T> PCollection<T> addSource(String step, StepResult<T> result) {
    count(step, StepCounts.IN, result.accepted());
    countAs(step, "InRejected", result.rejected(), rejection -> StepCounts.in(step));
    return addOutputs(step, result);
  }

  /**
   * Counts records by the benchmark that they belong to. The report has the counts under its field
   * for benchmarks.
   *
   * @param column what the count is called
   * @param benchmark tells the benchmark of a record
   */
  public <T> void tally(
      String column, PCollection<T> records, SerializableFunction<T, String> benchmark) {
    tallies.add(column);
    countAs(
        "Benchmarks", column, records, record -> StepCounts.tally(column, benchmark.apply(record)));
  }

  /**
   * Puts something that is known before the run into its report.
   *
   * @param field the report's field
   * @param json its value, as JSON
   */
  public void attach(String field, String json) {
    attachments.put(field, json);
  }

  /** The names of the steps so far, in order. */
  public List<String> steps() {
    return List.copyOf(steps);
  }

  /**
   * The rejections of all steps so far.
   *
   * @throws IllegalStateException if there is no step
   */
  public PCollection<Rejection> rejections() {
    requireSteps();
    return PCollectionList.of(rejections)
        .apply("Funnel/Rejections", Flatten.pCollections())
        .setCoder(ProtoCoder.of(Rejection.class));
  }

  /**
   * Writes the report when all steps are done. The job fails, after the report is written, if a
   * step does not add up: if it did not accept or reject every record that it took.
   *
   * @param outputDirectory the run's, on any Beam file system
   * @param fields more fields of the report
   * @throws IllegalStateException if there is no step
   */
  public void write(String outputDirectory, Map<String, String> fields) {
    requireSteps();
    PCollectionView<Map<String, Long>> sums =
        PCollectionList.of(counts)
            .apply("Funnel/Counts", Flatten.pCollections())
            .apply("Funnel/Sum", Sum.longsPerKey())
            .apply("Funnel/Sums", View.asMap());
    counts
        .get(0)
        .getPipeline()
        .apply("Funnel/Once", Create.of(outputDirectory))
        .apply(
            "Funnel/Write",
            ParDo.of(
                    new WriteSummaryFn(
                        List.copyOf(steps),
                        List.copyOf(tallies),
                        Map.copyOf(attachments),
                        Map.copyOf(fields),
                        sums))
                .withSideInputs(sums));
  }

  private <T> PCollection<T> addOutputs(String step, StepResult<T> result) {
    if (steps.contains(step)) {
      throw new IllegalArgumentException("there are two steps of the name " + step);
    }
    steps.add(step);
    rejections.add(result.rejected());
    count(step, StepCounts.ACCEPTED, result.accepted());
    countAs(
        step,
        "Rejected",
        result.rejected(),
        rejection -> StepCounts.rejected(step, rejection.getReason()));
    return result.accepted();
  }

  private <T> void count(String step, String what, PCollection<T> records) {
    String key = StepCounts.key(step, what);
    countAs(step, what, records, record -> key);
  }

  private <T> void countAs(
      String step, String what, PCollection<T> records, SerializableFunction<T, String> key) {
    counts.add(
        records
            .apply("Funnel/" + step + "/" + what, ParDo.of(new CountFn<>(key)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of())));
  }

  private void requireSteps() {
    if (steps.isEmpty()) {
      throw new IllegalStateException("the funnel has no steps");
    }
  }
}
