package org.caco.transforms.report;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;

/**
 * Counts the records of a bundle by key, so that a bundle sends a few numbers instead of one for
 * each record.
 */
final class CountFn<T> extends DoFn<T, KV<String, Long>> {
  private static final long serialVersionUID = 1L;

  private final SerializableFunction<T, String> key;
  private transient Map<String, Long> counts;

  CountFn(SerializableFunction<T, String> key) {
    this.key = key;
  }

  @StartBundle
  public void start() {
    counts = new HashMap<>();
  }

  @ProcessElement
  public void process(@Element T record) {
    counts.merge(key.apply(record), 1L, Long::sum);
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    counts.forEach(
        (name, count) ->
            context.output(
                KV.of(name, count), GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
  }
}
