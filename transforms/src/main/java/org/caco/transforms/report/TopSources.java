package org.caco.transforms.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.values.KV;

/**
 * Of the counts of all sources those of the sources with the most records, and of the others the
 * sums. It takes each source once, so that what comes out depends on the sources alone and what it
 * holds on their greatest number.
 */
final class TopSources
    extends Combine.CombineFn<
        KV<String, Map<String, Long>>,
        Map<String, Map<String, Long>>,
        Map<String, Map<String, Long>>> {
  private static final long serialVersionUID = 1L;

  /** The key of the sums; no source has it. */
  static final String OTHERS = "";

  /** The key, among the sums, of the number of sources. */
  static final String NUMBER = "";

  private final int most;

  /**
   * @param most sources that are told apart
   */
  TopSources(int most) {
    this.most = most;
  }

  static Coder<Map<String, Long>> countsCoder() {
    return MapCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
  }

  private static Coder<Map<String, Map<String, Long>>> coder() {
    return MapCoder.of(StringUtf8Coder.of(), countsCoder());
  }

  /** The sources, those that brought the most records first. */
  static List<String> ranked(Map<String, Map<String, Long>> sources) {
    return sources.keySet().stream()
        .filter(source -> !source.equals(OTHERS))
        .sorted(
            Comparator.comparingLong((String source) -> records(sources, source))
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** The most that any step took. */
  private static long records(Map<String, Map<String, Long>> sources, String source) {
    return sources.getOrDefault(source, Map.of()).values().stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  @Override
  public Map<String, Map<String, Long>> createAccumulator() {
    return new HashMap<>();
  }

  @Override
  public Map<String, Map<String, Long>> addInput(
      Map<String, Map<String, Long>> sources, KV<String, Map<String, Long>> source) {
    sources.put(source.getKey(), source.getValue());
    // In one go for many, since each takes a look at all.
    if (sources.size() > 2 * most + 1) {
      smaller(sources);
    }
    return sources;
  }

  @Override
  public Map<String, Map<String, Long>> mergeAccumulators(
      Iterable<Map<String, Map<String, Long>>> accumulators) {
    Map<String, Map<String, Long>> merged = createAccumulator();
    for (Map<String, Map<String, Long>> accumulator : accumulators) {
      for (Map.Entry<String, Map<String, Long>> source : accumulator.entrySet()) {
        if (source.getKey().equals(OTHERS)) {
          addToOthers(merged, source.getValue());
        } else {
          merged.put(source.getKey(), source.getValue());
        }
      }
      smaller(merged);
    }
    return merged;
  }

  @Override
  public Map<String, Map<String, Long>> extractOutput(Map<String, Map<String, Long>> sources) {
    smaller(sources);
    return sources;
  }

  /** Adds those to the others that are not among the first. */
  private void smaller(Map<String, Map<String, Long>> sources) {
    List<String> ranked = ranked(sources);
    for (String source : ranked.subList(Math.min(most, ranked.size()), ranked.size())) {
      Map<String, Long> counts = new HashMap<>(sources.getOrDefault(source, Map.of()));
      counts.put(NUMBER, 1L);
      sources.remove(source);
      addToOthers(sources, counts);
    }
  }

  private static void addToOthers(
      Map<String, Map<String, Long>> sources, Map<String, Long> counts) {
    Map<String, Long> others = new HashMap<>(sources.getOrDefault(OTHERS, Map.of()));
    counts.forEach((name, count) -> others.merge(name, count, Long::sum));
    sources.put(OTHERS, others);
  }

  @Override
  public Coder<Map<String, Map<String, Long>>> getAccumulatorCoder(
      CoderRegistry registry, Coder<KV<String, Map<String, Long>>> inputCoder) {
    return coder();
  }

  @Override
  public Coder<Map<String, Map<String, Long>>> getDefaultOutputCoder(
      CoderRegistry registry, Coder<KV<String, Map<String, Long>>> inputCoder) {
    return coder();
  }

  /** The sums of a source's counts by name. */
  static final class SumByName
      extends Combine.CombineFn<KV<String, Long>, Map<String, Long>, Map<String, Long>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Map<String, Long> createAccumulator() {
      return new HashMap<>();
    }

    @Override
    public Map<String, Long> addInput(Map<String, Long> sums, KV<String, Long> count) {
      sums.merge(count.getKey(), count.getValue(), Long::sum);
      return sums;
    }

    @Override
    public Map<String, Long> mergeAccumulators(Iterable<Map<String, Long>> accumulators) {
      Map<String, Long> merged = createAccumulator();
      for (Map<String, Long> accumulator : accumulators) {
        accumulator.forEach((name, count) -> merged.merge(name, count, Long::sum));
      }
      return merged;
    }

    @Override
    public Map<String, Long> extractOutput(Map<String, Long> sums) {
      return sums;
    }

    @Override
    public Coder<Map<String, Long>> getAccumulatorCoder(
        CoderRegistry registry, Coder<KV<String, Long>> inputCoder) {
      return countsCoder();
    }

    @Override
    public Coder<Map<String, Long>> getDefaultOutputCoder(
        CoderRegistry registry, Coder<KV<String, Long>> inputCoder) {
      return countsCoder();
    }
  }
}
