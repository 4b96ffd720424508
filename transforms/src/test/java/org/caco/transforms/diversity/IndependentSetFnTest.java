package org.caco.transforms.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IndependentSetFnTest {
  @Test
  void keepsBothEndsOfAChain() {
    List<NearPair> chain = List.of(new NearPair("b", "a", 9), new NearPair("c", "b", 9));

    assertThat(IndependentSetFn.dropped(chain)).containsOnlyKeys("b");
  }

  @Test
  void namesTheNearestThatStays() {
    List<NearPair> pairs =
        List.of(new NearPair("c", "a", 5), new NearPair("c", "b", 7), new NearPair("c", "a", 5));

    assertThat(IndependentSetFn.dropped(pairs)).containsEntry("c", new NearPair("c", "b", 7));
  }

  @Property
  void dropsTheSameWhateverTheOrder(@ForAll("pairs") List<NearPair> pairs, @ForAll long order) {
    List<NearPair> shuffled = new ArrayList<>(pairs);
    Collections.shuffle(shuffled, new Random(order));

    assertThat(IndependentSetFn.dropped(shuffled)).isEqualTo(IndependentSetFn.dropped(pairs));
  }

  @Property
  void isIndependentAndMaximal(@ForAll("pairs") List<NearPair> pairs) {
    Map<String, NearPair> dropped = IndependentSetFn.dropped(pairs);

    assertThat(pairs)
        .allMatch(pair -> dropped.containsKey(pair.later()) || dropped.containsKey(pair.earlier()));
    assertThat(dropped.values()).noneMatch(pair -> dropped.containsKey(pair.earlier()));
  }

  @Provide
  Arbitrary<List<NearPair>> pairs() {
    Arbitrary<Integer> ids = Arbitraries.integers().between(10, 30);
    return Combinators.combine(ids, ids, Arbitraries.integers().between(1, 5))
        .as((a, b, product) -> new NearPair("" + Math.max(a, b), "" + Math.min(a, b), product))
        .filter(pair -> !pair.later().equals(pair.earlier()))
        .list()
        .ofMaxSize(60);
  }
}
