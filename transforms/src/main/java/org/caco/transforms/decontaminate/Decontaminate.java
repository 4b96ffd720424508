package org.caco.transforms.decontaminate;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.similarity.TextEmbedder;
import org.caco.transforms.step.Rejections;
import org.caco.transforms.step.Shared.Lease;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * Rejects records whose problem is a copy of a benchmark's problem.
 *
 * <p>{@link #samples} looks at the problem that was written for a program, {@link #seeds} at the
 * problem of a seed.
 *
 * <p>Rejected, in this order, and see {@link DecontaminateConfig} for the thresholds:
 *
 * <ul>
 *   <li>{@value #EXACT}: the same words in the same order, whatever the spaces, punctuation and
 *       case;
 *   <li>{@value #NGRAM}: a share of the benchmark problem's runs of n words occurs in the text;
 *   <li>{@value #EMBEDDING}: the embeddings of the two are near.
 * </ul>
 *
 * <p>The evidence begins with the benchmark's {@code FILE:ROW}, so the rejections can be counted by
 * benchmark, and goes on with the place in the record's text and the text there, or for {@value
 * #EMBEDDING} with the cosine and the benchmark's problem.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <p>The benchmarks are a side input that each worker holds whole: about 20 KB a problem. Not for
 * corpora of millions of texts. A retried bundle repeats its comparisons.
 *
 * <pre>{@code
 * PCollection<BenchmarkProblem> problems =
 *     pipeline.apply(ReadBenchmarks.from("benchmarks/*.jsonl")).accepted();
 * Benchmarks benchmarks = Benchmarks.of(problems, DecontaminateConfig.DEFAULT);
 * StepResult<Sample> result = samples.apply(Decontaminate.samples(benchmarks));
 * }</pre>
 *
 * @param <T> the type of records
 */
public final class Decontaminate<T> extends PTransform<PCollection<T>, StepResult<T>> {
  private static final long serialVersionUID = 1L;

  /** The reason for a problem with the same words. */
  public static final String EXACT = "contaminated_exact";

  /** The reason for a problem that shares runs of words. */
  public static final String NGRAM = "contaminated_ngram";

  /** The reason for a problem that means nearly the same. */
  public static final String EMBEDDING = "contaminated_embedding";

  // The start of the evidence, see BenchmarkProblem.place().
  private static final Pattern PLACE = Pattern.compile("(.+?:[0-9]+), ", Pattern.DOTALL);

  private final SerializableFunction<T, String> text;
  // Needed only to build the graph.
  private final transient Benchmarks benchmarks;

  private Decontaminate(String name, SerializableFunction<T, String> text, Benchmarks benchmarks) {
    super(name);
    this.text = text;
    this.benchmarks = benchmarks;
  }

  /** Rejects samples whose problem is in {@code benchmarks}, a collection of the same pipeline. */
  public static Decontaminate<Sample> samples(Benchmarks benchmarks) {
    return new Decontaminate<>(
        "Decontaminate", sample -> sample.getProblem().getText(), benchmarks);
  }

  /** Rejects seeds whose problem is in {@code benchmarks}, a collection of the same pipeline. */
  public static Decontaminate<Seed> seeds(Benchmarks benchmarks) {
    return new Decontaminate<>("DecontaminateSeeds", Seed::getProblem, benchmarks);
  }

  /**
   * The file of the benchmark that the problem of a rejection is a copy of.
   *
   * @return empty for a rejection with a reason that is not this step's
   */
  public static Optional<String> benchmarkOf(Rejection rejection) {
    return placeOf(rejection).map(place -> place.substring(0, place.lastIndexOf(':')));
  }

  /**
   * The file and row, {@code FILE:ROW}, of the benchmark's problem that the problem of a rejection
   * is a copy of.
   *
   * @return empty for a rejection with a reason that is not this step's
   */
  public static Optional<String> placeOf(Rejection rejection) {
    boolean copy = Set.of(EXACT, NGRAM, EMBEDDING).contains(rejection.getReason());
    Matcher place = PLACE.matcher(rejection.getEvidence());
    return copy && place.lookingAt() ? Optional.of(place.group(1)) : Optional.empty();
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("benchmarks", benchmarks.config().toString()));
  }

  @Override
  public StepResult<T> expand(PCollection<T> input) {
    PCollectionView<List<KV<BenchmarkProblem, byte[]>>> entries = benchmarks.entries();
    TupleTag<T> accepted = new TupleTag<>() {};
    TupleTag<Rejection> rejected = new TupleTag<>() {};
    PCollectionTuple outputs =
        input.apply(
            "Compare",
            ParDo.of(
                    new CompareFn<>(
                        getName(), text, benchmarks.config(), entries, accepted, rejected))
                .withSideInputs(entries)
                .withOutputTags(accepted, TupleTagList.of(rejected)));
    return StepResult.of(
        outputs.get(accepted).setCoder(input.getCoder()),
        outputs.get(rejected).setCoder(ProtoCoder.of(Rejection.class)));
  }

  private static final class CompareFn<T> extends DoFn<T, T> {
    private static final long serialVersionUID = 1L;

    private final String step;
    private final SerializableFunction<T, String> text;
    private final DecontaminateConfig config;
    private final PCollectionView<List<KV<BenchmarkProblem, byte[]>>> entries;
    private final TupleTag<T> accepted;
    private final TupleTag<Rejection> rejected;
    private final StepMetrics metrics;
    private transient @Nullable Lease<TextEmbedder> embedder;
    private transient @Nullable Lease<BenchmarkIndex> index;

    CompareFn(
        String step,
        SerializableFunction<T, String> text,
        DecontaminateConfig config,
        PCollectionView<List<KV<BenchmarkProblem, byte[]>>> entries,
        TupleTag<T> accepted,
        TupleTag<Rejection> rejected) {
      this.step = step;
      this.text = text;
      this.config = config;
      this.entries = entries;
      this.accepted = accepted;
      this.rejected = rejected;
      this.metrics = new StepMetrics(step);
    }

    @Setup
    public void setup() {
      embedder = config.embeds() ? TextEmbedder.acquire() : null;
    }

    @ProcessElement
    public void process(ProcessContext context, MultiOutputReceiver outputs) {
      if (index == null) {
        index = BenchmarkIndex.acquire(config, context.sideInput(entries));
      }
      long start = System.nanoTime();
      T record = context.element();
      Rejection rejection = null;
      try {
        String problem = text.apply(record);
        Optional<BenchmarkIndex.Hit> hit =
            index.get().find(problem, () -> requireNonNull(embedder).get().embed(problem));
        if (hit.isPresent()) {
          rejection = Rejections.of(step, hit.get().reason(), hit.get().evidence(), record);
        }
      } catch (RuntimeException e) {
        rejection = Rejections.of(step, e, record);
      }
      if (rejection == null) {
        metrics.accepted(System.nanoTime() - start);
        outputs.get(accepted).output(record);
      } else {
        metrics.rejected(rejection, System.nanoTime() - start);
        outputs.get(rejected).output(rejection);
      }
    }

    @Teardown
    public void teardown() {
      if (embedder != null) {
        embedder.close();
      }
      if (index != null) {
        index.close();
        index = null;
      }
    }
  }
}
