package org.caco.transforms.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.StepResult;

/**
 * Counts what every step of a graph took, passed on and rejected, and writes the counts to {@code
 * report/summary.json} from within the graph:
 *
 * <pre>{@code
 * {"steps": [{"name", "in", "accepted", "rejected": {reason: n}}, ...],
 *  "benchmarks": {benchmark: {column: n}}, "totals": {column: n},
 *  "sources": [{"data_set", "split", "license", "domain",
 *               "steps": [{"name", "in", "accepted", "rejected": {reason: n}}, ...]}, ...],
 *  "other_sources": {"sources": n, "steps": [...]}, ...}
 * }</pre>
 *
 * <p>Sources are told apart by data set, split, licence and domain: the {@value #MAX_SOURCES} of
 * which any step took the most records, and the sums of the others, which are left out where there
 * are none. A record counts for each source that it descends from, and one of which none is known,
 * such as a benchmark's problem or a program that no example was shown for, for none.
 *
 * <p>The counts are exact: they are sums over the collections themselves, part of what a bundle
 * commits, so that a bundle that is retried counts once. Metrics do not promise that.
 *
 * <p>Used while a graph is built, in the order of its steps:
 *
 * <pre>{@code
 * Funnel funnel = Funnel.create();
 * PCollection<Seed> seeds = funnel.read(pipeline, ReadSeeds.from("seeds.jsonl"));
 * PCollection<Sample> samples = funnel.apply(seeds, UnifySeeds.with(model, prompt));
 * ...
 * PCollection<Rejection> rejections = funnel.rejections();
 * funnel.write(outputDirectory);
 * }</pre>
 */
public final class Funnel {
  /** Sources that the report tells apart. */
  static final int MAX_SOURCES = 100;

  private final TupleTag<KV<String, KV<String, Long>>> bySource = new TupleTag<>("bySource");
  private final List<PCollection<KV<String, KV<String, Long>>>> sources = new ArrayList<>();
  private final Map<String, PCollection<Rejection>> rejections = new LinkedHashMap<>();
  private final List<PCollection<KV<String, Long>>> counts = new ArrayList<>();
  private final List<String> tallies = new ArrayList<>();
  private final List<String> totals = new ArrayList<>();
  private final Map<String, String> attachments = new HashMap<>();

  private Funnel() {}

  /** A funnel without steps. */
  public static Funnel create() {
    return new Funnel();
  }

  /**
   * Applies a step, under its own name, and counts it under that name.
   *
   * @return what it passes on
   * @throws IllegalArgumentException if there is a step of this name already
   */
  public <I, O> PCollection<O> apply(
      PCollection<I> input, PTransform<PCollection<I>, StepResult<O>> step) {
    String name = unused(step);
    count(name, StepCounts.IN, input);
    return addOutputs(name, input.apply(step));
  }

  /**
   * Applies a step that has no input collection, such as one that reads files. It takes as many
   * records as it accepts and rejects.
   *
   * @return what it passes on
   * @throws IllegalArgumentException if there is a step of this name already
   */
  public <O> PCollection<O> read(Pipeline pipeline, PTransform<PBegin, StepResult<O>> step) {
    String name = unused(step);
    StepResult<O> result = pipeline.apply(step);
    count(name, StepCounts.IN, result.accepted());
    countAs(name, "InRejected", result.rejected(), rejection -> StepCounts.in(name), true);
    return addOutputs(name, result);
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
        "Benchmarks",
        column,
        records,
        record -> StepCounts.tally(column, benchmark.apply(record)),
        false);
  }

  /**
   * Adds up numbers that records have. The report has the sums under its field for totals.
   *
   * @param columns what the sums are called, in words and in order
   * @param amounts tells the numbers of a record, in the order of the columns
   */
  public <T> void totals(
      List<String> columns, PCollection<T> records, SerializableFunction<T, List<Long>> amounts) {
    String name = totals.isEmpty() ? "Funnel/Totals" : "Funnel/Totals of " + columns.get(0);
    totals.addAll(columns);
    counts.add(
        records
            .apply(name, ParDo.of(new TotalFn<>(List.copyOf(columns), amounts)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of())));
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
    return List.copyOf(rejections.keySet());
  }

  /** What the step of this name has rejected. */
  public PCollection<Rejection> rejections(String step) {
    return Objects.requireNonNull(rejections.get(step), () -> "there is no step " + step);
  }

  /**
   * The rejections of all steps so far.
   *
   * @throws IllegalStateException if there is no step
   */
  public PCollection<Rejection> rejections() {
    requireSteps();
    return PCollectionList.of(rejections.values())
        .apply("Funnel/Rejections", Flatten.pCollections())
        .setCoder(ProtoCoder.of(Rejection.class));
  }

  /**
   * Writes the report when all steps are done. The job fails, after the report is written, if a
   * step does not add up: if it did not accept or reject every record that it took.
   *
   * @param outputDirectory the run's, on any Beam file system
   * @throws IllegalStateException if there is no step
   */
  public void write(String outputDirectory) {
    requireSteps();
    PCollectionView<Map<String, Long>> sums =
        PCollectionList.of(counts)
            .apply("Funnel/Counts", Flatten.pCollections())
            .apply("Funnel/Sum", Sum.longsPerKey())
            .apply("Funnel/Sums", View.asMap());
    PCollectionView<Map<String, Map<String, Long>>> sumsBySource =
        PCollectionList.of(sources)
            .apply("Funnel/SourceCounts", Flatten.pCollections())
            .apply("Funnel/SourceSum", Combine.perKey(new TopSources.SumByName()))
            .apply(
                "Funnel/SourceSums",
                Combine.globally(new TopSources(MAX_SOURCES)).asSingletonView());
    counts
        .get(0)
        .getPipeline()
        .apply("Funnel/Once", Create.of(outputDirectory))
        .apply(
            "Funnel/Write",
            ParDo.of(
                    new WriteSummaryFn(
                        steps(),
                        List.copyOf(tallies),
                        List.copyOf(totals),
                        Map.copyOf(attachments),
                        sums,
                        sumsBySource))
                .withSideInputs(sums, sumsBySource));
  }

  private String unused(PTransform<?, ?> step) {
    if (rejections.containsKey(step.getName())) {
      throw new IllegalArgumentException("there are two steps of the name " + step.getName());
    }
    return step.getName();
  }

  private <T> PCollection<T> addOutputs(String step, StepResult<T> result) {
    rejections.put(step, result.rejected());
    count(step, StepCounts.ACCEPTED, result.accepted());
    countAs(
        step,
        "Rejected",
        result.rejected(),
        rejection -> StepCounts.rejected(step, rejection.getReason()),
        true);
    return result.accepted();
  }

  private <T> void count(String step, String what, PCollection<T> records) {
    String key = StepCounts.key(step, what);
    // What a source's records are accepted as may not tell where they come from.
    countAs(step, what, records, record -> key, what.equals(StepCounts.IN));
  }

  private <T> void countAs(
      String step,
      String what,
      PCollection<T> records,
      SerializableFunction<T, String> key,
      boolean alsoBySource) {
    TupleTag<KV<String, Long>> all = new TupleTag<>("all");
    PCollectionTuple counted =
        records.apply(
            "Funnel/" + step + "/" + what,
            ParDo.of(new CountFn<>(key, alsoBySource, bySource))
                .withOutputTags(all, TupleTagList.of(bySource)));
    KvCoder<String, Long> coder = KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
    counts.add(counted.get(all).setCoder(coder));
    PCollection<KV<String, KV<String, Long>>> ofSources =
        counted.get(bySource).setCoder(KvCoder.of(StringUtf8Coder.of(), coder));
    if (alsoBySource) {
      sources.add(ofSources);
    }
  }

  private void requireSteps() {
    if (rejections.isEmpty()) {
      throw new IllegalStateException("the funnel has no steps");
    }
  }
}
