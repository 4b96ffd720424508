package org.caco.transforms.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caco.transforms.step.StepAssert.ACCEPTED;
import static org.caco.transforms.step.StepAssert.assertNothing;
import static org.caco.transforms.step.StepAssert.assertOutcomes;
import static org.caco.transforms.step.TestSamples.given;
import static org.caco.transforms.step.TestSamples.solved;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.caco.transforms.records.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPipelineExtension.class)
class CheckRowTest {
  private static final String PROBLEM =
      "Six apples lie in each of the 7 boxes, and there are no others. How many apples are there?";
  private static final String SOLUTION =
      "There are 6 apples in each box and 7 boxes, so we have to multiply: $6 \\cdot 7 = 42$.\n\n"
          + "\\boxed{42}";

  private static Sample row(String id, String problem, String... solutions) {
    Sample.Builder row = solved(id, problem, solutions).toBuilder();
    row.getSolutionsBuilderList().forEach(solution -> solution.setAgrees(true));
    return row.build();
  }

  /** The first rule that the texts break, or nothing. */
  private static String broken(String problem, String solution) {
    return broken(new Row(problem, solution, ""), RowConfig.DEFAULT);
  }

  private static String broken(Row row, RowConfig config) {
    return CheckRow.RULES.stream()
        .filter(rule -> row.broken(rule, config).isPresent())
        .findFirst()
        .orElse("nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|x - 3| < 5 and <<6*7=42>> say: \\boxed{42}",
        "We have $0 < |x| < 3$ and so 0 <|x|> 3. \\boxed{42}",
        "It costs $6, and $7 is $6 + $1. Hence \\boxed{42}",
        "It costs \\$6 and $x$ more.\n#### 42",
        "\\[\n\\begin{aligned}\nx &= 6 \\cdot 7 \\\\[4pt]\n&= 42\n\\end{aligned}\n\\]",
        "The set \\{1, 2\\} has 2 elements, $\\left(\\frac{1}{2}, 3\\right]$ more.\n**42**",
        "Step 1: 6 * 7 = 42\n\nAnswer: 42 apples",
        "The training program of the gym takes 6 weeks, so \\boxed{42}.",
        "The code of the lock has 3 digits. The output of the mill is 42.",
        "The answer is (B)",
        "So it is true that \u03b1 + \u03b2 = 42\u00b0",
        "It is 42%",
        "The final answer is $\\boxed{42}$. I have shown that 42 is the answer.",
        "First \\boxed{42}, since it is $\\frac{84}{2}$.\n\nHence \\boxed{42.0}",
        "Caf\u00e9 Zo\u00eb sells 42.",
      })
  void aCleanRowBreaksNoRule(String solution) {
    assertThat(broken(PROBLEM, solution)).isEqualTo("nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<|im_end|>",
        "<|endoftext|>",
        "<|eot_id|>",
        "</s>",
        "<s>",
        "[INST]",
        "[/INST]",
        "<end_of_turn>",
        "<\uff5cend\u2581of\u2581sentence\uff5c>",
        "<|im_start|>user\nAnd 8 boxes?",
        "<<SYS>>",
        "\u0000",
        "\u001b[31m",
        "\u0007",
        "\ud800",
        "\ufffd",
        "\u202e",
        "<|assistant|>",
        "<unk>",
        "<extra_id_0>",
        "<tool_call>",
      })
  void tokensOfChatsAndControlCharactersAreSeen(String token) {
    assertThat(broken(PROBLEM, SOLUTION + token)).isEqualTo(CheckRow.CONTROL_TOKEN);
    assertThat(broken(token + PROBLEM, SOLUTION)).isEqualTo(CheckRow.CONTROL_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>",
        "</think>",
        "<thought>",
        "</thinking>",
        "<reasoning>",
        "[THINK]",
        "[/THINK]",
        "<seed:think>",
        "\u25c1think\u25b7",
        "\u25c1/think\u25b7",
        "<reflection>",
        "<scratchpad>",
        "<Thinking>",
      })
  void markupOfReasoningIsSeen(String tag) {
    assertThat(broken(PROBLEM, tag + "Hm. " + SOLUTION)).isEqualTo(CheckRow.REASONING_MARKUP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The program returns 42.",
        "This matches the program's output.",
        "According to the given code, we multiply.",
        "The output of the program is 42.",
        "We take it from the input dictionary.",
        "Okay, so the user asks for the total.",
        "The user wants the total.",
        "As an AI language model, I multiply.",
        "I'm an AI, but I can multiply.",
        "The Python function multiplies.",
        "We use the provided program.",
        "The above code computes it.",
      })
  void wordsOnTheTaskAreSeen(String sentence) {
    assertThat(broken(PROBLEM, sentence + "\n" + SOLUTION)).isEqualTo(CheckRow.MENTIONS_TASK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A warehouse has 6 crates. How many boxes are in the",
        "A warehouse has 6 crates with 7 boxes,",
        "A warehouse has 6 crates of",
        "How many boxes are there and how",
        "There are 6 crates. The answer is the",
        "There are 6 crates:",
        "There are 6 +",
        "There are 6 =",
      })
  void aTextThatIsCutOffIsSeen(String text) {
    assertThat(broken(text, SOLUTION)).isEqualTo(CheckRow.UNFINISHED);
    assertThat(broken(PROBLEM, text)).isEqualTo(CheckRow.UNFINISHED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "We have $x + y. So it is 42.",
        "We have $$x = 42. So it is.",
        "We have \\(x = 42. So it is.",
        "We have x = 42\\). So it is.",
        "We have \\[x = 42. So it is.",
        "Thus \\boxed{42 is it.",
        "Thus \\frac{1}{2}} is it.",
        "\\begin{aligned} x = 42.",
        "$\\left( x = 42$.",
        "```\nx = 42.",
      })
  void whatIsNotClosedIsSeen(String solution) {
    assertThat(broken(PROBLEM, solution)).isEqualTo(CheckRow.UNBALANCED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "There are 6 apples in each of 7 boxes, \u4e00\u5171\u670942\u4e2a\u82f9\u679c\u3002 It is 42. | row_other_script",
        "\u6bcf\u4e2a\u7bb1\u5b50\u67096\u4e2a\u82f9\u679c\uff0c\u67097\u4e2a\u7bb1\u5b50\uff0c\u6240\u4ee5\u4e00\u5171\u670942\u4e2a\u82f9\u679c\u5728\u8fd9\u91cc\u3002 | row_other_script",
        "\u0412 \u043a\u0430\u0436\u0434\u043e\u043c \u044f\u0449\u0438\u043a\u0435 \u043f\u043e 6 \u044f\u0431\u043b\u043e\u043a, \u0432\u0441\u0435\u0433\u043e 42. | row_other_script",
        "Hay 6 manzanas en cada caja y son 7 cajas, por lo que las manzanas son 42, que es el total para una caja. | row_two_languages",
        "Es sind 7 Kisten und in jeder ist die gleiche Zahl, also rechnen wir 6 mal 7, und das ist 42. | row_two_languages",
      })
  void anotherScriptOrLanguageIsSeen(String solution, String rule) {
    assertThat(
            broken(
                "There are 6 apples in each of the 7 boxes, and she has no others. How many apples are there?",
                solution))
        .isEqualTo(rule);
  }

  @Test
  void aRowInAnotherScriptThroughoutIsWell() {
    assertThat(
            broken(
                "\u6bcf\u4e2a\u7bb1\u5b50\u67096\u4e2a\u82f9\u679c\uff0c\u67097\u4e2a\u7bb1\u5b50\u3002\u4e00\u5171\u6709\u591a\u5c11\u4e2a\u82f9\u679c\u5728\u8fd9\u4e9b\u7bb1\u5b50\u91cc\uff1f",
                "\u6bcf\u4e2a\u7bb1\u5b50\u67096\u4e2a\u82f9\u679c\uff0c\u67097\u4e2a\u7bb1\u5b50\uff0c\u6240\u4ee5\u4e00\u5171\u670942\u4e2a\u82f9\u679c\u3002\n\\boxed{42}"))
        .isEqualTo("nothing");
  }

  @Test
  void scriptsOfTheProgramMayBeInTheTexts() {
    String word = "\u044f\u0431\u043b\u043e\u043a\u043e";
    String problem = "Ann learns the word " + word + " with 6 letters. How many have 7 such words?";
    Row row = new Row(problem, SOLUTION, "input = {'word': '" + word + "'}");
    assertThat(broken(row, RowConfig.DEFAULT)).isEqualTo("nothing");
    assertThat(broken(problem, SOLUTION)).isEqualTo(CheckRow.OTHER_SCRIPT);
  }

  @Test
  void aModelThatRepeatsItselfIsSeen() {
    String again = "wait, we have to add the 6 apples of the next box to it, ".repeat(12);
    assertThat(broken(PROBLEM, again + SOLUTION)).isEqualTo(CheckRow.REPEATS);
  }

  @Test
  void howOftenIsSaidByTheThreshold() {
    String twice = (SOLUTION.replace("\\boxed{42}", "") + "\n").repeat(2) + SOLUTION;
    Row row = new Row(PROBLEM, twice, "");
    assertThat(broken(row, RowConfig.DEFAULT.withRepeatWords(10))).isEqualTo(CheckRow.REPEATS);
    assertThat(broken(row, RowConfig.DEFAULT)).isEqualTo("nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "So \\boxed{41}.\n\nNo, \\boxed{42}.",
        "#### 41\n#### 42",
        "The final answer is 41.\n\nThe final answer is 42.",
        "\\boxed{41}\n\nFinal answer: 42",
      })
  void twoDifferentAnswersAreSeen(String solution) {
    assertThat(broken(PROBLEM, solution)).isEqualTo(CheckRow.TWO_ANSWERS);
  }

  @Test
  void theSolutionThatBecomesTheOutputIsLookedAt(TestPipeline pipeline) {
    Sample clean = row("clean", PROBLEM, SOLUTION, "Cut off in the");
    Sample.Builder later = row("later", PROBLEM, "Cut off in the", SOLUTION).toBuilder();
    later.getSolutionsBuilder(0).setAgrees(false);
    assertOutcomes(
        given(pipeline, clean, later.build(), row("cut", PROBLEM, "Cut off in the"))
            .apply(CheckRow.with(RowConfig.DEFAULT)),
        Map.of("clean", ACCEPTED, "later", ACCEPTED, "cut", CheckRow.UNFINISHED));
    pipeline.run();
  }

  @Test
  void aRuleThatIsSwitchedOffRejectsNothing(TestPipeline pipeline) {
    assertOutcomes(
        given(pipeline, row("cut", PROBLEM, "Cut off in the"))
            .apply(CheckRow.with(RowConfig.DEFAULT.withDisabled(Set.of(CheckRow.UNFINISHED)))),
        Map.of("cut", ACCEPTED));
    pipeline.run();
  }

  @Test
  void noRowsBreakNoRules(TestPipeline pipeline) {
    assertNothing(given(pipeline).apply(CheckRow.with(RowConfig.DEFAULT)));
    pipeline.run();
  }

  @Test
  void onlyRulesCanBeSwitchedOff() {
    assertThatThrownBy(() -> RowConfig.DEFAULT.withDisabled(Set.of("row_of_ducks")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row_of_ducks")
        .hasMessageContaining(CheckRow.UNFINISHED);
  }

  @ParameterizedTest
  @CsvSource({"gsm8k/train.jsonl, question, answer", "math/train4500.jsonl, problem, solution"})
  void nearlyAllRowsThatPeopleWroteAreKept(String file, String problem, String solution)
      throws IOException {
    Path path = Path.of(System.getProperty("caco.data", "data"), file);
    assumeTrue(Files.exists(path), () -> path + " is not there; -Dcaco.data=DIR says where it is");
    ObjectMapper json = new ObjectMapper();
    List<String> rejected = new ArrayList<>();
    List<String> lines = Files.readAllLines(path);
    for (String line : lines) {
      JsonNode row = json.readTree(line);
      Row texts = new Row(row.path(problem).asText(), row.path(solution).asText(), "");
      for (String rule : CheckRow.RULES) {
        Optional<String> broken = texts.broken(rule, RowConfig.DEFAULT);
        broken.ifPresent(evidence -> rejected.add(rule + ": " + evidence));
      }
    }
    assertThat(rejected).hasSizeLessThanOrEqualTo(lines.size() / 200);
  }
}
