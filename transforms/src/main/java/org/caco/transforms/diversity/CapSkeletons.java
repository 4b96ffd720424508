package org.caco.transforms.diversity;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.Rejections;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;

/**
 * Keeps so many samples of each fingerprint, those whose programs have the smallest hashes. Samples
 * with the same hash and id share a place.
 *
 * <p>Nothing is gathered: a combiner finds the last place of each fingerprint that has more samples
 * than places, and these few are a side input.
 */
final class CapSkeletons extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  private final int most;

  CapSkeletons(int most) {
    this.most = most;
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> input) {
    int places = most;
    PCollectionView<Map<String, String>> lastPlaces =
        input
            .apply("Place", MapElements.via(new PlaceFn()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
            // One more than there are places, to see whether there are more.
            .apply("First", Top.smallestPerKey(places + 1))
            .apply("Crowded", Filter.by(group -> group.getValue().size() > places))
            .apply("LastPlace", MapElements.via(new LastPlaceFn(places)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
            .apply("AsMap", View.asMap());
    TupleTag<Sample> accepted = new TupleTag<>() {};
    TupleTag<Rejection> rejected = new TupleTag<>() {};
    PCollectionTuple outputs =
        input.apply(
            "Cap",
            ParDo.of(new CapFn(lastPlaces, accepted, rejected))
                .withSideInputs(lastPlaces)
                .withOutputTags(accepted, TupleTagList.of(rejected)));
    return StepResult.of(
        outputs.get(accepted).setCoder(input.getCoder()),
        outputs.get(rejected).setCoder(ProtoCoder.of(Rejection.class)));
  }

  private static String fingerprint(Sample sample) {
    return sample.getExecution().getFacts().getFingerprint();
  }

  private static String place(Sample sample) {
    String code = NormalisedCode.of(sample.getProgram().getCode());
    return ContentHash.of(code) + " " + sample.getId();
  }

  private static final class PlaceFn extends SimpleFunction<Sample, KV<String, String>> {
    private static final long serialVersionUID = 1L;

    @Override
    public KV<String, String> apply(Sample sample) {
      return KV.of(fingerprint(sample), place(sample));
    }
  }

  private static final class LastPlaceFn
      extends SimpleFunction<KV<String, List<String>>, KV<String, String>> {
    private static final long serialVersionUID = 1L;

    private final int places;

    LastPlaceFn(int places) {
      this.places = places;
    }

    @Override
    public KV<String, String> apply(KV<String, List<String>> group) {
      return KV.of(group.getKey(), group.getValue().stream().sorted().toList().get(places - 1));
    }
  }

  private static final class CapFn extends DoFn<Sample, Sample> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<Map<String, String>> lastPlaces;
    private final TupleTag<Sample> accepted;
    private final TupleTag<Rejection> rejected;
    private final StepMetrics metrics = new StepMetrics(DropNearDuplicates.STEP);

    CapFn(
        PCollectionView<Map<String, String>> lastPlaces,
        TupleTag<Sample> accepted,
        TupleTag<Rejection> rejected) {
      this.lastPlaces = lastPlaces;
      this.accepted = accepted;
      this.rejected = rejected;
    }

    @ProcessElement
    public void process(ProcessContext context, MultiOutputReceiver outputs) {
      Sample sample = context.element();
      String fingerprint = fingerprint(sample);
      String last = context.sideInput(lastPlaces).get(fingerprint);
      if (fingerprint.isEmpty() || last == null || place(sample).compareTo(last) <= 0) {
        outputs.get(accepted).output(sample);
      } else {
        Rejection rejection =
            Rejections.of(
                DropNearDuplicates.STEP, DropNearDuplicates.SKELETON_CAP, fingerprint, sample);
        metrics.rejected(rejection, 0);
        outputs.get(rejected).output(rejection);
      }
    }
  }
}
