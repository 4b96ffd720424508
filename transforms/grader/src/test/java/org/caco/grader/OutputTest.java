package org.caco.grader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program's output against an answer text. */
class OutputTest {
  private final AnswerGrader grader = AnswerGrader.strict();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "12 | 12 | 12",
        "12.0 | 12.0 | 12",
        "3.5 | 3.5 | $3.50",
        "0.75 | 0.75 | \\frac{3}{4}",
        "1.4700000000000002 | 1.4700000000000002 | 1.47",
        "10.392304845413264 | 10.392304845413264 | 6\\sqrt{3}",
        "true | True | True",
        "true | True | Yes",
        "{\"$tuple\":[4,5]} | (4, 5) | (4, 5)",
        "[3,6,9,12] | [3, 6, 9, 12] | [3,6,9,12]",
        "[2,-1] | [2, -1] | -1, 2",
        "{\"$set\":[1,2]} | {1, 2} | \\{2, 1\\}",
        "{\"$int\":\"123456789012345678901234567890\"} | 1234 | 123456789012345678901234567890",
        "{\"$fraction\":\"3/4\"} | 3/4 | 0.75",
        "{\"$complex\":[3.0,2.0]} | (3+2j) | 3+2i",
        "{\"$tuple\":[{\"$complex\":[3.0,2.0]},1]} | ((3+2j), 1) | ((3+2j), 1)",
        "{\"$object\":\"sympy.core.mul.Mul\",\"text\":\"3*sqrt(2)/2\"} | 3*sqrt(2)/2 |"
            + " \\frac{3}{\\sqrt2}",
        "\"ta\" | ta | 'ta'",
        "\"15 minutes\" | 15 minutes | 15 minutes",
        "{\"a\":1} | {'a': 1} | {'a': 1}",
        "[[1,2],[3,4]] | [[1, 2], [3, 4]] | \\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}",
        "18 | 18 | She makes 9 * 2 = $18. #### 18",
      })
  void isEqual(String json, String text, String answer) {
    assertThat(grader.compareOutput(json, text, answer)).matches(Grade::equal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "12 | 12 | 13",
        "200 | 200 | 2",
        "33.333333333333336 | 33.333333333333336 | 33",
        "[0,25] | [0, 25] | (0,25)",
        "{\"$tuple\":[4,5]} | (4, 5) | (5, 4)",
        "\"ta\" | ta | 'tA'",
        "true | True | False",
        "true | True | 1",
        "null | None | 5",
        "{\"a\":1} | {'a': 1} | {'a': 2}",
        "{\"$float\":\"nan\"} | nan | 5",
      })
  void isDifferent(String json, String text, String answer) {
    assertThat(grader.compareOutput(json, text, answer)).matches(grade -> !grade.equal());
  }
}
