package org.caco.transforms.step;

import java.util.concurrent.ThreadLocalRandom;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * Makes few and large bundles on the Direct runner, and does nothing on the others.
 *
 * <p>The Direct runner makes a bundle of each key after a grouping, and takes about a millisecond
 * for every bundle at every transform behind it. It also fires a Reshuffle for every bundle that
 * goes in, so a Reshuffle does not help: after two of them a bundle holds one record.
 *
 * @param <T> the type of records
 */
public final class Rebundle<T> extends PTransform<PCollection<T>, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  /** How many bundles it makes on the Direct runner, which can be worked on at once. */
  public static final int BUNDLES = 16;

  private Rebundle() {}

  /** The transform. */
  public static <T> Rebundle<T> create() {
    return new Rebundle<>();
  }

  /** Whether the pipeline of {@code input} is to run on the Direct runner. */
  public static boolean isDirect(PCollection<?> input) {
    // By name, for no runner is on this module's class path.
    return input.getPipeline().getOptions().getRunner().getSimpleName().equals("DirectRunner");
  }

  @Override
  public PCollection<T> expand(PCollection<T> input) {
    if (!isDirect(input)) {
      return input;
    }
    WindowingStrategy<?, ?> windowing = input.getWindowingStrategy();
    boolean endsOnce =
        input.isBounded() == IsBounded.BOUNDED
            && windowing.getWindowFn() instanceof GlobalWindows
            && windowing.getTrigger() instanceof DefaultTrigger;
    if (!endsOnce) {
      return input.apply(Reshuffle.<T>viaRandomKey().withNumBuckets(BUNDLES));
    }
    return input
        .apply(
            WithKeys.<Integer, T>of(record -> ThreadLocalRandom.current().nextInt(BUNDLES))
                .withKeyType(TypeDescriptor.of(Integer.class)))
        .setCoder(KvCoder.of(VarIntCoder.of(), input.getCoder()))
        .apply(GroupByKey.create())
        .apply(Values.create())
        .apply(Flatten.iterables())
        .setCoder(input.getCoder());
  }
}
