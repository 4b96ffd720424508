package org.caco.transforms.report;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Counts the records of a bundle by key, so that a bundle sends a few numbers instead of one for
 * each record; and by {@link Source} and key, as far as that is asked.
 *
 * <p>Keys are few, and sources need not be: their counts are sent on before they get many.
 */
final class CountFn<T> extends DoFn<T, KV<String, Long>> {
  private static final long serialVersionUID = 1L;

  private static final int MAX_SOURCES = 1_000;

  private final SerializableFunction<T, String> key;
  private final boolean bySource;
  private final TupleTag<KV<String, KV<String, Long>>> sources;
  private transient Map<String, Long> counts;
  private transient Map<Source, Map<String, Long>> countsBySource;

  /**
   * @param bySource whether to count by source too
   * @param sources where these counts go, each under the key of its source
   */
  CountFn(
      SerializableFunction<T, String> key,
      boolean bySource,
      TupleTag<KV<String, KV<String, Long>>> sources) {
    this.key = key;
    this.bySource = bySource;
    this.sources = sources;
  }

  @StartBundle
  public void start() {
    counts = new HashMap<>();
    countsBySource = new HashMap<>();
  }

  @ProcessElement
  public void process(@Element T record, MultiOutputReceiver outputs) {
    String counted = key.apply(record);
    counts.merge(counted, 1L, Long::sum);
    Collection<Source> of = bySource ? Source.of(record) : List.of();
    for (Source source : of) {
      countsBySource
          .computeIfAbsent(source, unused -> new HashMap<>())
          .merge(counted, 1L, Long::sum);
    }
    if (countsBySource.size() >= MAX_SOURCES) {
      countsBySource.forEach(
          (source, part) ->
              part.forEach(
                  (name, count) ->
                      outputs.get(sources).output(KV.of(source.key(), KV.of(name, count)))));
      countsBySource.clear();
    }
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    counts.forEach(
        (name, count) ->
            context.output(
                KV.of(name, count), GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    countsBySource.forEach(
        (source, part) ->
            part.forEach(
                (name, count) ->
                    context.output(
                        sources,
                        KV.of(source.key(), KV.of(name, count)),
                        GlobalWindow.INSTANCE.maxTimestamp(),
                        GlobalWindow.INSTANCE)));
  }
}
