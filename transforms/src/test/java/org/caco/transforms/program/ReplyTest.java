package org.caco.transforms.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
  private static final String PROGRAM = "input = {'a': 1}\noutput = f(**input)\n";
  private static final String OTHER = "input = {'b': 2}\noutput = g(**input)\n";

  private static String fenced(String info, String code) {
    return "```" + info + "\n" + code + "```";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "python", "python3", "py", "Python", " python", "python  ", "text"})
  void aFencedBlockIsTheProgramWhateverItsLanguageIsCalled(String info) {
    assertThat(Reply.program("Here it is:\n" + fenced(info, PROGRAM) + "\nIt prints 1."))
        .isEqualTo(PROGRAM);
  }

  @Test
  void linesMayEndAsOnWindows() {
    assertThat(Reply.program("```python\r\ninput = {}\r\noutput = 1\r\n```\r\n"))
        .isEqualTo("input = {}\noutput = 1\n");
  }

  @Test
  void ofSeveralProgramsTheLastCounts() {
    String reply = fenced("python", PROGRAM) + "\nNo, better:\n" + fenced("python", OTHER);
    assertThat(Reply.program(reply)).isEqualTo(OTHER);
  }

  @Test
  void aLaterBlockThatIsNoProgramDoesNotCount() {
    String reply = fenced("python", PROGRAM) + "\nIt prints:\n" + fenced("", "42\n");
    assertThat(Reply.program(reply)).isEqualTo(PROGRAM);
  }

  @Test
  void aBlockInAnotherLanguageBeforeTheProgramDoesNotCount() {
    String reply = fenced("json", "{\"a\": 1}\n") + "\nand so:\n" + fenced("python", PROGRAM);
    assertThat(Reply.program(reply)).isEqualTo(PROGRAM);
  }

  @Test
  void aBlockThatIsNotInTheUnifiedFormIsLeftToTheRules() {
    assertThat(Reply.program(fenced("python", "print(42)\n"))).isEqualTo("print(42)\n");
  }

  @Test
  void ofSeveralSuchBlocksTheFirstCounts() {
    String reply = fenced("python", "print(1)\n") + "\n" + fenced("python", "print(2)\n");
    assertThat(Reply.program(reply)).isEqualTo("print(1)\n");
  }

  @Test
  void aFenceThatIsNeverClosedEndsWithTheReply() {
    assertThat(Reply.program("Here:\n```python\n" + PROGRAM)).isEqualTo(PROGRAM);
  }

  @Test
  void backticksInAStringDoNotEndTheProgram() {
    String code = "input = {'a': '```'}\noutput = len(input['a'])\n";
    assertThat(Reply.program(fenced("python", code))).isEqualTo(code);
  }

  @Test
  void aReplyWithoutFenceIsTheProgramWhereItHasItsForm() {
    assertThat(Reply.program("\n" + PROGRAM + "\n\n")).isEqualTo(PROGRAM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I would rather write a poem.",
        "output = 3",
        "input = {'a': 1}",
        "The input = 3 and the output = 4.",
        "```",
        "```python\n```",
        "```python\n   \n```"
      })
  void aReplyWithoutProgramIsRejected(String reply) {
    assertThatThrownBy(() -> Reply.program(reply))
        .asInstanceOf(type(RejectedException.class))
        .returns(Reply.NO_PROGRAM, RejectedException::reason)
        .returns(reply, RejectedException::evidence);
  }

  @Test
  void aModelMayDecline() {
    assertThatThrownBy(() -> Reply.program("CANNOT: the answer is a proof.\n"))
        .asInstanceOf(type(RejectedException.class))
        .returns(Reply.DECLINED, RejectedException::reason)
        .returns("the answer is a proof.", RejectedException::evidence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t"})
  void aReplyWithNothingButSpaceIsEmpty(String reply) {
    assertThatThrownBy(() -> Reply.text(reply))
        .asInstanceOf(type(RejectedException.class))
        .returns(Reply.EMPTY, RejectedException::reason);
  }

  @Property(tries = 500)
  void whateverAModelSaysIsAProgramOrIsRejected(@ForAll String reply) {
    String program;
    try {
      program = Reply.program(reply);
    } catch (RejectedException e) {
      assertThat(e.reason()).isIn(Reply.EMPTY, Reply.DECLINED, Reply.NO_PROGRAM);
      return;
    }
    assertThat(program).endsWith("\n").isNotBlank();
  }

  @Property(tries = 200)
  void talkAroundAFenceDoesNotMatter(@ForAll String before, @ForAll String after) {
    String talk = (before + "\n%s\n" + after).replace("`", "'").replace("think>", "thing>");
    assertThat(Reply.program("So: " + talk.replace("%s", fenced("python", PROGRAM))))
        .isEqualTo(PROGRAM);
  }
}
