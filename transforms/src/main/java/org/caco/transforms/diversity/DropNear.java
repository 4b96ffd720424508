package org.caco.transforms.diversity;

import static java.util.Objects.requireNonNull;

import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
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
import org.caco.transforms.records.Sample;
import org.caco.transforms.similarity.Embedding;
import org.caco.transforms.similarity.TextEmbedder;
import org.caco.transforms.step.Rejections;
import org.caco.transforms.step.Shared.Lease;
import org.caco.transforms.step.StepMetrics;
import org.caco.transforms.step.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * Of samples with different texts, drops those near to another. Each goes by a key of the hash of
 * its text, which is its priority, and its id.
 */
final class DropNear extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  private static final Coder<Rejection> REJECTIONS = ProtoCoder.of(Rejection.class);
  private static final char SEPARATOR = ' ';

  private final NearDuplicateConfig config;

  DropNear(NearDuplicateConfig config) {
    this.config = config;
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> input) {
    PCollection<KV<String, Sample>> samples =
        input
            .apply("ByText", WithKeys.of(DropNear::key))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), input.getCoder()));
    TupleTag<KV<String, byte[]>> embeddedTag = new TupleTag<>() {};
    TupleTag<KV<String, String>> failedTag = new TupleTag<>() {};
    PCollectionTuple embedded =
        samples.apply(
            "Embed",
            ParDo.of(new EmbedFn(embeddedTag, failedTag))
                .withOutputTags(embeddedTag, TupleTagList.of(failedTag)));
    PCollection<KV<String, NearPair>> dropped =
        embedded
            .get(embeddedTag)
            .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
            .apply("Compare", new NearPairs(config))
            .apply("ToOne", WithKeys.of(0))
            .setCoder(KvCoder.of(VarIntCoder.of(), new NearPair.NearPairCoder()))
            .apply("Gather", GroupByKey.create())
            .apply("Choose", ParDo.of(new IndependentSetFn()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), new NearPair.NearPairCoder()));

    DecideFn decide = new DecideFn();
    PCollectionTuple decided =
        KeyedPCollectionTuple.of(decide.samples, samples)
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

  private static String key(Sample sample) {
    return ContentHash.of(ProgramText.of(sample.getProgram().getCode()))
        + SEPARATOR
        + sample.getId();
  }

  private static final class EmbedFn extends DoFn<KV<String, Sample>, KV<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final TupleTag<KV<String, byte[]>> embedded;
    private final TupleTag<KV<String, String>> failed;
    private transient @Nullable Lease<TextEmbedder> embedder;

    EmbedFn(TupleTag<KV<String, byte[]>> embedded, TupleTag<KV<String, String>> failed) {
      this.embedded = embedded;
      this.failed = failed;
    }

    @Setup
    public void setup() {
      // Here, so that a machine that cannot load the model says so at once.
      embedder = TextEmbedder.acquire();
    }

    @ProcessElement
    public void process(@Element KV<String, Sample> sample, MultiOutputReceiver outputs) {
      String text = ProgramText.of(sample.getValue().getProgram().getCode());
      Embedding embedding;
      try {
        embedding = requireNonNull(embedder).get().embed(text);
      } catch (IllegalStateException e) {
        outputs.get(failed).output(KV.of(sample.getKey(), String.valueOf(e.getMessage())));
        return;
      }
      outputs.get(embedded).output(KV.of(sample.getKey(), embedding.toBytes()));
    }

    @Teardown
    public void teardown() {
      if (embedder != null) {
        embedder.close();
      }
    }
  }

  private static final class DecideFn extends DoFn<KV<String, CoGbkResult>, Sample> {
    private static final long serialVersionUID = 1L;

    private final TupleTag<Sample> samples = new TupleTag<>() {};
    private final TupleTag<NearPair> dropped = new TupleTag<>() {};
    private final TupleTag<String> failed = new TupleTag<>() {};
    private final TupleTag<Sample> accepted = new TupleTag<>() {};
    private final TupleTag<Rejection> rejected = new TupleTag<>() {};
    private final StepMetrics metrics = new StepMetrics(DropNearDuplicates.STEP);

    @ProcessElement
    public void process(@Element KV<String, CoGbkResult> all, MultiOutputReceiver outputs) {
      CoGbkResult results = all.getValue();
      Sample sample = results.getOnly(samples);
      NearPair pair = results.getOnly(dropped, null);
      String failure = results.getOnly(failed, null);
      if (pair == null && failure == null) {
        outputs.get(accepted).output(sample);
        return;
      }
      metrics.rejected(0);
      outputs.get(rejected).output(failure == null ? near(sample, pair) : failed(sample, failure));
    }

    private static Rejection near(Sample sample, NearPair pair) {
      String kept = pair.earlier().substring(pair.earlier().indexOf(SEPARATOR) + 1);
      return Rejections.of(
          DropNearDuplicates.STEP,
          DropNearDuplicates.NEAR_DUPLICATE,
          DropNearDuplicates.evidence(kept, Embedding.cosineOf(pair.product())),
          sample);
    }

    private static Rejection failed(Sample sample, String failure) {
      return Rejections.of(DropNearDuplicates.STEP, Rejections.INTERNAL_ERROR, failure, sample);
    }
  }
}
