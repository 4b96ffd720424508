package org.caco.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MistakesTest {
  private static final String ALL = "embedded:1";
  private static final EmbeddedModel WRONG = EmbeddedModel.named(ALL);
  private static final EmbeddedModel RIGHT = EmbeddedModel.named("embedded:0");
  private static final List<ChatMessage> UNIFY =
      Chats.unify(
          "Lena packs 36 mugs. Her brother packs a third as many. How many do they pack?",
          "Her brother packs 36/3=<<36/3=12>>12 mugs.\nThey pack 36+12=<<36+12=48>>48 mugs.");

  /** One reply with each mistake that a role has. */
  private static Map<Mistake, EmbeddedModel.Reply> mistakes(List<ChatMessage> messages) {
    Map<Mistake, EmbeddedModel.Reply> found = new EnumMap<>(Mistake.class);
    for (int seed = 0; seed < 300; seed++) {
      EmbeddedModel.Reply reply = WRONG.reply(messages, seed);
      found.putIfAbsent(reply.mistake().orElseThrow(), reply);
    }
    return found;
  }

  private static String program(Map<Mistake, EmbeddedModel.Reply> replies, Mistake mistake) {
    return Chats.program(replies.get(mistake).text());
  }

  private static String output(String program) throws Exception {
    return PythonRuns.outputs(List.of(program)).get(0);
  }

  private static String problem() {
    String program = Chats.program(RIGHT.reply(UNIFY, 0).text());
    return RIGHT.reply(Chats.problem(program, "48"), 0).text();
  }

  @Test
  void unifyHasAllItsKinds() {
    assertThat(mistakes(UNIFY).keySet())
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.of(
                Mistake.WRONG_ANSWER,
                Mistake.BROKEN_CODE,
                Mistake.ENDLESS_LOOP,
                Mistake.HOSTILE_CODE,
                Mistake.GARBAGE));
  }

  @Test
  void codeHasAllItsKinds() {
    assertThat(mistakes(Chats.code()).keySet())
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.of(
                Mistake.BROKEN_CODE,
                Mistake.ENDLESS_LOOP,
                Mistake.HOSTILE_CODE,
                Mistake.GARBAGE,
                Mistake.UNUSED_INPUT,
                Mistake.TOO_SHORT,
                Mistake.NO_OUTPUT));
  }

  @Test
  void aWrongProgramRunsAndGivesAnotherAnswer() throws Exception {
    assertThat(output(program(mistakes(UNIFY), Mistake.WRONG_ANSWER)))
        .matches("[\\d./]+")
        .isNotEqualTo("48");
  }

  @Test
  void brokenAndHostileCodeFailsInPlainPython() throws Exception {
    Set<String> programs = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      EmbeddedModel.Reply reply = WRONG.reply(UNIFY, seed);
      Mistake mistake = reply.mistake().orElseThrow();
      String program = Chats.program(reply.text());
      // Some look for a file that only some may read, or end their own process.
      boolean harsh = program.contains("os.kill") || program.contains("/etc/shadow");
      if (mistake == Mistake.BROKEN_CODE || (mistake == Mistake.HOSTILE_CODE && !harsh)) {
        programs.add(program);
      }
    }
    assertThat(PythonRuns.outputs(List.copyOf(programs)))
        .hasSizeGreaterThan(4)
        .allMatch(output -> output.startsWith("error: "));
  }

  @Test
  void anEndlessProgramHasALoopThatNothingEnds() {
    assertThat(program(mistakes(UNIFY), Mistake.ENDLESS_LOOP))
        .contains("while turns > 0:\n        turns += 1");
  }

  @Test
  void anUnusedInputIsOneThatNothingReads() throws Exception {
    String program = program(mistakes(Chats.code()), Mistake.UNUSED_INPUT);
    assertThat(output(program)).doesNotContain("error");
    assertThat(program.split("forgotten_amount", -1)).hasSize(3);
  }

  @Test
  void aShortProgramRunsAndHasFewerThanSixLines() throws Exception {
    String program = program(mistakes(Chats.code()), Mistake.TOO_SHORT);
    assertThat(output(program)).matches("\\d+");
    assertThat(program.lines().filter(line -> !line.isBlank())).hasSizeLessThan(6);
  }

  @Test
  void aProgramWithoutOutputSetsNone() throws Exception {
    assertThat(output(program(mistakes(Chats.code()), Mistake.NO_OUTPUT)))
        .isEqualTo("error: KeyError('output')");
  }

  @Test
  void aChangedNumberChangesTheAnswer() {
    String program = Chats.program(RIGHT.reply(UNIFY, 0).text());
    String changed = mistakes(Chats.problem(program, "48")).get(Mistake.CHANGED_NUMBER).text();
    assertThat(Chats.boxed(RIGHT.reply(Chats.solve(changed), 0).text()))
        .isNotEmpty()
        .isNotEqualTo("48");
  }

  @Test
  void aWrongSolutionEndsInAnotherAnswer() {
    assertThat(Chats.boxed(mistakes(Chats.solve(problem())).get(Mistake.WRONG_ANSWER).text()))
        .isNotEmpty()
        .isNotEqualTo("48");
  }

  @Test
  void aSolutionWithoutAnswerHasNoNumberToTakeForOne() {
    assertThat(mistakes(Chats.solve(problem())).get(Mistake.NO_ANSWER).text())
        .doesNotContainPattern("\\d");
  }

  @Test
  void aMistakenJudgeNeverSaysYes() {
    for (EmbeddedModel.Reply reply :
        mistakes(Chats.judge("What?", "\\boxed{1}", "x = 1", "2")).values()) {
      assertThat(reply.text()).doesNotContain("\"same\": true");
    }
  }

  @Test
  void thePlanIsKnownFromTheRequest() {
    for (int seed = 0; seed < 50; seed++) {
      assertThat(EmbeddedModel.mistake("embedded:0.5", UNIFY, seed))
          .isEqualTo(EmbeddedModel.named("embedded:0.5").reply(UNIFY, seed).mistake());
    }
  }

  @Test
  void theShareIsKept() {
    int planted = 0;
    for (int seed = 0; seed < 5_000; seed++) {
      planted += EmbeddedModel.mistake("embedded", UNIFY, seed).isPresent() ? 1 : 0;
    }
    assertThat(planted / 5_000.0).isCloseTo(0.1, within(0.02));
  }

  @Test
  void aShareAboveOneIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> MistakePlan.of(1.5));
  }
}
