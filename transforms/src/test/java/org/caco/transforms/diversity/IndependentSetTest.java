package org.caco.transforms.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndependentSetTest {
  /** The definition: one record after the other, with all pairs at hand. */
  private static Map<String, NearPair> dropped(List<NearPair> pairs) {
    Map<String, NearPair> dropped = new HashMap<>();
    pairs.stream()
        .sorted(
            Comparator.comparing(NearPair::later)
                .thenComparing(Comparator.comparingInt(NearPair::product).reversed())
                .thenComparing(NearPair::earlier))
        .filter(pair -> !dropped.containsKey(pair.earlier()))
        .forEachOrdered(pair -> dropped.putIfAbsent(pair.later(), pair));
    return dropped;
  }

  /** The transform's own functions, with maps in the place of shuffles. */
  private static Map<String, NearPair> inRounds(List<NearPair> pairs) {
    Map<String, List<Link>> byBoth = new TreeMap<>();
    for (NearPair pair : pairs) {
      add(byBoth, pair.earlier(), new Link(pair.later(), pair.product(), Link.Kind.LATER));
      add(byBoth, pair.later(), Link.marker(Link.Kind.IS_LATER));
    }
    Map<String, List<Link>> byLater = new TreeMap<>();
    byBoth.forEach(
        (id, links) ->
            IndependentSet.told(id, links)
                .forEach(told -> add(byLater, told.getKey(), told.getValue())));
    Map<String, List<Link>> undecided = new TreeMap<>();
    byLater.forEach(
        (id, links) -> {
          IndependentSet.Before before = IndependentSet.Before.of(links);
          if (before.isUndecided()) {
            undecided.put(id, before.links());
          }
        });
    HashSet<String> staying = new HashSet<>(IndependentSet.staying(undecided));
    Map<String, NearPair> dropped = new HashMap<>();
    byLater.forEach(
        (id, links) -> {
          Link nearest = IndependentSet.nearest(IndependentSet.Before.of(links).links(), staying);
          if (nearest != null) {
            dropped.put(id, new NearPair(id, nearest.other(), nearest.product()));
          }
        });
    return dropped;
  }

  private static void add(Map<String, List<Link>> to, String id, Link link) {
    to.computeIfAbsent(id, any -> new ArrayList<>()).add(link);
  }

  @Property(tries = 5_000)
  void isWhatOneAfterTheOtherGives(@ForAll("pairs") List<NearPair> pairs) {
    assertThat(inRounds(pairs)).isEqualTo(dropped(pairs));
  }

  @Property
  void isIndependentAndMaximal(@ForAll("pairs") List<NearPair> pairs) {
    Map<String, NearPair> dropped = inRounds(pairs);

    assertThat(pairs)
        .allMatch(pair -> dropped.containsKey(pair.later()) || dropped.containsKey(pair.earlier()));
    assertThat(dropped.values()).noneMatch(pair -> dropped.containsKey(pair.earlier()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 300})
  void theTransformIsThatToo(int count) {
    Random random = new Random(count);
    List<NearPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int earlier = 100 + random.nextInt(200);
      int later = earlier + 1 + random.nextInt(30);
      pairs.add(new NearPair("" + later, "" + earlier, random.nextInt(9)));
    }
    List<KV<String, NearPair>> expected = new ArrayList<>();
    dropped(pairs).forEach((id, pair) -> expected.add(KV.of(id, pair)));

    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(pairs).withCoder(new NearPair.NearPairCoder()))
                .apply(new IndependentSet()))
        .containsInAnyOrder(expected);
    pipeline.run();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void everyOtherOfAChainGoes(int length) {
    List<NearPair> chain = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      chain.add(new NearPair("" + (11 + i), "" + (10 + i), 9));
    }

    assertThat(inRounds(chain)).hasSize((length + 1) / 2).containsKey("11");
  }

  @Provide
  Arbitrary<List<NearPair>> pairs() {
    Arbitrary<Integer> ids = Arbitraries.integers().between(10, 30);
    return Combinators.combine(ids, ids, Arbitraries.integers().between(1, 5))
        // A pair of two records has one product.
        .as(
            (a, b, p) ->
                new NearPair("" + Math.max(a, b), "" + Math.min(a, b), (a * b + p / 9) % 5))
        .filter(pair -> !pair.later().equals(pair.earlier()))
        .list()
        .ofMaxSize(60);
  }
}
