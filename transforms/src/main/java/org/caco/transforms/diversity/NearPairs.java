package org.caco.transforms.diversity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.caco.hash.ContentHash;
import org.caco.transforms.similarity.Embedding;
import org.jspecify.annotations.Nullable;

/**
 * Finds pairs of near duplicates among embeddings by id. Ids are unique, and their order is the
 * priority.
 *
 * <p>Up to {@link NearDuplicateConfig#exactUpTo} embeddings are one cluster. More are divided by
 * k-means, trained on a sample that the ids choose; each embedding goes to its two nearest clusters
 * and is compared with the others there. At cosine 0.95 that finds all but some 2 of 10,000 pairs.
 *
 * <p>Not every pair is told, only those whose earlier record has no near duplicate before it
 * <em>within the cluster</em> that is told of: enough for {@link IndependentSet}, and few, because
 * such records are far from one another, so only so many are near a given one. A cluster is held in
 * memory, 900 bytes a record.
 */
final class NearPairs extends PTransform<PCollection<KV<String, byte[]>>, PCollection<NearPair>> {
  private static final long serialVersionUID = 1L;

  // The sample that centroids are trained on: enough for a few thousand of them, in 40 MB.
  private static final int SAMPLE = 50_000;
  private static final int CLUSTERS_OF_EACH = 2;
  private static final String NO_ID = "";

  private final NearDuplicateConfig config;

  NearPairs(NearDuplicateConfig config) {
    this.config = config;
  }

  @Override
  public PCollection<NearPair> expand(PCollection<KV<String, byte[]>> embeddings) {
    KvCoder<String, byte[]> coder = KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of());
    PCollectionView<Long> count =
        embeddings.apply("Count", Count.globally()).apply("AsCount", View.asSingleton());
    KvCoder<Integer, KV<String, byte[]>> keyed = KvCoder.of(VarIntCoder.of(), coder);
    // Training has an element even where the sample has none. The Direct runner of Beam 2.70 may
    // stop for ever otherwise: when steps that wait for a side input go on and give nothing, it
    // calls itself idle before it sees that the empty side input behind them is ready.
    PCollection<KV<Integer, KV<String, byte[]>>> always =
        embeddings
            .getPipeline()
            .apply("Always", Create.of(KV.of(0, KV.of(NO_ID, new byte[0]))).withCoder(keyed));
    PCollection<KV<Integer, KV<String, byte[]>>> sample =
        embeddings
            .apply("Sample", ParDo.of(new SampleFn(config, count)).withSideInputs(count))
            .setCoder(keyed);
    PCollectionView<List<byte[]>> centroids =
        PCollectionList.of(always)
            .and(sample)
            .apply("SampleAndOne", Flatten.pCollections())
            .apply("GatherSample", GroupByKey.create())
            .apply("Train", ParDo.of(new TrainFn(config, count)).withSideInputs(count))
            .setCoder(ListCoder.of(ByteArrayCoder.of()))
            .apply("AsCentroids", View.asSingleton());
    return embeddings
        .apply("Assign", ParDo.of(new AssignFn(centroids)).withSideInputs(centroids))
        .setCoder(keyed)
        .apply("GatherClusters", GroupByKey.create())
        .apply("Compare", ParDo.of(new CompareFn(Embedding.productAt(config.threshold()))))
        .setCoder(new NearPair.NearPairCoder());
  }

  /** An embedding and its id. */
  private record Member(String id, Embedding embedding) {}

  /** In the order of their ids, so that the order of a group plays no part. */
  private static List<Member> sorted(Iterable<KV<String, byte[]>> group) {
    List<Member> members = new ArrayList<>();
    for (KV<String, byte[]> member : group) {
      if (!member.getKey().equals(NO_ID)) {
        members.add(new Member(member.getKey(), Embedding.ofBytes(member.getValue())));
      }
    }
    members.sort(Comparator.comparing(Member::id));
    return members;
  }

  /** Takes none where the input is small enough to be one cluster. */
  private static final class SampleFn
      extends DoFn<KV<String, byte[]>, KV<Integer, KV<String, byte[]>>> {
    private static final long serialVersionUID = 1L;

    private final NearDuplicateConfig config;
    private final PCollectionView<Long> count;

    SampleFn(NearDuplicateConfig config, PCollectionView<Long> count) {
      this.config = config;
      this.count = count;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      long all = context.sideInput(count);
      double place = ContentHash.number("centroids", context.element().getKey()) / 0x1p63;
      if (all > config.exactUpTo() && place * all < SAMPLE) {
        context.output(KV.of(0, context.element()));
      }
    }
  }

  private static final class TrainFn
      extends DoFn<KV<Integer, Iterable<KV<String, byte[]>>>, List<byte[]>> {
    private static final long serialVersionUID = 1L;

    private final NearDuplicateConfig config;
    private final PCollectionView<Long> count;

    TrainFn(NearDuplicateConfig config, PCollectionView<Long> count) {
      this.config = config;
      this.count = count;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      List<Embedding> sample =
          sorted(context.element().getValue()).stream().map(Member::embedding).toList();
      if (sample.isEmpty()) {
        context.output(List.of());
        return;
      }
      long clusters = CLUSTERS_OF_EACH * context.sideInput(count) / config.clusterSize() + 1;
      context.output(Centroids.train(sample, (int) Math.min(clusters, SAMPLE)).toBytes());
    }
  }

  private static final class AssignFn
      extends DoFn<KV<String, byte[]>, KV<Integer, KV<String, byte[]>>> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<List<byte[]>> centroids;
    private transient @Nullable Centroids decoded;

    AssignFn(PCollectionView<List<byte[]>> centroids) {
      this.centroids = centroids;
    }

    @StartBundle
    public void startBundle() {
      decoded = null;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Centroids known = decoded;
      if (known == null) {
        known = Centroids.ofBytes(context.sideInput(centroids));
        decoded = known;
      }
      if (known.isEmpty()) {
        context.output(KV.of(0, context.element()));
        return;
      }
      for (int cluster : known.nearest(Embedding.ofBytes(context.element().getValue()))) {
        context.output(KV.of(cluster, context.element()));
      }
    }
  }

  private static final class CompareFn
      extends DoFn<KV<Integer, Iterable<KV<String, byte[]>>>, NearPair> {
    private static final long serialVersionUID = 1L;

    private final int least;

    /**
     * @param least the product of embeddings from which they are near
     */
    CompareFn(int least) {
      this.least = least;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<KV<String, byte[]>>> cluster,
        OutputReceiver<NearPair> output) {
      List<Member> first = new ArrayList<>();
      for (Member member : sorted(cluster.getValue())) {
        boolean alone = true;
        for (Member earlier : first) {
          int product = member.embedding().productFrom(least, earlier.embedding());
          if (product >= least) {
            alone = false;
            output.output(new NearPair(member.id(), earlier.id(), product));
          }
        }
        if (alone) {
          first.add(member);
        }
      }
    }
  }
}
