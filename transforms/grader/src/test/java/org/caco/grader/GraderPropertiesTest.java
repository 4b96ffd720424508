package org.caco.grader;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for any two texts, however odd. */
class GraderPropertiesTest {
  private static final int TRIES = 800;

  private final AnswerGrader grader = AnswerGrader.strict();

  @Property(tries = TRIES, seed = "1")
  void symmetric(@ForAll long seed) {
    OddAnswers odd = new OddAnswers(seed);
    String a = odd.next();
    String b = odd.next();
    assertThat(grader.compare(a, b)).isEqualTo(grader.compare(b, a));
  }

  @Property(tries = TRIES, seed = "2")
  void equalToItself(@ForAll long seed) {
    String text = new OddAnswers(seed).next();
    Grade grade = grader.compare(text, text);
    assertThat(grade.equal() || grade.reason().equals("no_answer")).isTrue();
  }

  @Property(tries = TRIES, seed = "3")
  void noFaultIsCovered(@ForAll long seed) {
    OddAnswers odd = new OddAnswers(seed);
    // compare() would turn a fault of the grader into "undecided"; this lets it through
    Grade grade = grader.compareBounded(odd.next(), odd.next());
    assertThat(grade.reason()).matches("equal_[a-z]+|different_[a-z]+|no_answer|undecided");
  }

  @Property(tries = TRIES, seed = "4")
  void outputsOfAnyKindAreGraded(@ForAll long seed) {
    OddAnswers odd = new OddAnswers(seed);
    assertThat(grader.compareOutput(odd.next(), odd.next(), odd.next()).reason()).isNotEmpty();
  }

  @Property(tries = TRIES, seed = "5")
  void unequalIntegersAreNeverEqual(@ForAll long a, @ForAll long b) {
    assertThat(grader.compare("$" + a + "$", "The answer is " + b).equal()).isEqualTo(a == b);
  }
}
