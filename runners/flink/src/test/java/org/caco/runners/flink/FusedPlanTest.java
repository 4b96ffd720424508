package org.caco.runners.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A graph of everything that becomes one operator, or may not, gives what Beam says. */
class FusedPlanTest {
  private static final int MOST = 40;
  private static final TupleTag<Integer> EVEN = new TupleTag<>("even") {};
  private static final TupleTag<Integer> ODD = new TupleTag<>("odd") {};

  private Pipeline pipeline;
  private PCollection<Integer> numbers;

  @BeforeEach
  void create() {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs("--parallelism=2").as(FlinkPipelineOptions.class);
    new FlinkAdapter().prepare(options);
    pipeline = Pipeline.create(options);
    numbers = pipeline.apply(Create.of(IntStream.range(0, MOST).boxed().toList()));
  }

  @Test
  void handsOnWhatComesOfSeveralOutputs() {
    PCollectionTuple parted = part(numbers);

    PAssert.that("even", parted.get(EVEN)).containsInAnyOrder(only(0));
    PAssert.that("odd", parted.get(ODD)).containsInAnyOrder(only(1));
    run();
  }

  @Test
  void bringsTogetherWhatGoesTwoWays() {
    PCollectionTuple parted = part(numbers);
    PCollection<Integer> all =
        PCollectionList.of(parted.get(EVEN))
            .and(parted.get(ODD))
            .and(parted.get(ODD))
            .apply(Flatten.pCollections());

    PAssert.that(all.apply("AtEnd", new AtEnd()))
        .containsInAnyOrder(with(only(0), only(1), only(1)));
    run();
  }

  @Test
  void bringsTogetherWhatLiesBeforeAndBehindAShuffle() {
    PCollectionTuple parted = part(numbers);
    PCollection<Integer> counted =
        parted
            .get(ODD)
            .apply(Count.perElement())
            .apply(MapElements.into(TypeDescriptors.integers()).via(count -> count.getKey()));
    PCollection<Integer> all =
        PCollectionList.of(parted.get(EVEN)).and(counted).apply(Flatten.pCollections());
    PCollection<Integer> more =
        PCollectionList.of(parted.get(ODD)).and(counted).apply("More", Flatten.pCollections());

    PAssert.that("all", all).containsInAnyOrder(with(only(0), only(1)));
    PAssert.that("more", more).containsInAnyOrder(with(only(1), only(1)));
    run();
  }

  @Test
  void readsAsideWhatComesOfTheSameInput() {
    PCollectionView<Long> count =
        numbers.apply("Count", Count.globally()).apply("AsSingleton", View.asSingleton());
    PCollection<Integer> raised =
        numbers.apply("Raise", ParDo.of(new RaiseFn(count)).withSideInputs(count));

    PAssert.that(raised.apply("AtEnd", new AtEnd()))
        .containsInAnyOrder(IntStream.range(MOST, 2 * MOST).boxed().toList());
    run();
  }

  private void run() {
    new FlinkAdapter().run(pipeline).waitUntilFinish();
  }

  private static PCollectionTuple part(PCollection<Integer> numbers) {
    return numbers.apply("Part", ParDo.of(new PartFn()).withOutputTags(EVEN, TupleTagList.of(ODD)));
  }

  private static List<Integer> only(int remainder) {
    return IntStream.range(0, MOST).filter(n -> n % 2 == remainder).boxed().toList();
  }

  @SafeVarargs
  private static List<Integer> with(List<Integer>... parts) {
    List<Integer> all = new ArrayList<>();
    for (List<Integer> part : parts) {
      all.addAll(part);
    }
    return all;
  }

  private static final class PartFn extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Integer number, MultiOutputReceiver outputs) {
      outputs.get(number % 2 == 0 ? EVEN : ODD).output(number);
    }
  }

  private static final class RaiseFn extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<Long> by;

    RaiseFn(PCollectionView<Long> by) {
      this.by = by;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.output(context.element() + context.sideInput(by).intValue());
    }
  }

  /** Holds everything back until its bundle ends, twice. */
  private static final class AtEnd extends PTransform<PCollection<Integer>, PCollection<Integer>> {
    private static final long serialVersionUID = 1L;

    @Override
    public PCollection<Integer> expand(PCollection<Integer> input) {
      return input.apply("First", ParDo.of(new HoldFn())).apply("Second", ParDo.of(new HoldFn()));
    }
  }

  private static final class HoldFn extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    private transient List<Integer> held;

    @StartBundle
    public void start() {
      held = new ArrayList<>();
    }

    @ProcessElement
    public void process(@Element Integer number) {
      held.add(number);
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      held.forEach(
          number ->
              context.output(number, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    }
  }
}
