package org.caco.transforms.diversity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.Rebundle;
import org.caco.transforms.step.Rejections;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;

/**
 * Keeps the smallest record of each key and rejects the others, each naming the one that is kept.
 * Counts what it rejects, and leaves it to the step to count what it accepts.
 *
 * <p>A combiner finds the smallest and passes it on. The others have to meet it once more to be
 * rejected by its name. Keys of up to {@link #CROWD} records are gathered for that; the smallest of
 * a larger one is a side input instead, of which there can be one to {@link #CROWD} records at
 * most. So no worker ever holds more than that many records of one key.
 */
final class KeepSmallest<T> extends PTransform<PCollection<T>, StepResult<T>> {
  private static final long serialVersionUID = 1L;

  /** The default of {@code crowd}. */
  static final int CROWD = 1_000;

  private final String step;
  private final String reason;
  private final SerializableFunction<T, String> key;
  private final SerializableFunction<T, String> rank;
  private final SerializableFunction<T, String> evidence;
  private final int crowd;
  private final StepMetrics metrics;

  /**
   * @param evidence what to say of the kept record where another is rejected
   * @param crowd the most records of a key that are gathered
   */
  KeepSmallest(
      String step,
      String reason,
      SerializableFunction<T, String> key,
      SerializableFunction<T, String> rank,
      SerializableFunction<T, String> evidence,
      int crowd) {
    this.step = step;
    this.reason = reason;
    this.key = key;
    this.rank = rank;
    this.evidence = evidence;
    this.crowd = crowd;
    this.metrics = new StepMetrics(step);
  }

  /** The rank of samples: those that are earlier in the plan come first. */
  static String rank(Sample sample) {
    return String.format(Locale.ROOT, "%019d %s", sample.getPosition(), sample.getId());
  }

  String step() {
    return step;
  }

  KeepSmallest<T> named(String name) {
    return new KeepSmallest<>(name, reason, key, rank, evidence, crowd);
  }

  @Override
  public StepResult<T> expand(PCollection<T> input) {
    Coder<T> coder = input.getCoder();
    TupleTag<KV<String, Contender>> keyedTag = new TupleTag<>() {};
    TupleTag<Rejection> failedTag = new TupleTag<>() {};
    PCollectionTuple keyed =
        input.apply(
            "Key",
            ParDo.of(new KeyFn(coder, keyedTag, failedTag))
                .withOutputTags(keyedTag, TupleTagList.of(failedTag)));
    KvCoder<String, Contender> keyedCoder =
        KvCoder.of(StringUtf8Coder.of(), new Contender.ContenderCoder());
    PCollection<KV<String, Contender>> contenders = keyed.get(keyedTag).setCoder(keyedCoder);

    PCollection<KV<String, Contender>> smallest =
        contenders.apply("Smallest", Combine.perKey(new Contender.Smallest())).setCoder(keyedCoder);
    long most = crowd;
    PCollectionView<Map<String, Contender>> crowds =
        smallest
            .apply("Crowds", Filter.by(group -> group.getValue().size() > most))
            .setCoder(keyedCoder)
            .apply("SmallestOfCrowds", View.asMap());

    TupleTag<T> acceptedTag = new TupleTag<>() {};
    TupleTag<Rejection> copiesTag = new TupleTag<>() {};
    PCollectionTuple kept =
        smallest.apply(
            "Keep",
            ParDo.of(new KeepFn(coder, acceptedTag, copiesTag))
                .withOutputTags(acceptedTag, TupleTagList.of(copiesTag)));

    TupleTag<KV<String, Contender>> othersTag = new TupleTag<>() {};
    TupleTag<Rejection> crowdedTag = new TupleTag<>() {};
    PCollectionTuple compared =
        contenders.apply(
            "RejectCrowds",
            ParDo.of(new RejectCrowdsFn(coder, crowds, othersTag, crowdedTag))
                .withSideInputs(crowds)
                .withOutputTags(othersTag, TupleTagList.of(crowdedTag)));
    PCollection<Rejection> others =
        compared
            .get(othersTag)
            .setCoder(keyedCoder)
            .apply("Gather", GroupByKey.create())
            .apply("RejectOthers", ParDo.of(new RejectOthersFn(coder)));

    PCollection<Rejection> rejected =
        PCollectionList.of(typed(keyed.get(failedTag)))
            .and(typed(kept.get(copiesTag)))
            .and(typed(compared.get(crowdedTag)))
            .and(typed(others))
            .apply("Rejected", Flatten.pCollections());
    return StepResult.of(
        kept.get(acceptedTag).setCoder(coder).apply("Rebundle", Rebundle.afterGrouping()),
        rejected);
  }

  private static PCollection<Rejection> typed(PCollection<Rejection> rejections) {
    return rejections.setTypeDescriptor(TypeDescriptor.of(Rejection.class));
  }

  private Rejection reject(Coder<T> coder, Contender kept, Contender dropped)
      throws CoderException {
    T winner = CoderUtils.decodeFromByteArray(coder, kept.record());
    T record = CoderUtils.decodeFromByteArray(coder, dropped.record());
    Rejection rejection = Rejections.of(step, reason, evidence.apply(winner), record);
    metrics.rejected(rejection, 0);
    return rejection;
  }

  private final class KeyFn extends DoFn<T, KV<String, Contender>> {
    private static final long serialVersionUID = 1L;

    private final Coder<T> coder;
    private final TupleTag<KV<String, Contender>> keyed;
    private final TupleTag<Rejection> failed;

    KeyFn(Coder<T> coder, TupleTag<KV<String, Contender>> keyed, TupleTag<Rejection> failed) {
      this.coder = coder;
      this.keyed = keyed;
      this.failed = failed;
    }

    @ProcessElement
    public void process(@Element T record, MultiOutputReceiver outputs) {
      KV<String, Contender> result = null;
      Rejection rejection = null;
      try {
        byte[] bytes = CoderUtils.encodeToByteArray(coder, record);
        result = KV.of(key.apply(record), Contender.of(rank.apply(record), bytes));
      } catch (Exception | StackOverflowError e) {
        rejection = Rejections.of(step, e, record);
      }
      if (rejection == null) {
        outputs.get(keyed).output(result);
      } else {
        metrics.rejected(rejection, 0);
        outputs.get(failed).output(rejection);
      }
    }
  }

  /** Passes the smallest on, once; its equals are rejected here, where they are only a number. */
  private final class KeepFn extends DoFn<KV<String, Contender>, T> {
    private static final long serialVersionUID = 1L;

    private final Coder<T> coder;
    private final TupleTag<T> accepted;
    private final TupleTag<Rejection> rejected;

    KeepFn(Coder<T> coder, TupleTag<T> accepted, TupleTag<Rejection> rejected) {
      this.coder = coder;
      this.accepted = accepted;
      this.rejected = rejected;
    }

    @ProcessElement
    public void process(@Element KV<String, Contender> group, MultiOutputReceiver outputs)
        throws CoderException {
      Contender smallest = group.getValue();
      outputs.get(accepted).output(CoderUtils.decodeFromByteArray(coder, smallest.record()));
      for (long copy = 1; copy < smallest.copies(); copy++) {
        outputs.get(rejected).output(reject(coder, smallest, smallest));
      }
    }
  }

  private final class RejectCrowdsFn extends DoFn<KV<String, Contender>, KV<String, Contender>> {
    private static final long serialVersionUID = 1L;

    private final Coder<T> coder;
    private final PCollectionView<Map<String, Contender>> crowds;
    private final TupleTag<KV<String, Contender>> others;
    private final TupleTag<Rejection> rejected;

    RejectCrowdsFn(
        Coder<T> coder,
        PCollectionView<Map<String, Contender>> crowds,
        TupleTag<KV<String, Contender>> others,
        TupleTag<Rejection> rejected) {
      this.coder = coder;
      this.crowds = crowds;
      this.others = others;
      this.rejected = rejected;
    }

    @ProcessElement
    public void process(ProcessContext context, MultiOutputReceiver outputs) throws CoderException {
      KV<String, Contender> contender = context.element();
      Contender smallest = context.sideInput(crowds).get(contender.getKey());
      if (smallest == null) {
        outputs.get(others).output(contender);
      } else if (contender.getValue().compareTo(smallest) != 0) {
        outputs.get(rejected).output(reject(coder, smallest, contender.getValue()));
      }
    }
  }

  private final class RejectOthersFn extends DoFn<KV<String, Iterable<Contender>>, Rejection> {
    private static final long serialVersionUID = 1L;

    private final Coder<T> coder;

    RejectOthersFn(Coder<T> coder) {
      this.coder = coder;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<Contender>> group, OutputReceiver<Rejection> output)
        throws CoderException {
      List<Contender> contenders = new ArrayList<>();
      // Once: Flink reads a group only once.
      group.getValue().forEach(contenders::add);
      Contender smallest = Collections.min(contenders, Contender::compareTo);
      for (Contender contender : contenders) {
        if (contender.compareTo(smallest) != 0) {
          output.output(reject(coder, smallest, contender));
        }
      }
    }
  }
}
