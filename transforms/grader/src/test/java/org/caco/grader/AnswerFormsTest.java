package org.caco.grader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.caco.grader.AnswerPairs.Pair;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms in which people, models and programs write answers. */
class AnswerFormsTest {
  private final AnswerGrader grader = AnswerGrader.strict();

  static Stream<Pair> forms() {
    return AnswerPairs.forms().stream();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void isReadAsAPersonReadsIt(Pair pair) {
    Grade grade = grader.compare(pair.gold(), pair.pred());
    assertThat(grade.equal()).as(pair.evidence(grade)).isEqualTo(pair.equal());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void isReadAlikeOnEitherSide(Pair pair) {
    assertThat(grader.compare(pair.pred(), pair.gold()))
        .isEqualTo(grader.compare(pair.gold(), pair.pred()));
  }

  /** An exact value against a decimal, and a decimal against one with more places. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\pi | 3.14",
        "1/3 | 0.33",
        "2/3 | 0.67",
        "\\sqrt{2} | 1.414",
        "25\\pi | 78.54",
        "e^2 | 7.389",
        "3.14159 | 3.14",
        "66.67 | 66.66666",
        "$3.33 | \\frac{10}{3}",
        "33.33\\% | 1/3",
        "(1/3, 2) | (0.33, 2)",
        "x = 1/3 | x = 0.33",
        "0.33 < x < 1 | 1/3 < x < 1",
      })
  void roundingIsAModeOfItsOwn(String exact, String rounded) {
    AnswerGrader exacting = grader.withRounding(Rounding.REJECTED);
    assertThat(grader.compare(exact, rounded).equal()).isTrue();
    assertThat(exacting.compare(exact, rounded).equal()).isFalse();
    assertThat(exacting.compare(rounded, exact).equal()).isFalse();
  }

  /** What is no rounding is the same in either mode. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1/2 | 0.5",
        "0.1 + 0.2 | 0.30000000000000004",
        "1/3 | 0.3333333333333333",
        "\\sqrt{2} | 1.4142135623730951",
        "1/3 | 0.\\overline{3}",
        "1/3 | \\frac13 \\approx 0.33",
        "78.5 | 25\\pi \\approx 78.5",
        "50% | 0.5",
        "1.50 | 1.5",
      })
  void exactValuesAreEqualWithoutRounding(String one, String other) {
    AnswerGrader exacting = grader.withRounding(Rounding.REJECTED);
    assertThat(exacting.compare(one, other).equal()).isTrue();
    assertThat(exacting.compare(other, one).equal()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[3] | [3] | 3",
        "3 | 3 | [3]",
        "\"2020-01-05\" | 2020-01-05 | January 5, 2020",
        "10455 | 10455 | $10,455$",
        "[1,2,3] | [1, 2, 3] | <answer>[1, 2, 3]</answer>",
        "true | True | Therefore, yes, she can.",
        "\"Monday\" | Monday | The day is **Monday**.",
        "\"yes\" | yes | Yes, she can.",
        "{\"x\":4,\"y\":2} | {'x': 4, 'y': 2} | x=4, y=2",
        "{\"$dict\":[[{\"$object\":\"sympy.core.symbol.Symbol\",\"text\":\"x\"},4],"
            + "[{\"$object\":\"sympy.core.symbol.Symbol\",\"text\":\"y\"},2]]}"
            + " | {x: 4, y: 2} | \\boxed{x=4, y=2}",
        "{\"$dict\":[[{\"$object\":\"sympy.core.symbol.Symbol\",\"text\":\"x\"},4],"
            + "[{\"$object\":\"sympy.core.symbol.Symbol\",\"text\":\"y\"},2]]}"
            + " | {x: 4, y: 2} | (4, 2)",
        "{\"$object\":\"sympy.core.relational.Equality\",\"text\":\"Eq(x, 4)\"} | Eq(x, 4) | x = 4",
        "{\"$object\":\"sympy.logic.boolalg.And\",\"text\":\"(-2 < x) & (x < 2)\"}"
            + " | (-2 < x) & (x < 2) | \\lvert x \\rvert < 2",
        "{\"$object\":\"sympy.sets.sets.EmptySet\",\"text\":\"EmptySet\"} | EmptySet | no solution",
      })
  void outputsAreComparedWithTheseForms(String json, String text, String answer) {
    assertThat(grader.compareOutput(json, text, answer)).matches(Grade::equal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[3] | [3] | 4",
        "\"2020-01-05\" | 2020-01-05 | January 6, 2020",
        "true | True | Therefore, no, she cannot.",
        "\"Monday\" | Monday | The day is **Tuesday**.",
        "{\"x\":4,\"y\":2} | {'x': 4, 'y': 2} | x=2, y=4",
        "{\"x\":4,\"y\":2} | {'x': 4, 'y': 2} | x=4",
        "{\"x\":4,\"y\":2} | {'x': 4, 'y': 2} | (2, 4)",
        "0.15 | 0.15 | 0.15\\%",
      })
  void outputsAreToldFromWhatLooksLikeThem(String json, String text, String answer) {
    assertThat(grader.compareOutput(json, text, answer)).matches(grade -> !grade.equal());
  }
}
