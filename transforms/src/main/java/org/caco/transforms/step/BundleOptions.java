package org.caco.transforms.step;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;

/** How a runner makes bundles, as its adapter says; not for users. {@link Rebundle} reads it. */
public interface BundleOptions extends PipelineOptions {
  @Hidden
  @Description(
      "Bundles to make of a collection where the runner would make one of every key or record;"
          + " 0 where it makes sensible ones by itself.")
  @Default.Integer(0)
  int getBundles();

  void setBundles(int bundles);

  @Hidden
  @Description(
      "Whether what follows a model's calls gets threads of its own, by a shuffle. Without, it runs"
          + " while further calls are under way.")
  @Default.Boolean(true)
  boolean isDetached();

  void setDetached(boolean detached);
}
