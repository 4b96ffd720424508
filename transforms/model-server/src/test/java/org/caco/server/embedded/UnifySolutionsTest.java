package org.caco.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnifySolutionsTest {
  private static final EmbeddedModel MODEL = EmbeddedModel.named("embedded:0");

  private static String unify(String problem, String solution) {
    return MODEL.reply(Chats.unify(problem, solution), 0).text();
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 5"})
  void atLeast95PercentOfGsm8kGiveTheirAnswer(boolean withAnswer, int every) throws Exception {
    List<String> programs = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    List<String> lines = Files.readAllLines(Chats.data("gsm8k/train.jsonl"));
    for (int i = 0; i < lines.size(); i += every) {
      JsonNode row = new ObjectMapper().readTree(lines.get(i));
      String solution = row.get("answer").textValue();
      int mark = solution.indexOf("####");
      programs.add(
          Chats.program(
              unify(
                  row.get("question").textValue(),
                  withAnswer ? solution : solution.substring(0, mark))));
      answers.add(solution.substring(mark + 4).strip().replace(",", ""));
    }
    List<String> outputs = PythonRuns.outputs(programs);
    int right = 0;
    for (int i = 0; i < outputs.size(); i++) {
      if (!programs.get(i).isEmpty() && equal(outputs.get(i), answers.get(i))) {
        right++;
      }
    }
    assertThat((double) right / answers.size()).isGreaterThanOrEqualTo(0.95);
  }

  private static boolean equal(String output, String answer) {
    try {
      return new BigDecimal(output).compareTo(new BigDecimal(answer)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Test
  void resultsThatAreUsedAgainBecomeVariables() throws Exception {
    String program =
        Chats.program(
            unify(
                "Lena packs 36 mugs for a fair. Her brother packs a third as many mugs. How many"
                    + " mugs do they pack?",
                "Her brother packs 36/3=<<36/3=12>>12 mugs.\n"
                    + "They pack 36+12=<<36+12=48>>48 mugs.\n#### 48"));
    assertThat(PythonRuns.outputs(List.of(program))).containsExactly("48");
    assertThat(program).doesNotContain("12").doesNotContain("48");
  }

  @Test
  void roundingThatTheSolutionMadeIsMade() throws Exception {
    String program =
        Chats.program(
            unify(
                "A bus holds 40 pupils. How many buses do 130 pupils need?",
                "They need 130/40=<<130/40=4>>4 buses, one of them not full.\n#### 4"));
    assertThat(PythonRuns.outputs(List.of(program))).containsExactly("4");
  }

  @Test
  void decimalsStayExact() throws Exception {
    String program =
        Chats.program(
            unify(
                "A pen costs $0.1 and a pad costs $0.2. What do 3 of each cost in dollars?",
                "One of each costs .1+.2=<<.1+.2=.3>>.3 dollars.\n"
                    + "3 of each cost 3*.3=<<3*.3=.9>>.9 dollars.\n#### .9"));
    assertThat(PythonRuns.outputs(List.of(program))).containsExactly("0.9");
  }

  @Test
  void calculationsWithoutMarksAreRead() throws Exception {
    String program =
        Chats.program(
            unify(
                "There are 14 red and 9 blue kites, and 5 blow away. How many are left?",
                "There are 14 kites + 9 kites = 23 kites. Then 23 - 5 = 18 are left.\n#### 18"));
    assertThat(PythonRuns.outputs(List.of(program))).containsExactly("18");
  }

  @Test
  void calculationsInLatexAreRead() throws Exception {
    String program =
        Chats.program(
            unify(
                "What is $\\frac{3}{4}$ of 48, less 5?",
                "It is $\\frac{3}{4}\\cdot 48=36$, and $36-5=\\boxed{31}$."));
    assertThat(PythonRuns.outputs(List.of(program))).containsExactly("31");
  }

  @Test
  void aSolutionThatNamesItsAnswerOnlyInItsLastStepCannotBeUnified() {
    assertThat(unify("Find both roots of it and add them.", "So it is 0 + 17 = \\boxed{17}."))
        .startsWith("CANNOT: ");
  }

  @Test
  void aProblemWithoutASolutionCannotBeUnified() {
    assertThat(
            EmbeddedModel.named("embedded:0")
                .reply(
                    List.of(
                        new ChatMessage(
                            "user",
                            "# Problem\nIda has 3 nets with 12 balls each. How many balls?\n\n"
                                + "# Wanted\nThe program.")),
                    0)
                .text())
        .isEqualTo("CANNOT: there is no solution to rewrite.");
  }

  @Test
  void aSolutionWithoutCalculationsCannotBeUnified() {
    assertThat(unify("How many legs has a spider?", "Everybody knows that.\n#### 8"))
        .startsWith("CANNOT: ")
        .doesNotContain("\n");
  }
}
