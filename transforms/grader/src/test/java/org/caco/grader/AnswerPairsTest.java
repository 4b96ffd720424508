package org.caco.grader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.AnswerPairs.Pair;
import org.junit.jupiter.api.Test;

/** The grader against answer pairs labelled by hand. */
class AnswerPairsTest {
  private final AnswerGrader grader = AnswerGrader.strict();
  private final List<Pair> pairs = AnswerPairs.all();

  @Test
  void thereAreManyPairsAndManyNearMisses() {
    long different = pairs.stream().filter(pair -> !pair.equal()).count();
    assertThat(pairs).hasSizeGreaterThanOrEqualTo(600);
    assertThat(different).isGreaterThanOrEqualTo(pairs.size() / 3);
  }

  @Test
  void agreesWithTheLabels() {
    List<String> disagreements = new ArrayList<>();
    for (Pair pair : pairs) {
      Grade grade = grader.compare(pair.gold(), pair.pred());
      if (grade.equal() != pair.equal()) {
        disagreements.add(pair.evidence(grade));
      }
    }
    assertThat(disagreements).hasSizeLessThanOrEqualTo(pairs.size() * 2 / 100);
  }

  @Test
  void hardlyEverCallsDifferentAnswersEqual() {
    List<String> accepted = new ArrayList<>();
    long different = pairs.stream().filter(pair -> !pair.equal()).count();
    for (Pair pair : pairs) {
      Grade grade = grader.compare(pair.gold(), pair.pred());
      if (grade.equal() && !pair.equal()) {
        accepted.add(pair.evidence(grade));
      }
    }
    assertThat(accepted).hasSizeLessThanOrEqualTo((int) (different * 3 / 1000));
  }

  @Test
  void givesTheSameVerdictWithTheSidesExchanged() {
    List<String> asymmetric = new ArrayList<>();
    for (Pair pair : pairs) {
      Grade grade = grader.compare(pair.gold(), pair.pred());
      if (!grade.equals(grader.compare(pair.pred(), pair.gold()))) {
        asymmetric.add(pair.evidence(grade));
      }
    }
    assertThat(asymmetric).isEmpty();
  }

  /** What the released grader is known to call equal, ours must not, and the imitation must. */
  @Test
  void isStricterThanTheReleasedGrader() {
    List<String> laxVerdicts = new ArrayList<>();
    List<String> strictVerdicts = new ArrayList<>();
    List<Pair> known =
        List.of(
            new Pair("57500", "57501", false),
            new Pair("2", "200", false),
            new Pair("[0,25]", "(0,25)", false),
            new Pair("13/4", "1/34", false),
            new Pair("664_7", "664_8", false),
            new Pair("A", "It is on line A", false));
    for (Pair pair : known) {
      laxVerdicts.add("" + AnswerGrader.caco().compare(pair.gold(), pair.pred()).equal());
      strictVerdicts.add("" + grader.compare(pair.gold(), pair.pred()).equal());
    }
    assertThat(laxVerdicts).containsOnly("true");
    assertThat(strictVerdicts).containsOnly("false");
  }
}
