package org.caco.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnifyTasksTest {
  private static String unify(String model, String code, String check) {
    return EmbeddedModel.named(model).reply(Chats.unifyTask("Do it.", code, check), 0).text();
  }

  private static String program(String code, String check) {
    return Chats.program(unify("embedded:0", code, check));
  }

  @Test
  void theAssertsArgumentsBecomeTheInput() throws Exception {
    String program =
        program(
            "def pick(words, at, end=','):\r\n    return words[at] + end\r\n",
            "assert pick(['a, b', \"(c\"], 1) == '(c,'");
    assertThat(program)
        .startsWith("input = {\n    \"words\": ['a, b', \"(c\"],\n    \"at\": 1,\n}");
    assertThat(PythonRuns.outputs(List.of(program))).containsExactly("(c,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assert f(x) == 1",
        "assert f(1, 2, 3) == 1",
        "assert not f(1, 2)",
        "assert f(1) == 1",
        "assert g(1, 2) == 1",
        "assert f(1, [2 == 1"
      })
  void whatDoesNotFitCannotBeUnified(String check) {
    assertThat(unify("embedded:0", "def f(a, b):\n    return a", check)).startsWith("CANNOT: ");
  }

  @Test
  void starredParametersCannotBeUnified() {
    assertThat(unify("embedded:0", "def f(*a):\n    return a", "assert f(1) == 1"))
        .startsWith("CANNOT: ");
  }

  @Test
  void aWrongProgramGivesAnotherValue() throws Exception {
    List<ChatMessage> messages =
        Chats.unifyTask("Add.", "def add(a, b):\n    return a + b", "assert add(1, 2) == 3");
    EmbeddedModel model = EmbeddedModel.named("embedded:1");
    for (int seed = 0; ; seed++) {
      EmbeddedModel.Reply reply = model.reply(messages, seed);
      if (reply.mistake().orElseThrow() == Mistake.WRONG_ANSWER) {
        assertThat(PythonRuns.outputs(List.of(Chats.program(reply.text()))))
            .containsExactly("[3, 'or so']");
        return;
      }
    }
  }

  @Test
  void atLeast95PercentOfMbppBecomePrograms() throws Exception {
    List<String> programs = new ArrayList<>();
    int tasks = 0;
    for (String line : Files.readAllLines(Chats.data("mbpp/mbpp.jsonl"))) {
      JsonNode row = new ObjectMapper().readTree(line);
      tasks++;
      String program = program(row.get("code").textValue(), row.at("/test_list/0").textValue());
      if (!program.isEmpty()) {
        programs.add(program);
      }
    }
    assertThat((double) programs.size() / tasks).isGreaterThan(0.95);
  }
}
