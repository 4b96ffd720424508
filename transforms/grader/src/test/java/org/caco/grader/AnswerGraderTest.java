package org.caco.grader;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerGraderTest {
  private final AnswerGrader grader = AnswerGrader.strict();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12 | 12 | equal_integer",
        "12 | 13 | different_integer",
        "1/2 | 0.5 | equal_number",
        "1/2 | 0.6 | different_number",
        "1/3 | 0.333 | equal_rounded",
        "1.47 | 1.4700000000000002 | equal_float",
        "50% | 0.5 | equal_percent",
        "2 hours | 120 minutes | equal_quantity",
        "2 hours | 2 miles | different_unit",
        "\\sqrt{8} | 2\\sqrt{2} | equal_expression",
        "\\sqrt{8} | 2\\sqrt{3} | different_expression",
        "x+1 | y+1 | different_variables",
        "(1,2) | (1, 2) | equal_sequence",
        "(1,2) | (1,3) | different_item",
        "(1,2) | [1,2] | different_brackets",
        "(1,2) | (1,2,3) | different_length",
        "1,2 | 2,1 | equal_set",
        "1,2 | 2,3 | different_set",
        "[1,oo) | x>=1 | equal_interval",
        "(1,oo) | x>=1 | different_interval",
        "x>1 | 1<x | equal_inequality",
        "x=y | 2x=2y | equal_equation",
        "x=y | x=2y | different_equation",
        "(A) | A | equal_choice",
        "(A) | B | different_choice",
        "Yes | True | equal_truth",
        "No | True | different_truth",
        "1:03 PM | 1:03 p.m. | equal_time",
        "1:03 PM | 1:03 a.m. | different_time",
        "11_2 | 11 base 2 | equal_numeral",
        "11_2 | 11_3 | different_numeral",
        "2:1 | 4:2 | equal_ratio",
        "an ellipse | ellipse | equal_text",
        "ellipse | circle | different_text",
        "ellipse | 5 | different_type",
      })
  void saysWhy(String gold, String pred, String reason) {
    assertThat(grader.compare(gold, pred).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(value = {"'',5", "5,''", ",5", "5,", "'  ',5"})
  void findsNoAnswerInNothing(String gold, String pred) {
    assertThat(grader.compare(gold, pred)).isEqualTo(new Grade(false, "no_answer"));
  }

  @Test
  void leavesSumsUndecided() {
    Grade grade = grader.compare("\\sum_{k=1}^{n} k", "\\frac{n(n+1)}{2}");
    assertThat(grade).isEqualTo(new Grade(false, "undecided"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(\\sum_{k=1}^{4} k, 3) | (10, 3) | undecided",
        "(\\sum_{k=1}^{4} k, 3) | (10, 4) | different_item",
        "(\\sum_{k=1}^{4} k, 3) | (10, 3, 4) | different_length",
        "\\{\\sum_{k=1}^{4} k, 3\\} | \\{3, 10\\} | undecided",
        "\\{\\sum_{k=1}^{4} k, 3\\} | \\{5, 10\\} | different_set",
        "\\{\\sum_{k=1}^{4} k, 10\\} | \\{10\\} | undecided",
        "\\{\\sum_{k=1}^{4} k, \\prod_{k=1}^{4} k\\} | \\{10, 24\\} | undecided",
        "[0, \\sum_{k=1}^{4} k) | [0, 10) | undecided",
        "[0, \\sum_{k=1}^{4} k) | [1, 10) | different_interval",
        "x < \\sum_{k=1}^{4} k | x < 10 | undecided",
        "x < \\sum_{k=1}^{4} k | x > 10 | different_inequality",
        "\\begin{pmatrix} \\sum_{k=1}^{4} k \\\\ 3 \\end{pmatrix} | \\begin{pmatrix} 10 \\\\ 3"
            + " \\end{pmatrix} | undecided",
        "\\begin{pmatrix} \\sum_{k=1}^{4} k \\\\ 3 \\end{pmatrix} | \\begin{pmatrix} 10 \\\\ 4"
            + " \\end{pmatrix} | different_matrix",
        "\\sum_{k=1}^{4} k : 5 | 2 : 1 | undecided",
        "\\sum_{k=1}^{4} k = 10 | 10 | undecided",
        "\\sum_{k=1}^{\\infty} k | \\infty | undecided",
        "\\sum_{k=1}^{4} k \\text{ apples} | 10 \\text{ pears} | undecided",
        "\\sum_{k} k | 10 | undecided",
        "It is the sum $\\sum_{k=1}^{4} k$ | 10 | undecided",
        "$\\int x dx$ as it stands there | 10 | undecided",
      })
  void leavesStructuresUndecidedWhereOnlyThatIsOpen(String gold, String pred, String reason) {
    assertThat(grader.compare(gold, pred).reason()).isEqualTo(reason);
    assertThat(grader.compare(pred, gold).reason()).isEqualTo(reason);
  }

  @Test
  void asksTheDeciderAFewTimesOnly() {
    AtomicInteger asked = new AtomicInteger();
    String sums =
        IntStream.range(0, 60)
            .mapToObj(i -> "\\sum_{k=1}^{n} k^{" + i + "}")
            .collect(joining(", ", "(", ")"));
    Grade grade =
        grader
            .withDecider(
                (first, second) -> {
                  asked.incrementAndGet();
                  return Optional.of(true);
                })
            .compare(sums, sums.replace("k=1", "k=0"));
    assertThat(grade.reason()).isEqualTo("undecided");
    assertThat(asked).hasValueBetween(20, 40);
  }

  @Test
  void asksTheDeciderWhereItIsUndecided() {
    Grade grade =
        grader
            .withDecider(
                (first, second) ->
                    Optional.of(Set.of(first, second).contains("v0 v0 n1 v1 fsum/4")))
            .compare("\\sum_{k=1}^{n} k", "\\boxed{\\frac{n(n+1)}{2}}");
    assertThat(grade).isEqualTo(new Grade(true, "equal_sympy"));
  }

  @Test
  void doesNotAskTheDeciderOtherwise() {
    Grade grade = grader.withDecider((gold, pred) -> Optional.of(true)).compare("12", "13");
    assertThat(grade.equal()).isFalse();
  }

  @Test
  void comparesAnswersOfThousandsOfDigits() {
    String digits = "7".repeat(10_000);
    assertThat(grader.compare(digits, digits.replaceFirst("7$", "8")).equal()).isFalse();
  }

  @Test
  void givesUpOnTowersOfPowers() {
    assertThat(grader.compare("9^{9^{9^9}}", "9^{9^{9^{8}}}").equal()).isFalse();
  }

  @Test
  void readsDeepNestingWithoutFailing() {
    String deep = "(".repeat(5_000) + "1" + ")".repeat(5_000);
    assertThat(grader.compare(deep, "1").equal()).isFalse();
  }
}
