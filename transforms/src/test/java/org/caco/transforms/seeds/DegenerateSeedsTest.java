package org.caco.transforms.seeds;

import static org.caco.transforms.text.DegenerateTexts.assertQuick;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.caco.transforms.records.Location;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A row that somebody published takes no more than 100 ms of CPU to read, whatever it holds. */
class DegenerateSeedsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<Arguments> readers() {
    return Stream.of(
        reader("boxed answer", BoxedAnswer::last),
        reader("boxed answer behind a box", text -> BoxedAnswer.last("\\boxed{1}" + text)),
        reader("asserts", PythonTests::asserts),
        reader("asserts of a function", text -> PythonTests.asserts("def f():\n  " + text)),
        reader("expected", PythonTests::expected),
        reader("expected right side", text -> PythonTests.expected("assert f(1) == " + text)),
        reader("line", DegenerateSeedsTest::parse),
        row("GSM8K", text -> Map.of("question", text, "answer", text)),
        row("GSM8K with an answer", text -> Map.of("question", text, "answer", text + "#### 1")),
        row("MATH", text -> Map.of("problem", text, "solution", text + "\\boxed{1}")),
        row("answer alone", text -> Map.of("problem", text, "answer", text)),
        row("choices", text -> Map.of("question", text, "options", List.of(text), "answer", "A")),
        row(
            "chat",
            text ->
                Map.of(
                    "messages",
                    List.of(
                        Map.of("role", "user", "content", text),
                        Map.of("role", "assistant", "content", text)))),
        row("MBPP", text -> Map.of("text", text, "code", text, "test_list", List.of(text))),
        row(
            "HumanEval",
            text ->
                Map.of(
                    "prompt", text, "canonical_solution", text, "test", text, "entry_point", "f")),
        row("KodCode", text -> Map.of("question", text, "solution", text, "test", text)),
        row(
            "story",
            text -> Map.of("Body", text, "Question", text, "Equation", text, "Answer", text)),
        row(
            "rewarded",
            text -> Map.of("prompt", text, "reward_model", Map.of("ground_truth", text))),
        reader("paths", text -> SeedFields.of("problem=" + text + ",answer=a")));
  }

  private static Arguments row(String name, Function<String, Object> columns) {
    return reader(name + " row", text -> parse(json(columns.apply(text))));
  }

  private static void parse(String line) {
    SeedParser.DEFAULT.parse(line, Location.getDefaultInstance());
  }

  private static Arguments reader(String name, Consumer<String> reader) {
    return arguments(name, reader);
  }

  private static String json(Object row) {
    try {
      return MAPPER.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("readers")
  void everyReaderIsQuick(String name, Consumer<String> reader) {
    assertQuick(
        name,
        text -> {
          try {
            reader.accept(text);
          } catch (RejectedException | IllegalArgumentException e) {
            // A clear no is an answer.
          }
        });
  }
}
