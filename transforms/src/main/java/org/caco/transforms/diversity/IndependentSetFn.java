package org.caco.transforms.diversity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Decides which records go: in the order of their ids, a record goes if a near duplicate before it
 * stays. That is the lexicographically first maximal independent set of the graph of pairs, so it
 * depends on the set of pairs alone. A pair that occurs twice counts once.
 *
 * <p>It sees all pairs at once, as no part of the graph can be decided without what comes before.
 * Memory: some 300 bytes a pair, and {@link NearPairs} tells few: one or two for each record that
 * goes.
 */
final class IndependentSetFn extends DoFn<KV<Integer, Iterable<NearPair>>, KV<String, NearPair>> {
  private static final long serialVersionUID = 1L;

  private static final Comparator<NearPair> ORDER =
      Comparator.comparing(NearPair::later)
          .thenComparing(Comparator.comparingInt(NearPair::product).reversed())
          .thenComparing(NearPair::earlier);

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<NearPair>> all, OutputReceiver<KV<String, NearPair>> output) {
    List<NearPair> pairs = new ArrayList<>();
    all.getValue().forEach(pairs::add);
    dropped(pairs).forEach((id, pair) -> output.output(KV.of(id, pair)));
  }

  /** The records that go, each with its nearest near duplicate that stays. */
  static Map<String, NearPair> dropped(List<NearPair> pairs) {
    Map<String, NearPair> dropped = new HashMap<>();
    for (NearPair pair : pairs.stream().sorted(ORDER).toList()) {
      if (!dropped.containsKey(pair.earlier())) {
        dropped.putIfAbsent(pair.later(), pair);
      }
    }
    return dropped;
  }
}
