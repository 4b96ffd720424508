package org.caco.grader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FinalAnswerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "so the answer is $\\boxed{\\frac{3}{4}}$. | \\frac{3}{4}",
        "first \\boxed{1}, but then \\boxed{2} | 2",
        "roots $\\boxed{2}$ and $\\boxed{3}$. | 2, 3",
        "\\boxed{\\boxed{5}} | \\boxed{5}",
        "\\boxed{\\text{the sum is } \\boxed{5}} | 5",
        "$\\boxed 7$ | 7",
        "\\fbox{8} | 8",
        "He pays 3*4=<<3*4=12>>12. #### 12 | 12",
        "#### 1,200 | 1,200",
        "The answer is 42. | 42",
        "The final answer is: $x=3$. Done. | $x=3$",
        "**Answer:** 3.5 | 3.5",
        "The answer to the question is (C). | (C)",
        "So the correct option is (B) | B",
        "Therefore she has 12 apples and is happy. | 12",
        "That makes $1,250.50 in all. | $1,250.50",
        "In total $\\frac{7}{2}$ are left. | \\frac{7}{2}",
        "It falls by 15%. | 15%",
        "The temperature is -3 degrees | -3",
      })
  void isFound(String text, String answer) {
    assertThat(FinalAnswer.of(text)).contains(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "I do not know.", "\\boxed{}", "####", "The answer is"})
  void isAbsentWhereNothingIsSaid(String text) {
    assertThat(FinalAnswer.of(text)).isEmpty();
  }

  @Test
  void isFoundAtTheEndOfAVeryLongText() {
    String text = "because 1 + 1 = 2 and so on. ".repeat(200_000) + "\\boxed{99}";
    assertThat(FinalAnswer.of(text)).isEqualTo(Optional.of("99"));
  }
}
