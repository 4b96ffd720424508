package org.caco.transforms.diversity;

import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.protobuf.ProtoCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Rejection;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one of records that are nearly the same: of two whose embeddings have a cosine of at least
 * the {@linkplain NearDuplicateConfig#threshold threshold}, one goes.
 *
 * <p>{@link #of}: samples whose programs are the same but for names and numbers. Of a program with
 * an input the names of the inputs and texts tell what it is about. Of one without, which assigns
 * its constants in a function or at its top, the names of the constants do, with texts, the names
 * of functions and of what they return, and the words of comments: of 1,136 real problems whose
 * programs are written so 943 stay, while the rest has no such name that differs, or one close to
 * another's.
 *
 * <p>{@link #problems}: samples whose problems are. {@link #texts}: any records, by any text.
 *
 * <p>Which one goes is decided by the hash of the text: in that order, a record goes if a near
 * duplicate before it stays. So each that goes has a near duplicate that stays, and the order of
 * the input, the runner and the number of workers change nothing. Up to {@link
 * NearDuplicateConfig#exactUpTo} records no two that stay are near duplicates. Of more, pairs can
 * be missed: see {@link NearDuplicateConfig#clusterSize}; some 2 of 10,000 were, at cosine 0.95.
 *
 * <p>Rejected:
 *
 * <ul>
 *   <li>{@value #NEAR_DUPLICATE}, with the id of the record that stays and the cosine as evidence;
 *   <li>{@value #SKELETON_CAP}, if {@link NearDuplicateConfig#maxPerSkeleton} is set and as many
 *       samples with the same fingerprint and a smaller hash stay; evidence is the fingerprint.
 *       Samples without a fingerprint are not counted.
 * </ul>
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <p>Not for vectors of another source: it brings its own model, and runs it where the data is. A
 * text is embedded once; a retried bundle embeds its own again, to the same vectors. Processors of
 * different makes can differ in the last bits of an embedding, and so in pairs right at the
 * threshold.
 *
 * <pre>{@code
 * StepResult<Sample> result =
 *     samples.apply(DropNearDuplicates.of(NearDuplicateConfig.DEFAULT.withThreshold(0.97)));
 * StepResult<String> questions =
 *     lines.apply(
 *         DropNearDuplicates.texts("DropNearQuestions", NearDuplicateConfig.DEFAULT, q -> q, q -> q));
 * }</pre>
 *
 * @param <T> the type of records
 */
public final class DropNearDuplicates<T> extends PTransform<PCollection<T>, StepResult<T>> {
  private static final long serialVersionUID = 1L;

  static final String STEP = "DropNearDuplicates";

  /** The reason for a program with a near duplicate that stays. */
  public static final String NEAR_DUPLICATE = "near_duplicate";

  /** The reason for one program too many of a kind. */
  public static final String SKELETON_CAP = "skeleton_cap";

  private final NearDuplicateConfig config;
  private final Told<T> told;
  // Skeletons are of programs, whatever T is.
  private final @Nullable PTransform<PCollection<T>, StepResult<T>> cap;

  private DropNearDuplicates(
      NearDuplicateConfig config,
      Told<T> told,
      @Nullable PTransform<PCollection<T>, StepResult<T>> cap) {
    super(told.step());
    this.config = config;
    this.told = told;
    this.cap = cap;
  }

  /** The step for programs, with this configuration. */
  public static DropNearDuplicates<Sample> of(NearDuplicateConfig config) {
    return new DropNearDuplicates<>(
        config,
        new Told<>(
            STEP,
            sample -> ProgramText.of(sample.getProgram().getCode()),
            Sample::getId,
            KeepSmallest::rank),
        config.maxPerSkeleton() > 0 ? new CapSkeletons(config.maxPerSkeleton()) : null);
  }

  /**
   * The same for the texts of problems, all numbers written 0, under the name {@code
   * DropNearProblems}.
   *
   * @throws IllegalArgumentException if the configuration has a cap on skeletons
   */
  public static DropNearDuplicates<Sample> problems(NearDuplicateConfig config) {
    checkUncapped(config);
    return new DropNearDuplicates<>(
        config,
        new Told<>(
            "DropNearProblems",
            sample -> withoutNumbers(sample.getProblem().getText()),
            Sample::getId,
            KeepSmallest::rank),
        null);
  }

  /**
   * The same for records of any type. Of records with the same text the one with the smallest id
   * stays, of those the smallest when serialised.
   *
   * @param step the step's name, in the graph, in rejections and in metrics
   * @param text what is compared, as it is: numbers and names are part of it
   * @param id what a rejection calls the record that stays
   * @throws IllegalArgumentException if the configuration has a cap on skeletons, which are of
   *     programs
   */
  public static <T> DropNearDuplicates<T> texts(
      String step,
      NearDuplicateConfig config,
      SerializableFunction<T, String> text,
      SerializableFunction<T, String> id) {
    checkUncapped(config);
    return new DropNearDuplicates<>(config, new Told<>(step, text, id, id), null);
  }

  private static String withoutNumbers(String problem) {
    StringBuilder text = new StringBuilder(problem.length());
    for (int i = 0; i < problem.length(); i++) {
      char c = problem.charAt(i);
      if (c < '0' || c > '9') {
        text.append(c);
      } else if (text.isEmpty() || text.charAt(text.length() - 1) != '0') {
        text.append('0');
      }
    }
    return text.toString();
  }

  private static void checkUncapped(NearDuplicateConfig config) {
    if (config.maxPerSkeleton() > 0) {
      throw new IllegalArgumentException(
          "only programs have skeletons, so there can be no most of " + config.maxPerSkeleton());
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("nearDuplicates", config.toString()));
  }

  @Override
  public StepResult<T> expand(PCollection<T> input) {
    PCollectionList<Rejection> rejected = PCollectionList.empty(input.getPipeline());
    PCollection<T> kept = input;
    if (config.threshold() < 1) {
      Told<T> of = told;
      StepResult<T> oneOfEachText =
          kept.apply(
              "SameText",
              new KeepSmallest<T>(
                  told.step(),
                  NEAR_DUPLICATE,
                  record -> ContentHash.of(of.text().apply(record)),
                  told.rank(),
                  record -> evidence(of.id().apply(record), 1),
                  KeepSmallest.CROWD));
      StepResult<T> apart = oneOfEachText.accepted().apply("Near", new DropNear<>(config, told));
      rejected = rejected.and(oneOfEachText.rejected()).and(apart.rejected());
      kept = apart.accepted();
    }
    if (cap != null) {
      StepResult<T> capped = kept.apply("Skeletons", cap);
      rejected = rejected.and(capped.rejected());
      kept = capped.accepted();
    }
    return StepResult.of(
        kept.apply("Accept", ParDo.of(new AcceptFn<>(told.step()))).setCoder(input.getCoder()),
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
