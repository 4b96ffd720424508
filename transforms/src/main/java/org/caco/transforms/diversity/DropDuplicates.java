package org.caco.transforms.diversity;

import java.util.Locale;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.caco.hash.ContentHash;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Seed;
import org.caco.transforms.step.StepResult;

/**
 * Keeps one of all records that are the same.
 *
 * <p>{@link #samples()}: samples are the same if their programs have the same {@link
 * NormalisedCode}. Kept is the first by position in the plan, then by id.
 *
 * <p>{@link #seeds()}: seeds are the same if they have the same id. Kept is the first by file and
 * line.
 *
 * <p>Between records that agree in that as well the smallest serialised record is kept, so what is
 * kept depends on the set of records alone. Of records that are equal in every byte one is kept.
 *
 * <p>Rejected: {@value #DUPLICATE}, with the id of the sample that is kept as evidence, or file and
 * line of the seed.
 *
 * <p>Metrics: those of {@link org.caco.transforms.step.StepMetrics}.
 *
 * <p>Scales with the records and the number of different ones: a million copies of one record are
 * counted where they are, never gathered. A retried bundle repeats only hashing.
 *
 * <pre>{@code
 * StepResult<Sample> result = samples.apply(DropDuplicates.samples());
 * }</pre>
 *
 * @param <T> the type of records
 */
public final class DropDuplicates<T> extends PTransform<PCollection<T>, StepResult<T>> {
  private static final long serialVersionUID = 1L;

  /** The reason for every rejection. */
  public static final String DUPLICATE = "duplicate";

  private final KeepSmallest<T> keepSmallest;

  private DropDuplicates(KeepSmallest<T> keepSmallest) {
    super(keepSmallest.step());
    this.keepSmallest = keepSmallest;
  }

  /** Drops samples whose normalised code another sample has. */
  public static DropDuplicates<Sample> samples() {
    return samples(KeepSmallest.CROWD);
  }

  /** As {@link #samples()}, gathering at most {@code crowd} equal programs. */
  static DropDuplicates<Sample> samples(int crowd) {
    return new DropDuplicates<>(
        new KeepSmallest<>(
            "DropDuplicates",
            DUPLICATE,
            sample -> ContentHash.of(NormalisedCode.of(sample.getProgram().getCode())),
            KeepSmallest::rank,
            Sample::getId,
            crowd));
  }

  /** Drops seeds whose id another seed has. */
  public static DropDuplicates<Seed> seeds() {
    return new DropDuplicates<>(
        new KeepSmallest<>(
            "DropDuplicateSeeds",
            DUPLICATE,
            Seed::getId,
            seed ->
                seed.getLocation().getFile()
                    + "\n"
                    + String.format(Locale.ROOT, "%019d", seed.getLocation().getLine()),
            seed -> seed.getLocation().getFile() + ":" + seed.getLocation().getLine(),
            KeepSmallest.CROWD));
  }

  /**
   * The same under another name, for a graph with two such steps. Default {@code DropDuplicates},
   * for seeds {@code DropDuplicateSeeds}.
   */
  public DropDuplicates<T> named(String name) {
    return new DropDuplicates<>(keepSmallest.named(name));
  }

  @Override
  public StepResult<T> expand(PCollection<T> input) {
    StepResult<T> result = input.apply("KeepSmallest", keepSmallest);
    return StepResult.of(
        result
            .accepted()
            .apply("Accept", ParDo.of(new AcceptFn<>(keepSmallest.step())))
            .setCoder(input.getCoder()),
        result.rejected());
  }
}
