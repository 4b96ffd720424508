package org.caco.transforms.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanSolutionTest {
  private static final String SOLUTION =
      "There are 6 * 7 = 42 boxes in crates.\n\nWith the loose ones, \\boxed{47}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@",
        "\n@\n",
        "Solution: @",
        "Solution:\n@",
        "**Solution:**\n\n@",
        "## Solution\n\n@",
        "**Solution**\n@",
        "Solution\n\n@",
        "Sure! Here is the solution:\n\n@",
        "Here's the step-by-step solution:\n\n@",
        "Certainly!\n\n@",
        "Of course! Below is the solution:\n\n@",
        "<solution>\n@\n</solution>",
        "```\n@\n```",
        "```markdown\n@\n```",
        "@\n\nI hope this helps!",
        "@\n\nLet me know if you have any questions.",
        "@\n\nFeel free to ask if anything is unclear!",
        "Sure!\n\n**Solution:**\n@\n\nI hope this helps! Let me know if you need anything.",
        "---\n@\n---",
      })
  void chatAroundASolutionIsLeftOut(String reply) {
    assertThat(CleanSolution.of(reply.replace("@", SOLUTION))).isEqualTo(SOLUTION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Let's solve this step by step.\n\n6 * 7 = 42.\n\n\\boxed{42}",
        "First we find the price: 3 dollars.\nThe answer is 3.",
        "Step 1: multiply.\nStep 2: add.\n#### 47",
        "She has 3.\n\n**Answer:** 3",
        "It is 3.\n\nFinal answer: 3",
        "The problem asks for 3 * 4. The answer is 12.",
        "Good luck brings her 3. If you need 4, add them: 7",
        "\\boxed{42}",
        "<answer>12</answer>",
        "Answer: 42",
        "Answer:\n42",
        "**Answer**\n\n42",
        "Let's solve it step by step.\n\n6 * 7 = 42",
      })
  void aSolutionIsLeftAsItIs(String solution) {
    assertThat(CleanSolution.of(solution)).isEqualTo(solution);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"solution\": \"It is 3.\", \"answer\": 4}",
        "It is.\n\nLet me know: the answer is 42",
      })
  void whatHasTheAnswerStays(String reply) {
    assertThat(CleanSolution.of(reply)).isEqualTo(reply);
  }
}
