package org.caco.transforms.diversity;

import static java.util.Objects.requireNonNull;

import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.similarity.Embedding;
import org.caco.transforms.similarity.TextEmbedder;
import org.caco.transforms.step.Rejections;
import org.caco.transforms.step.Shared.Lease;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * Of records with different texts, drops those near to another. Each goes by a key of the hash of
 * its text, which is its priority, and its id.
 */
final class DropNear<T> extends PTransform<PCollection<T>, StepResult<T>> {
  private static final long serialVersionUID = 1L;

  private static final Coder<Rejection> REJECTIONS = ProtoCoder.of(Rejection.class);
  private static final char SEPARATOR = ' ';

  private final NearDuplicateConfig config;
  private final Told<T> told;

  DropNear(NearDuplicateConfig config, Told<T> told) {
    this.config = config;
    this.told = told;
  }

  @Override
  public StepResult<T> expand(PCollection<T> input) {
    Told<T> of = told;
    PCollection<KV<String, T>> records =
        input
            .apply("ByText", WithKeys.of(record -> key(of, record)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), input.getCoder()));
    TupleTag<KV<String, byte[]>> embeddedTag = new TupleTag<>() {};
    TupleTag<KV<String, String>> failedTag = new TupleTag<>() {};
    PCollectionTuple embedded =
        records.apply(
            "Embed",
            ParDo.of(new EmbedFn<>(told, embeddedTag, failedTag))
                .withOutputTags(embeddedTag, TupleTagList.of(failedTag)));
    PCollection<KV<String, NearPair>> dropped =
        embedded
            .get(embeddedTag)
            .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
            .apply("Compare", new NearPairs(config))
            .apply("Choose", new IndependentSet());

    DecideFn<T> decide = new DecideFn<>(told.step());
    PCollectionTuple decided =
        KeyedPCollectionTuple.of(decide.records, records)
            .and(decide.dropped, dropped)
            .and(
                decide.failed,
                embedded
                    .get(failedTag)
                    .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of())))
            .apply("Meet", CoGroupByKey.create())
            .apply(
                "Decide",
                ParDo.of(decide).withOutputTags(decide.accepted, TupleTagList.of(decide.rejected)));
    return StepResult.of(
        decided.get(decide.accepted).setCoder(input.getCoder()),
        decided.get(decide.rejected).setCoder(REJECTIONS));
  }

  private static <T> String key(Told<T> told, T record) {
    return ContentHash.of(told.text().apply(record)) + SEPARATOR + told.id().apply(record);
  }

  private static final class EmbedFn<T> extends DoFn<KV<String, T>, KV<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final Told<T> told;
    private final TupleTag<KV<String, byte[]>> embedded;
    private final TupleTag<KV<String, String>> failed;
    private transient @Nullable Lease<TextEmbedder> embedder;

    EmbedFn(
        Told<T> told, TupleTag<KV<String, byte[]>> embedded, TupleTag<KV<String, String>> failed) {
      this.told = told;
      this.embedded = embedded;
      this.failed = failed;
    }

    @Setup
    public void setup() {
      // Here, so that a machine that cannot load the model says so at once.
      embedder = TextEmbedder.acquire();
    }

    @ProcessElement
    public void process(@Element KV<String, T> record, MultiOutputReceiver outputs) {
      String text = told.text().apply(record.getValue());
      Embedding embedding;
      try {
        embedding = requireNonNull(embedder).get().embed(text);
      } catch (IllegalStateException e) {
        outputs.get(failed).output(KV.of(record.getKey(), String.valueOf(e.getMessage())));
        return;
      }
      outputs.get(embedded).output(KV.of(record.getKey(), embedding.toBytes()));
    }

    @Teardown
    public void teardown() {
      if (embedder != null) {
        embedder.close();
      }
    }
  }

  private static final class DecideFn<T> extends DoFn<KV<String, CoGbkResult>, T> {
    private static final long serialVersionUID = 1L;

    private final String step;
    private final TupleTag<T> records = new TupleTag<>() {};
    private final TupleTag<NearPair> dropped = new TupleTag<>() {};
    private final TupleTag<String> failed = new TupleTag<>() {};
    private final TupleTag<T> accepted = new TupleTag<>() {};
    private final TupleTag<Rejection> rejected = new TupleTag<>() {};
    private final StepMetrics metrics;

    DecideFn(String step) {
      this.step = step;
      metrics = new StepMetrics(step);
    }

    @ProcessElement
    public void process(@Element KV<String, CoGbkResult> all, MultiOutputReceiver outputs) {
      CoGbkResult results = all.getValue();
      T record = results.getOnly(records);
      NearPair pair = results.getOnly(dropped, null);
      String failure = results.getOnly(failed, null);
      if (pair == null && failure == null) {
        outputs.get(accepted).output(record);
        return;
      }
      Rejection rejection = failure == null ? near(record, pair) : failed(record, failure);
      metrics.rejected(rejection, 0);
      outputs.get(rejected).output(rejection);
    }

    private Rejection near(T record, NearPair pair) {
      String kept = pair.earlier().substring(pair.earlier().indexOf(SEPARATOR) + 1);
      return Rejections.of(
          step,
          DropNearDuplicates.NEAR_DUPLICATE,
          DropNearDuplicates.evidence(kept, Embedding.cosineOf(pair.product())),
          record);
    }

    private Rejection failed(T record, String failure) {
      return Rejections.of(step, Rejections.INTERNAL_ERROR, failure, record);
    }
  }
}
