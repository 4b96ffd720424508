package org.caco.transforms.decontaminate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caco.transforms.text.DegenerateTexts.assertQuick;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.caco.transforms.similarity.TextEmbedder;
import org.junit.jupiter.api.Test;

class BenchmarkIndexTest {
  private static final TextEmbedder EMBEDDER = TextEmbedder.acquire().get();

  private static final DecontaminateConfig WORDS_ONLY = DecontaminateConfig.DEFAULT.withCosine(1);
  private static final String DUCKS =
      "Janet's ducks lay 16 eggs per day. She eats three for breakfast every morning and bakes"
          + " muffins for her friends every day with four. She sells the remainder at the farmers'"
          + " market daily for $2 per fresh duck egg. How much in dollars does she make every day?";
  private static final String ROBE =
      "A robe takes 2 bolts of blue fiber and half that much white fiber. How many bolts in total"
          + " does it take?";
  private static final List<BenchmarkProblem> PROBLEMS =
      List.of(
          new BenchmarkProblem("b.jsonl", 1, DUCKS),
          new BenchmarkProblem("b.jsonl", 2, ROBE),
          new BenchmarkProblem("c.jsonl", 7, "Compute $\\sin 60^\\circ$."));

  private static BenchmarkIndex index(DecontaminateConfig config, List<BenchmarkProblem> problems) {
    return new BenchmarkIndex(
        config,
        problems.stream()
            .map(
                p -> new BenchmarkIndex.Entry(p, config.embeds() ? EMBEDDER.embed(p.text()) : null))
            .toList());
  }

  private static Optional<BenchmarkIndex.Hit> find(String text) {
    return index(WORDS_ONLY, PROBLEMS)
        .find(
            text,
            () -> {
              throw new AssertionError("nothing is to be embedded");
            });
  }

  @Test
  void findsAnExactCopyWhateverItsPunctuation() {
    String copy = "  compute\\sin  60 ^ \\circ !";

    assertThat(find(copy))
        .contains(
            new BenchmarkIndex.Hit(
                "contaminated_exact", "c.jsonl:7, characters 2 to 25: compute\\sin  60 ^ \\circ"));
  }

  @Test
  void findsACopyWithOtherNames() {
    Optional<BenchmarkIndex.Hit> hit =
        find(DUCKS.replace("Janet", "Oksana").replace("farmers'", "night").replace("16", "61"));

    assertThat(hit).isPresent();
    assertThat(hit.get().reason()).isEqualTo("contaminated_ngram");
    assertThat(hit.get().evidence())
        .startsWith("b.jsonl:1, ")
        .contains("eggs per day. She eats three for breakfast");
  }

  @Test
  void findsACopyInWhichNamesAreDense() {
    String rows =
        "Samantha has 12 fewer paintings than Shelley, and Shelley has 8 paintings more than Kim."
            + " How many paintings does Kim have?";
    BenchmarkIndex index = index(WORDS_ONLY, List.of(new BenchmarkProblem("b.jsonl", 1, rows)));
    String copy =
        rows.replace("Shelley", "Mary Ann").replace("Kim", "Lu").replace("Samantha", "Jo");

    assertThat(index.find(copy, () -> null))
        .map(BenchmarkIndex.Hit::reason)
        .contains("contaminated_ngram");
  }

  @Test
  void findsACopyWithinALongerText() {
    assertThat(find("Read this and answer. " + ROBE + " Explain how you know."))
        .map(BenchmarkIndex.Hit::reason)
        .contains("contaminated_ngram");
  }

  @Test
  void letsAnotherProblemPass() {
    assertThat(
            find(
                "A shirt takes 3 buttons on each sleeve and twice as many in front. How many"
                    + " buttons are on five shirts?"))
        .isEmpty();
  }

  @Test
  void letsAPhrasePass() {
    assertThat(find("How many bolts in total does a bridge need?")).isEmpty();
  }

  @Test
  void findsARetellingByItsEmbedding() {
    DecontaminateConfig config = DecontaminateConfig.DEFAULT.withCosine(0.8);
    String retold =
        "Two bolts of blue fiber go into a robe, plus half as much of white fiber. What is the"
            + " total number of bolts?";

    Optional<BenchmarkIndex.Hit> hit =
        index(config, PROBLEMS).find(retold, () -> EMBEDDER.embed(retold));

    assertThat(hit).map(BenchmarkIndex.Hit::reason).contains("contaminated_embedding");
    assertThat(hit.get().evidence()).startsWith("b.jsonl:2, cosine 0.");
  }

  @Test
  void findsNothingInNothing() {
    assertThat(find("")).isEmpty();
    assertThat(index(WORDS_ONLY, List.of()).find(DUCKS, () -> null)).isEmpty();
  }

  @Property(tries = 50)
  void findsTheSameWhateverTheOrderOfTheBenchmarks(@ForAll long order) {
    List<BenchmarkProblem> problems = new ArrayList<>(PROBLEMS);
    problems.add(new BenchmarkProblem("a.jsonl", 3, DUCKS + " Explain."));
    problems.add(new BenchmarkProblem("d.jsonl", 4, DUCKS));
    Collections.shuffle(problems, new Random(order));

    assertThat(index(WORDS_ONLY, problems).find("Well: " + DUCKS, () -> null))
        .map(BenchmarkIndex.Hit::evidence)
        .hasValueSatisfying(evidence -> assertThat(evidence).startsWith("b.jsonl:1, "));
  }

  @Property
  void acceptsAnyText(@ForAll String text) {
    assertThat(find(text)).isNotNull();
  }

  @Test
  void anyTextIsQuick() {
    BenchmarkIndex index = index(WORDS_ONLY, PROBLEMS);
    assertQuick("benchmark index", text -> index.find(text, () -> EMBEDDER.embed(text)));
    assertQuick(
        "benchmark problem",
        text -> index(WORDS_ONLY, List.of(new BenchmarkProblem("b.jsonl", 1, text))));
  }
}
