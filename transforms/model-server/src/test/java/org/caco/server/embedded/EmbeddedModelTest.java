package org.caco.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EmbeddedModelTest {
  private static final EmbeddedModel MODEL = EmbeddedModel.named("embedded:0");

  private static final String EXAMPLE =
      """
      input = {
          "boxes": 12,
          "pears_per_box": 8,
          "spoiled_pears": 6,
      }


      def find_good_pears(boxes, pears_per_box, spoiled_pears):
          pears = boxes * pears_per_box
          good_pears = pears - spoiled_pears
          return good_pears


      output = find_good_pears(**input)
      print(output)\
      """;

  private static final String OTHER =
      """
      input = {
          "daily_tips": [4, 9, 11],
          "waiters": 3,
      }


      def share_tips(daily_tips, waiters):
          total_tips = 0
          for tip in daily_tips:
              total_tips += tip
          tips_per_waiter = total_tips // waiters
          return tips_per_waiter


      output = share_tips(**input)
      print(output)\
      """;

  private static List<String> programs(int count, String... examples) {
    List<String> programs = new ArrayList<>();
    for (int seed = 0; seed < count; seed++) {
      programs.add(Chats.program(MODEL.reply(Chats.code(examples), seed).text()));
    }
    return programs;
  }

  @Test
  void itsOwnProgramsSurviveTheWholeWayToTheVerdict() throws Exception {
    List<String> programs = programs(150, EXAMPLE, OTHER);
    programs.addAll(programs(150));
    List<String> outputs = PythonRuns.outputs(programs);
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      String program = programs.get(i);
      String output = outputs.get(i);
      String problem = MODEL.reply(Chats.problem(program, output), 1).text();
      String solution = MODEL.reply(Chats.solve(problem), 1).text();
      String verdict = MODEL.reply(Chats.judge(problem, solution, program, output), 1).text();
      String whole = output.endsWith(".0") ? output.substring(0, output.length() - 2) : output;
      if (!Chats.boxed(solution).equals(whole) || !verdict.contains("\"same\": true")) {
        failures.add(program + "\n" + output + "\n" + problem + "\n" + solution + "\n" + verdict);
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void problemsDoNotGiveAwayHowTheyWereMade() throws Exception {
    List<String> programs = programs(40, EXAMPLE);
    List<String> outputs = PythonRuns.outputs(programs);
    for (int i = 0; i < programs.size(); i++) {
      assertThat(MODEL.reply(Chats.problem(programs.get(i), outputs.get(i)), 0).text())
          .doesNotContainPattern("_|\\b(program|function|code)\\b");
    }
  }

  @Test
  void programsDifferFromSeedToSeed() {
    Set<String> distinct = new HashSet<>(programs(200, EXAMPLE));
    assertThat(distinct).hasSizeGreaterThan(195);
  }

  @Test
  void theSameRequestHasTheSameReply() {
    EmbeddedModel again = EmbeddedModel.named("embedded:0");
    assertThat(again.reply(Chats.code(EXAMPLE), 7)).isEqualTo(MODEL.reply(Chats.code(EXAMPLE), 7));
  }

  @Test
  void theShareOfMistakesLeavesTheOtherRepliesAsTheyAre() {
    EmbeddedModel some = EmbeddedModel.named("embedded:0.5");
    for (int seed = 0; seed < 50; seed++) {
      EmbeddedModel.Reply reply = some.reply(Chats.code(EXAMPLE), seed);
      if (reply.mistake().isEmpty()) {
        assertThat(reply.text()).isEqualTo(MODEL.reply(Chats.code(EXAMPLE), seed).text());
      }
    }
  }

  @Test
  void aProgramBeyondPlainArithmeticHasNoProblem() {
    String program =
        "input = {\n    \"word\": \"abc\",\n}\n\ndef f(word):\n    return word[::-1]\n\n"
            + "output = f(**input)\nprint(output)";
    assertThat(MODEL.reply(Chats.problem(program, "cba"), 0).text()).startsWith("CANNOT: ");
  }

  @Test
  void aProblemInOtherWordsIsNotSolved() {
    assertThat(MODEL.reply(Chats.solve("Prove that there are infinitely many primes."), 0).text())
        .startsWith("CANNOT: ");
  }

  @Test
  void theJudgeNoticesAnotherAnswer() throws Exception {
    String problem = MODEL.reply(Chats.problem(EXAMPLE, "90"), 0).text();
    String verdict =
        MODEL.reply(Chats.judge(problem, "It is \\boxed{91}", EXAMPLE, "90"), 0).text();
    assertThat(new ObjectMapper().readTree(verdict).get("same").booleanValue()).isFalse();
  }

  @Test
  void theJudgeNoticesAnotherComputation() throws Exception {
    String problem = MODEL.reply(Chats.problem(EXAMPLE, "90"), 0).text();
    String twin = EXAMPLE.replace("pears - spoiled_pears", "pears + spoiled_pears - 12");
    String verdict = MODEL.reply(Chats.judge(problem, "It is \\boxed{90}", twin, "90"), 0).text();
    assertThat(new ObjectMapper().readTree(verdict).get("same").booleanValue()).isFalse();
  }

  @Test
  void anythingElseIsToldWhatThisIs() {
    assertThat(MODEL.reply(List.of(new ChatMessage("user", "Hello!")), 0).text())
        .contains("not for training");
  }

  @Test
  void anotherModelIsNotHere() {
    assertThatIllegalArgumentException().isThrownBy(() -> EmbeddedModel.named("gpt"));
  }
}
