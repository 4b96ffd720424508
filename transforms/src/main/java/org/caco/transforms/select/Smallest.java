package org.caco.transforms.select;

import com.google.protobuf.Message;
import java.io.Serializable;
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
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.step.Rejections;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;

/**
 * Accepts the records with the {@code max} smallest ids and rejects the others.
 *
 * @param id the hash that decides
 * @param kept what of a record is kept where it is rejected
 */
record Smallest<T extends Message>(
    String step, int max, SerializableFunction<T, String> id, SerializableFunction<T, T> kept)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  StepResult<T> of(PCollection<T> records) {
    PCollectionView<String> largest =
        records
            .apply("Ids", MapElements.into(TypeDescriptors.strings()).via(id))
            .apply(
                "LargestSelected", Combine.globally(new LargestOfSmallest(max)).asSingletonView());
    TupleTag<T> accepted = new TupleTag<>("accepted");
    TupleTag<Rejection> rejected = new TupleTag<>("rejected");
    PCollectionTuple outputs =
        records.apply(
            "Select",
            ParDo.of(new SelectFn<>(this, largest, accepted, rejected))
                .withSideInputs(largest)
                .withOutputTags(accepted, TupleTagList.of(rejected)));
    return StepResult.of(
        outputs.get(accepted).setCoder(records.getCoder()),
        outputs.get(rejected).setCoder(ProtoCoder.of(Rejection.class)));
  }

  private static final class SelectFn<T extends Message> extends DoFn<T, T> {
    private static final long serialVersionUID = 1L;

    private final Smallest<T> smallest;
    private final PCollectionView<String> largest;
    private final TupleTag<T> accepted;
    private final TupleTag<Rejection> rejected;
    private final StepMetrics metrics;

    SelectFn(
        Smallest<T> smallest,
        PCollectionView<String> largest,
        TupleTag<T> accepted,
        TupleTag<Rejection> rejected) {
      this.smallest = smallest;
      this.largest = largest;
      this.accepted = accepted;
      this.rejected = rejected;
      this.metrics = new StepMetrics(smallest.step());
    }

    @ProcessElement
    public void process(ProcessContext context, MultiOutputReceiver outputs) {
      long start = System.nanoTime();
      T record = context.element();
      if (smallest.id().apply(record).compareTo(context.sideInput(largest)) <= 0) {
        metrics.accepted(System.nanoTime() - start);
        outputs.get(accepted).output(record);
        return;
      }
      Rejection rejection =
          Rejections.of(
              smallest.step(),
              "not_selected",
              "its id is not among the " + smallest.max() + " smallest",
              smallest.kept().apply(record));
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
