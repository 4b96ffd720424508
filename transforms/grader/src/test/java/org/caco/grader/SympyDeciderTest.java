package org.caco.grader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the grader leaves to SymPy, in a real sandbox. */
class SympyDeciderTest {
  private static final SandboxConfig SANDBOX =
      SandboxConfig.defaults().withWorkers(2).withCpuLimit(Duration.ofSeconds(10));
  private static final AnswerGrader GRADER =
      AnswerGrader.strict().withDecider(SympyDecider.in(Sandbox.open(SANDBOX)));

  /** All that a formula on its way to the sandbox may be made of. */
  private static final Pattern WORDS =
      Pattern.compile(
          "(?:(?:n-?\\d+(?:/\\d+)?|v\\d+|k(?:pi|e|i|infty)|o[-+*/^]|f([A-Za-z0-9]+)/\\d+)(?:"
              + " |$))+");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\sum_{k=1}^{n} k | \\frac{n(n+1)}{2} | equal_sympy",
        "\\sum_{k=1}^{n} k | \\frac{n(n-1)}{2} | different_sympy",
        "\\sum_{k=1}^n k^2 | $\\frac{n(n+1)(2n+1)}{6}$ | equal_sympy",
        "\\sum_{i=1}^{10} i | 55 | equal_sympy",
        "\\sum_{i=1}^{10} i | 54 | different_sympy",
        "\\sum_{k=0}^{\\infty} \\frac{1}{2^k} | 2 | equal_sympy",
        "\\sum_{k=1}^{3} k + 4 | 10 | equal_sympy",
        "\\prod_{k=1}^{5} k | 120 | equal_sympy",
        "\\prod_{k=1}^{n} k | n! | equal_sympy",
        "\\int_0^1 x^2 \\, dx | \\frac13 | equal_number",
        "\\int_0^1 x^2 dx + 1 | \\frac{4}{3} | equal_number",
        "\\int_0^1 xdx | 1/2 | equal_number",
        "\\int_{0}^{\\pi} \\sin\\theta \\, d\\theta | 2 | equal_sympy",
        "\\int_0^a 2x dx | a^2 | equal_sympy",
        "\\int_0^a 2x dx | a^2+1 | different_sympy",
        "\\lim_{x \\to 0} \\frac{\\sin x}{x} | 1 | equal_sympy",
        "\\lim_{x \\to 0} \\frac{\\sin x}{x} | 0 | different_sympy",
        "\\lim_{x \\to 0^+} \\frac{x}{\\lvert x \\rvert} | 1 | equal_sympy",
        "\\lim_{x \\to 0^{-}} \\frac{x}{\\lvert x \\rvert} | -1 | equal_sympy",
        "\\lim_{n \\to \\infty} \\frac{2n+1}{n} | 2 | equal_sympy",
        "\\int_0^\\infty e^{-x^2} dx | \\frac{\\sqrt{\\pi}}{2} | equal_sympy",
      })
  void decides(String gold, String pred, String reason) {
    assertThat(GRADER.compare(gold, pred).reason()).isEqualTo(reason);
    assertThat(GRADER.compare(pred, gold).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(\\sum_{i=1}^{4} i, 3) | (10, 3) | equal_sequence",
        "(\\sum_{i=1}^{4} i, 3) | (11, 3) | different_sympy",
        "(\\sum_{i=1}^{4} i, 3) | (10, 4) | different_item",
        "((\\sum_{i=1}^{4} i, 3), 5) | ((11, 3), 5) | different_sympy",
        "\\{\\sum_{i=1}^{4} i, 3\\} | \\{3, 10\\} | equal_set",
        "\\{\\sum_{i=1}^{4} i, 3\\} | \\{3, 11\\} | different_sympy",
        "\\{\\sum_{i=1}^{4} i, 10\\} | \\{10\\} | equal_set",
        "\\{\\sum_{i=1}^{4} i, 11\\} | \\{10\\} | different_length",
        "[\\sum_{i=1}^{4} i, \\infty) | [10, \\infty) | equal_interval",
        "[\\sum_{i=1}^{4} i, \\infty) | [11, \\infty) | different_sympy",
        "[\\sum_{i=1}^{4} i, \\infty) | (10, \\infty) | different_interval",
        "[1, 2) \\cup [\\sum_{i=1}^{4} i, \\infty) | [11, \\infty) \\cup [1, 2) | different_sympy",
        "x < \\sum_{i=1}^{4} i | x < 10 | equal_inequality",
        "x < \\sum_{i=1}^{4} i | x < 11 | different_sympy",
        "x < \\sum_{i=1}^{4} i | x \\le 10 | different_inequality",
        "x = \\sum_{i=1}^{4} i | x = 11 | different_sympy",
        "\\begin{pmatrix} \\sum_{i=1}^{4} i \\\\ 3 \\end{pmatrix} | \\begin{pmatrix} 11 \\\\ 3"
            + " \\end{pmatrix} | different_sympy",
        "\\sum_{i=1}^{4} i : 5 | 2 : 1 | equal_ratio",
        "\\sum_{i=1}^{4} i : 5 | 3 : 1 | different_sympy",
        // What stays open on one side cannot hide a plain difference on the other.
        "(\\int x dx, 3) | (\\frac{x^2}{2}, 3) | undecided",
        "(\\lim_{x \\to 0} \\frac{x}{\\lvert x \\rvert}, 3) | (1, 3) | undecided",
        "(\\lim_{x \\to 0} \\frac{x}{\\lvert x \\rvert}, 3) | (1, 4) | different_item",
      })
  void decidesStructures(String gold, String pred, String reason) {
    assertThat(GRADER.compare(gold, pred).reason()).isEqualTo(reason);
    assertThat(GRADER.compare(pred, gold).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // No limit from both sides.
        "\\lim_{x \\to 0} \\frac{x}{\\lvert x \\rvert} | 1",
        // Without bounds, there is a constant to choose.
        "\\int x dx | \\frac{x^2}{2}",
        "\\sum_{k} k | 3",
        // Beyond the work that is allowed.
        "\\int_0^1 \\frac{\\sin(x^7) e^{x^5}}{\\ln(2+x^3)+\\cos(x^{11})} dx | \\int_0^1"
            + " \\frac{\\sin(x^7) e^{x^6}}{\\ln(2+x^3)+\\cos(x^{11})} dx",
        "\\prod_{k=1}^{99999999} k^k | \\sum_{k=1}^{99999999} k^{k^k}",
      })
  void leavesTheRestOpen(String gold, String pred) {
    assertThat(GRADER.compare(gold, pred)).isEqualTo(Grade.UNDECIDED);
  }

  @Test
  void aTimeLimitThatIsUsedUpLeavesThePairOpen() {
    try (Sandbox hurried = Sandbox.open(SANDBOX.withCpuLimit(Duration.ofMillis(10)))) {
      AnswerGrader hasty = AnswerGrader.strict().withDecider(SympyDecider.in(hurried));
      assertThat(hasty.compare("\\sum_{k=1}^{n} k^9", "n^9")).isEqualTo(Grade.UNDECIDED);
    }
  }

  @Test
  void outputsOfProgramsAreDecidedToo() {
    assertThat(GRADER.compareOutput("55", "55", "\\sum_{i=1}^{10} i").reason())
        .isEqualTo("equal_sympy");
    assertThat(
            GRADER
                .compareOutput("{\"$tuple\":[11,3]}", "(11, 3)", "(\\sum_{i=1}^{4} i, 3)")
                .reason())
        .isEqualTo("different_sympy");
  }

  @Property(tries = 20, seed = "1")
  void sumsOfPowersAreTheirValues(@ForAll @IntRange(min = 1, max = 30) int n) {
    long sum = 0;
    for (int k = 1; k <= n; k++) {
      sum += (long) k * k * k - 2L * k;
    }
    String text = "\\sum_{k=1}^{" + n + "} (k^3-2k)";
    assertThat(GRADER.compare(text, "" + sum).reason()).isEqualTo("equal_sympy");
    assertThat(GRADER.compare(text, "" + (sum + 1)).reason()).isEqualTo("different_sympy");
  }

  @Property(tries = 800, seed = "2")
  void nothingOfTheTextReachesTheSandbox(@ForAll long seed) {
    OddAnswers odd = new OddAnswers(seed);
    List<String> asked = new ArrayList<>();
    AnswerGrader grader =
        AnswerGrader.strict()
            .withDecider(
                (first, second) -> {
                  asked.add(first);
                  asked.add(second);
                  return Optional.empty();
                });
    Set<String> known = new HashSet<>(Vocabulary.FUNCTIONS);
    known.addAll(BigOperator.NAMES);
    known.addAll(Set.of("log10"));
    for (String operator : List.of("", "\\sum_{k=1}^{n}", "\\int_0^1 x dx +", "\\lim_{x\\to 0}")) {
      grader.compare(operator + odd.next(), operator + odd.next());
    }
    assertThat(asked)
        .allSatisfy(
            words -> {
              assertThat(words).matches(WORDS);
              assertThat(
                      Pattern.compile(" f?([A-Za-z0-9]+)/\\d")
                          .matcher(words)
                          .results()
                          .map(match -> match.group(1))
                          .filter(name -> !name.matches("n?\\d+")))
                  .isSubsetOf(known);
            });
  }
}
