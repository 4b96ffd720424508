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
 * Makes other bundles of the same records.
 *
 * <p>Runners choose bundles by themselves, and a reshuffle is how to ask for others. Some do not do
 * it well: the Direct runner makes a bundle of each key after a grouping, takes about a millisecond
 * for every bundle at every transform behind it, and fires a reshuffle for every bundle that goes
 * in, so that after two of them a bundle holds one record. For these, {@link BundleOptions} names a
 * number of bundles, and they are made by a grouping under as many keys.
 *
 * @param <T> the type of records
 */
public final class Rebundle<T> extends PTransform<PCollection<T>, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  private final boolean reshuffled;
  private final boolean grouped;

  private Rebundle(boolean reshuffled, boolean grouped) {
    this.reshuffled = reshuffled;
    this.grouped = grouped;
  }

  /** Hands the records out among all workers. */
  public static <T> Rebundle<T> spread() {
    return new Rebundle<>(true, true);
  }

  /**
   * Keeps what follows off the threads of what goes before, where {@link BundleOptions} wants it.
   */
  public static <T> Rebundle<T> detach() {
    return new Rebundle<>(true, false);
  }

  /** Makes good the bundles that a grouping leaves, where the runner leaves bad ones. */
  public static <T> Rebundle<T> afterGrouping() {
    return new Rebundle<>(false, true);
  }

  @Override
  public PCollection<T> expand(PCollection<T> input) {
    BundleOptions options = input.getPipeline().getOptions().as(BundleOptions.class);
    int bundles = options.getBundles();
    if (bundles == 0) {
      return reshuffled && (grouped || options.isDetached())
          ? input.apply(Reshuffle.viaRandomKey())
          : input;
    }
    return grouped ? group(input, bundles) : input;
  }

  private static <T> PCollection<T> group(PCollection<T> input, int bundles) {
    WindowingStrategy<?, ?> windowing = input.getWindowingStrategy();
    boolean endsOnce =
        input.isBounded() == IsBounded.BOUNDED
            && windowing.getWindowFn() instanceof GlobalWindows
            && windowing.getTrigger() instanceof DefaultTrigger;
    if (!endsOnce) {
      return input.apply(Reshuffle.<T>viaRandomKey().withNumBuckets(bundles));
    }
    return input
        .apply(
            WithKeys.<Integer, T>of(record -> ThreadLocalRandom.current().nextInt(bundles))
                .withKeyType(TypeDescriptor.of(Integer.class)))
        .setCoder(KvCoder.of(VarIntCoder.of(), input.getCoder()))
        .apply(GroupByKey.create())
        .apply(Values.create())
        .apply(Flatten.iterables())
        .setCoder(input.getCoder());
  }
}
