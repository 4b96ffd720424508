package org.caco.transforms.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxedAnswerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "so $\\boxed{5}$. | 5",
        "first \\boxed{1}, then \\boxed{2} | 2",
        "\\boxed{\\frac{1}{\\sqrt{2}}} and more} | \\frac{1}{\\sqrt{2}}",
        "\\boxed{\\{1, 2\\}} | \\{1, 2\\}",
        "\\boxed{\\left\\{ x } | \\left\\{ x",
        "\\fbox{7} | 7",
        "\\boxed {8} | 8",
        "$\\boxed 5$ | 5",
        "$x = \\boxed 12$. | 12",
        "\\[\\boxed 3\\] | 3",
        "it is \\boxed 3.5. | 3.5",
        "\\boxed\\frac12$ | \\frac12",
      })
  void findsTheLastBox(String solution, String answer) {
    assertThat(BoxedAnswer.last(solution)).isEqualTo(Optional.of(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no box", "\\boxed{never closed", "\\boxed{ }", "\\boxed", "\\boxedfoo{1}"})
  void findsNothingWhereThereIsNone(String solution) {
    assertThat(BoxedAnswer.last(solution)).isEmpty();
  }

  @Test
  void survivesDeepNesting() {
    String deep = "{".repeat(100_000) + "1" + "}".repeat(100_000);

    assertThat(BoxedAnswer.last("\\boxed" + deep)).get().asString().hasSize(199_999);
  }
}
