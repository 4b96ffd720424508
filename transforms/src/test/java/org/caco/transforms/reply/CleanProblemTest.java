package org.caco.transforms.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanProblemTest {
  private static final String PROBLEM =
      "A warehouse has 6 crates with 7 boxes in each crate, and 5 loose boxes.\n\n"
          + "How many boxes are in the warehouse?";

  private static String filled(String template) {
    return template
        .replace("@json", PROBLEM.replace("\n", "\\n"))
        .replace("@quoted", PROBLEM.replace("\n", "\n> "))
        .replace("@", PROBLEM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@",
        "\n@\n\n",
        "\ufeff@",
        "Problem: @",
        "Problem:\n@",
        "Problem\n\n@",
        "**Problem:** @",
        "**Problem:**\n\n@",
        "**Problem**:\n@",
        "**Problem**\n\n@",
        "**Problem** @",
        "# Problem\n\n@",
        "## Problem:\n@",
        "### **Problem**\n\n@",
        "__Problem__\n\n@",
        "*Problem:*\n@",
        "PROBLEM:\n@",
        "Problem 3. @",
        "Problem 3: @",
        "**Problem 3.** @",
        "**Problem #1:**\n@",
        "Problem 1 (5 points): @",
        "Problem \u2014 @",
        "Question: @",
        "**Question:**\n@",
        "Question 1: @",
        "Q: @",
        "Q1. @",
        "Q. @",
        "Word problem: @",
        "**Word Problem:**\n\n@",
        "Math Word Problem\n\n@",
        "Math problem:\n@",
        "Problem statement:\n\n@",
        "**Problem Statement**\n\n@",
        "Task: @",
        "Exercise 12. @",
        "Instruction: @",
        "The problem:\n@",
        "Final problem:\n\n@",
        "## Boxes in a Warehouse\n\n@",
        "**The Warehouse**\n\n@",
        "# Problem: The Warehouse\n\n@",
        "**Title:** The Warehouse\n\n**Problem:** @",
      })
  void labelsAndTitlesAreLeftOut(String reply) {
    assertThat(CleanProblem.of(filled(reply))).isEqualTo(PROBLEM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Here is the problem:\n\n@",
        "Here is the problem: @",
        "Here's a word problem:\n@",
        "Here\u2019s the problem:\n\n@",
        "Sure! Here's a word problem that matches the program:\n\n---\n\n@",
        "Sure! Here is a problem based on the given program.\n\n@",
        "Sure, here's a problem:\n\n@",
        "Sure!\n\n@",
        "Certainly!\n@",
        "Certainly! Here is the word problem:\n\n**Problem:**\n\n@",
        "Of course! Below is the problem:\n\n@",
        "Absolutely! Here's a textbook-style question:\n\n@",
        "Okay, here is the problem:\n@",
        "Got it. Here's the question:\n\n@",
        "Below is a textbook problem that the program solves:\n\n@",
        "The following is a word problem:\n\n@",
        "This is the problem:\n\n@",
        "I've written a problem for this program:\n\n@",
        "Based on the program, here is the problem:\n\n@",
        "Based on the given code and input, I have written the following problem:\n\n@",
        "Let me write the problem:\n\n@",
        "---\n\n@\n\n---",
        "***\n@\n***",
        "Here is the problem:\n\n> @quoted",
        "Here is the problem:\n\n```\n@\n```",
        "Here is the problem:\n\n\"@\"",
      })
  void greetingsAreLeftOut(String reply) {
    assertThat(CleanProblem.of(filled(reply))).isEqualTo(PROBLEM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@\n\n(Note: the problem uses all the input values given in the program.)",
        "@ (Note: the problem uses all the input values given in the program.)",
        "@\n\nNote: This problem uses all the values of the input.",
        "@\n\n**Note:** The answer is 47.",
        "@\n\n*Note: the program computes 6 * 7 + 5.*",
        "@\n\n---\n\n*This problem is based on the given program.*",
        "@\n\nThis problem requires multiplication and addition.",
        "@\n\nThis word problem matches the computation of the program.",
        "@\n\nThe problem uses every input value.",
        "@\n\nLet me know if you need another one!",
        "@\n\nLet me know if you'd like any changes.",
        "@\n\nI hope this helps!",
        "@ I hope this helps!",
        "@\n\nHope this helps.",
        "@\n\nFeel free to ask for another version.",
        "@\n\nWould you like me to adjust the difficulty?",
        "@\n\nIf you'd like a different problem, just ask.",
        "@\n\nGood luck!",
        "@\n\nAnswer: 47",
        "@\n\n**Answer:** 47 boxes",
        "@\nAnswer: 47",
        "@\n\nThe answer is 47.",
        "@\n\n**Solution:**\n\n6 * 7 = 42\n42 + 5 = 47",
        "@\n\n### Solution\n\nFirst multiply.\n\nI hope this helps!",
        "@\n\nFinal answer: 47",
        "@\n\nExpected output: 47",
        "@\n\nExplanation:\nMultiply and add.",
        "@\n\n---\nSolution: 47\n---\nLet me know if you have any questions.",
      })
  void whatFollowsIsLeftOut(String reply) {
    assertThat(CleanProblem.of(filled(reply))).isEqualTo(PROBLEM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```\n@\n```",
        "```text\n@\n```",
        "```markdown\n**Problem:** @\n```",
        "~~~\n@\n~~~",
        "```\n@\n```\n\nI hope this helps!",
        "\"@\"",
        "\u201c@\u201d",
        "**@**",
        "*@*",
        "> @quoted",
        "<problem>@</problem>",
        "<problem>\n@\n</problem>\nDone.",
        "<question>@</question>",
        "{\"problem\": \"@json\"}",
        "```json\n{\"problem\": \"@json\", \"answer\": 47}\n```",
        "{\"question\": \"@json\"}",
      })
  void aWrappingIsTakenOff(String reply) {
    assertThat(CleanProblem.of(filled(reply))).isEqualTo(PROBLEM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sure enough, Ann won 3 of 5 games. Which share did she lose?",
        "Let's say a box holds 3 pens. How many do 5 boxes hold?",
        "Okay Farm has 3 cows and 5 goats. How many animals has it?",
        "Thanks to a sale, Ann pays 3 dollars less than 10. What does she pay?",
        "Thank you cards cost $3 for a pack of 8. What does one cost?",
        "Ann has 3 red pens.\nTopic: how many pens has she with 4 blue ones?",
        "A poll has topics and votes.\nTopics: 3\nVotes: 12\nHow many votes are there for each topic?",
        "In the game, \"answer\" is 3 points. How many points are 4 answers?",
        "[A] 3 kg and [B] 4 kg are on a scale. What does it show?",
        "I will buy 3 pens at $2. What do I pay?",
        "We'll work 3 days of 8 hours. How many hours is that?",
        "A stage is 3 m wide.\n#1 stands at 0 m and #2 at 2 m. How far apart are they?",
        "What is 3 + 4?\nDifficulty is no excuse.",
        "Here it is 3 o'clock and in Rome 5. How many hours is Rome ahead?",
        "Here are three boxes: one of 3 kg, one of 4 kg and one of 5 kg. What do they weigh?",
        "A teacher gives the following problem:\nWhat is 3 times 4, and 5 more?",
        "Problem solving takes Ann 3 hours a day. How long does it take her in 5 days?",
        "Question 3 of a test takes 4 minutes, each other one 2. How long do 10 take?",
        "\"Give me 3,\" said Ann. \"I have 5,\" said Bob. How many has he left?",
        "\"A\" weighs 3 kg and \"B\" 4 kg. What is the weight of \"B\" less that of \"A\"",
        "Ann needs 3 eggs. If you need 4 more, how many do you both need?",
        "If you have any three of 5 coins, how many ways are there? Note: the order does not matter.",
        "A month has 30 days here. How many weeks are 2 months?\n\nNote: Give your answer as a fraction.",
        "Let $f(x) = 3x$. (Note that $f$ is linear.)",
        "Ann mixes 3 l of Solution A with 4 l of water.\nSolution A is 30% acid. How strong is it?",
        "Choose one:\n(A) 3\n(B) 4\n(C) 5",
        "The problem of the 3 rooks: how many ways are there on a board of 4 by 4?",
        "**Ann** has 3 apples and **Bob** has 4. How many do they have?",
        "Output of a mill is 3 t a day. What is it in 5 days?",
        "I hope to save 300 dollars at 20 a week. How many weeks does it take?",
        "A code has 3 digits.\n```\n1 2\n```\nHow many are there?",
      })
  void aProblemIsLeftAsItIs(String problem) {
    assertThat(CleanProblem.of(problem)).isEqualTo(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n"})
  void nothingIsNoProblem(String reply) {
    assertThat(CleanProblem.of(reply)).isEmpty();
  }
}
