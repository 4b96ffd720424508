package org.caco.transforms.diversity;

import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.StepResult;

/**
 * Keeps one of programs that are nearly the same: of two whose embeddings have a cosine of at least
 * the {@linkplain NearDuplicateConfig#threshold threshold}, one goes.
 *
 * <p>Which one goes is decided by the hash of the program: in that order, a program goes if a near
 * duplicate before it stays. So each that goes has a near duplicate that stays, and the order of
 * the input, the runner and the number of workers change nothing. Up to {@link
 * NearDuplicateConfig#exactUpTo} programs no two that stay are near duplicates. Of more, pairs can
 * be missed: see {@link NearDuplicateConfig#clusterSize}; some 2 of 10,000 were, at cosine 0.95.
 *
 * <p>Rejected:
 *
 * <ul>
 *   <li>{@value #NEAR_DUPLICATE}, with the id of the sample that stays and the cosine as evidence;
 *   <li>{@value #SKELETON_CAP}, if {@link NearDuplicateConfig#maxPerSkeleton} is set and as many
 *       samples with the same fingerprint and a smaller hash stay; evidence is the fingerprint.
 *       Samples without a fingerprint are not counted.
 * </ul>
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <p>Not for vectors of another source: it brings its own model, and runs it where the data is. A
 * program is embedded once; a retried bundle embeds its own again, to the same vectors. Processors
 * of different makes can differ in the last bits of an embedding, and so in pairs right at the
 * threshold.
 *
 * <pre>{@code
 * StepResult<Sample> result =
 *     samples.apply(DropNearDuplicates.of(NearDuplicateConfig.DEFAULT.withThreshold(0.97)));
 * }</pre>
 */
public final class DropNearDuplicates extends PTransform<PCollection<Sample>, StepResult<Sample>> {
  private static final long serialVersionUID = 1L;

  static final String STEP = "DropNearDuplicates";

  /** The reason for a program with a near duplicate that stays. */
  public static final String NEAR_DUPLICATE = "near_duplicate";

  /** The reason for one program too many of a kind. */
  public static final String SKELETON_CAP = "skeleton_cap";

  private final NearDuplicateConfig config;

  private DropNearDuplicates(NearDuplicateConfig config) {
    super(STEP);
    this.config = config;
  }

  /** The step with this configuration. */
  public static DropNearDuplicates of(NearDuplicateConfig config) {
    return new DropNearDuplicates(config);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("nearDuplicates", config.toString()));
  }

  @Override
  public StepResult<Sample> expand(PCollection<Sample> input) {
    PCollectionList<Rejection> rejected = PCollectionList.empty(input.getPipeline());
    PCollection<Sample> kept = input;
    if (config.threshold() < 1) {
      StepResult<Sample> oneOfEachText =
          kept.apply(
              "SameText",
              new KeepSmallest<Sample>(
                  STEP,
                  NEAR_DUPLICATE,
                  sample -> ContentHash.of(ProgramText.of(sample.getProgram().getCode())),
                  KeepSmallest::rank,
                  sample -> evidence(sample.getId(), 1),
                  KeepSmallest.CROWD));
      StepResult<Sample> apart = oneOfEachText.accepted().apply("Near", new DropNear(config));
      rejected = rejected.and(oneOfEachText.rejected()).and(apart.rejected());
      kept = apart.accepted();
    }
    if (config.maxPerSkeleton() > 0) {
      StepResult<Sample> capped =
          kept.apply("Skeletons", new CapSkeletons(config.maxPerSkeleton()));
      rejected = rejected.and(capped.rejected());
      kept = capped.accepted();
    }
    return StepResult.of(
        kept.apply("Accept", ParDo.of(new AcceptFn<>(STEP))).setCoder(input.getCoder()),
        rejected.size() == 0
            ? none(input.getPipeline())
            : rejected
                .apply("Rejected", Flatten.pCollections())
                .setCoder(ProtoCoder.of(Rejection.class)));
  }

  /** Not what comes of flattening nothing: Flink cannot join that with other rejections. */
  private static PCollection<Rejection> none(Pipeline pipeline) {
    return pipeline.apply("NoRejections", Create.empty(ProtoCoder.of(Rejection.class)));
  }

  /** What a rejection says of the sample that stays. */
  static String evidence(String kept, double cosine) {
    return String.format(Locale.ROOT, "%s, cosine %.4f", kept, cosine);
  }
}
