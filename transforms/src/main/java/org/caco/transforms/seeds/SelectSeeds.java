package org.caco.transforms.seeds;

import java.util.ArrayList;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.DelegateCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.Rejections;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;

/**
 * Selects a fixed number of different seeds: those with the smallest ids. Ids are hashes, so this
 * is a fair sample, and the same one whatever the order, the files and the runner.
 *
 * <p>Copies of a selected seed are all passed on and count as one. Rejection reason: {@code
 * not_selected}; the rejection keeps only the seed's id, format, name and location, because most of
 * a large file may be rejected here.
 *
 * <p>Memory: one worker holds the selected ids, about 100 bytes each.
 *
 * <p>Metrics: those of {@link StepMetrics}.
 *
 * <p>A retried bundle repeats nothing outside. Not for samples of another distribution than the
 * seeds': copies apart, each has the same chance.
 *
 * <pre>{@code
 * StepResult<Seed> some = seeds.apply(SelectSeeds.atMost(1_000));
 * }</pre>
 */
public final class SelectSeeds extends PTransform<PCollection<Seed>, StepResult<Seed>> {
  private static final long serialVersionUID = 1L;

  /** The name of the step in reports and rejections. */
  public static final String STEP = "SelectSeeds";

  private final int max;

  private SelectSeeds(int max) {
    super(STEP);
    this.max = max;
  }

  /**
   * Selects at most {@code max} seeds.
   *
   * @throws IllegalArgumentException if {@code max} is less than 1
   */
  public static SelectSeeds atMost(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("the number of seeds must be at least 1, not " + max);
    }
    return new SelectSeeds(max);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("max", max));
  }

  @Override
  public StepResult<Seed> expand(PCollection<Seed> seeds) {
    PCollectionView<String> largest =
        seeds
            .apply("Ids", MapElements.into(TypeDescriptors.strings()).via(Seed::getId))
            .apply(
                "LargestSelected", Combine.globally(new LargestOfSmallest(max)).asSingletonView());
    TupleTag<Seed> accepted = new TupleTag<>("accepted");
    TupleTag<Rejection> rejected = new TupleTag<>("rejected");
    PCollectionTuple outputs =
        seeds.apply(
            "Select",
            ParDo.of(new SelectFn(max, largest, accepted, rejected))
                .withSideInputs(largest)
                .withOutputTags(accepted, TupleTagList.of(rejected)));
    return StepResult.of(
        outputs.get(accepted).setCoder(seeds.getCoder()),
        outputs.get(rejected).setCoder(ProtoCoder.of(Rejection.class)));
  }

  private static final class SelectFn extends DoFn<Seed, Seed> {
    private static final long serialVersionUID = 1L;

    private final int max;
    private final PCollectionView<String> largest;
    private final TupleTag<Seed> accepted;
    private final TupleTag<Rejection> rejected;
    private final StepMetrics metrics = new StepMetrics(STEP);

    SelectFn(
        int max,
        PCollectionView<String> largest,
        TupleTag<Seed> accepted,
        TupleTag<Rejection> rejected) {
      this.max = max;
      this.largest = largest;
      this.accepted = accepted;
      this.rejected = rejected;
    }

    @ProcessElement
    public void process(ProcessContext context, MultiOutputReceiver outputs) {
      long start = System.nanoTime();
      Seed seed = context.element();
      if (seed.getId().compareTo(context.sideInput(largest)) <= 0) {
        metrics.accepted(System.nanoTime() - start);
        outputs.get(accepted).output(seed);
        return;
      }
      Seed kept =
          seed.toBuilder()
              .clearProblem()
              .clearSolution()
              .clearAnswer()
              .clearTests()
              .clearSuite()
              .build();
      Rejection rejection =
          Rejections.of(STEP, "not_selected", "its id is not among the " + max + " smallest", kept);
      metrics.rejected(rejection, System.nanoTime() - start);
      outputs.get(rejected).output(rejection);
    }
  }

  /** The largest of the {@code max} smallest different texts; empty for no text. */
  private static final class LargestOfSmallest
      extends Combine.CombineFn<String, NavigableSet<String>, String> {
    private static final long serialVersionUID = 1L;

    private final int max;

    LargestOfSmallest(int max) {
      this.max = max;
    }

    @Override
    public NavigableSet<String> createAccumulator() {
      return new TreeSet<>();
    }

    @Override
    public NavigableSet<String> addInput(NavigableSet<String> smallest, String id) {
      if (smallest.size() < max || id.compareTo(smallest.last()) < 0) {
        smallest.add(id);
        if (smallest.size() > max) {
          smallest.pollLast();
        }
      }
      return smallest;
    }

    @Override
    public NavigableSet<String> mergeAccumulators(Iterable<NavigableSet<String>> accumulators) {
      NavigableSet<String> merged = createAccumulator();
      for (NavigableSet<String> accumulator : accumulators) {
        accumulator.forEach(id -> addInput(merged, id));
      }
      return merged;
    }

    @Override
    public String extractOutput(NavigableSet<String> smallest) {
      return smallest.isEmpty() ? "" : smallest.last();
    }

    @Override
    public Coder<NavigableSet<String>> getAccumulatorCoder(
        CoderRegistry registry, Coder<String> inputCoder) {
      return DelegateCoder.of(ListCoder.of(StringUtf8Coder.of()), ArrayList::new, TreeSet::new);
    }
  }
}
