package org.caco.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.caco.server.Dialect;
import org.caco.transforms.text.DegenerateTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever dialect a server speaks: the text is what the model said at last, or has no part. */
final class DialectsTest {
  private static final int MOST = 1_000_000;

  /** What a model thinks must not appear anywhere, so it has words that no reply has. */
  private static final String THOUGHT =
      "Okay, so the zebra asks for a total. 7 * 8 = 56. Wait, no.";

  private static final String PROBLEM =
      "A warehouse has 7 crates with 8 boxes in each crate, and 5 loose boxes. How many boxes are"
          + " in the warehouse?";

  private static final String SOLUTION =
      "Let $x < 9$ be the number of boxes.\n\n1. The crates hold $7 \\times 8 = 56$ boxes.\n2. With"
          + " the loose ones there are $56 + 5 = 61$.\n\nThe final answer is \\boxed{61}.";

  private static final String PROGRAM =
      "```python\ninput = {\"crates\": 7, \"boxes\": 8}\n\ndef f(crates, boxes):\n    if crates <"
          + " boxes:\n        print(\"<b>\", [1, 2][0])\n    return crates * boxes\n\noutput ="
          + " f(**input)\nprint(output)\n```";

  private static final String VERDICT =
      "{\"solvable\": true, \"complete\": true, \"leaks\": false, \"same\": true, \"reason\":"
          + " \"They agree: \\\\( 56 + 5 \\\\).\"}";

  static Stream<Dialect> truthful() {
    return Dialect.all().stream().filter(d -> d.reads().equals(Dialect.TEXT));
  }

  static Stream<Dialect> broken() {
    return Dialect.all().stream().filter(d -> !d.reads().equals(Dialect.TEXT));
  }

  @ParameterizedTest
  @MethodSource("truthful")
  void readsTheTextAndNothingElse(Dialect dialect) throws Exception {
    for (String said : new String[] {PROBLEM, SOLUTION, PROGRAM, VERDICT}) {
      ModelResponse response = response(dialect.choice(said, THOUGHT)).orElseThrow();
      assertThat(response.defect(MOST)).as("defect").isNull();
      assertThat(response.reply().text().strip()).isEqualTo(said);
    }
  }

  @ParameterizedTest
  @MethodSource("truthful")
  void readsTheSameFromTheJournal(Dialect dialect) throws Exception {
    ModelResponse response = response(dialect.choice(SOLUTION, THOUGHT)).orElseThrow();
    assertThat(ModelResponse.ofBytes(response.toBytes()).reply()).isEqualTo(response.reply());
  }

  @ParameterizedTest
  @MethodSource("truthful")
  void keepsTheReasoningThatTheServerTells(Dialect dialect) throws Exception {
    ObjectNode choice = dialect.choice(SOLUTION, THOUGHT);
    boolean told = choice.toString().split("zebra", 2).length > 1;
    boolean invented = dialect.name().startsWith("next-");
    assertThat(response(choice).orElseThrow().reply().reasoning().contains("zebra"))
        .isEqualTo(told && !invented);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void rejectsByName(Dialect dialect) throws Exception {
    for (String said : new String[] {PROBLEM, SOLUTION, PROGRAM}) {
      assertThat(reason(dialect.choice(said, THOUGHT))).isEqualTo(dialect.reads());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Use `</think>` to end it.",
        "The tag `<think>` begins, `</think>` ends.",
        "```python\nparts = reply.split(\"</think>\")\n```",
        "```python\nif '<think>' in reply:\n    reply = reply.split('</think>')[1]\n```",
        "The range is 0 < x and x > 1, and [a, b] < [c, d].",
        "f <| x |> g",
        "|x| < 1 and <a|b> is a product; \\langle x|y \\rangle too.",
        "<b>Bold</b> and <details><summary>More</summary>text</details>.",
        "An array[INDEX] and [note] of [ANSWER].",
        "Is a < b <c?",
        " indented\n  text\n",
      })
  void leavesTextAsItIs(String text) {
    assertThat(ReplyText.of(text)).isEqualTo(new ReplyText(text, "", ReplyText.Flaw.NONE, ""));
  }

  @Test
  void readsAnyTextQuickly() {
    DegenerateTexts.assertQuick("reply", ReplyText::of);
  }

  /** A reading that is not linear would take a minute. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>",
        "</think>",
        "<think>a</think>",
        "<|channel|>",
        "<|message|>",
        "<|channel|>analysis<|message|>a<|end|>",
        "<|im_end|>",
        "<|begin_of_box|>",
        "<s>",
        "`<think>",
        "\nUser: a\nAssistant: b",
        "&lt;",
        "<|",
        "<answer>",
      })
  void readsAnyNumberOfMarksQuickly(String mark) {
    String many = mark.repeat(200_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> ReplyText.of("a" + many + "a").flaw().name());
  }

  @Test
  void knowsMoreThanTwoHundredForms() {
    assertThat(Dialect.all()).hasSizeGreaterThan(200);
  }

  private static String reason(JsonNode choice) {
    try {
      CallFailure defect = response(choice).orElseThrow().defect(MOST);
      return defect == null ? Dialect.TEXT : defect.reason();
    } catch (ResponseReader.UnreadableException e) {
      return e.failure().reason();
    }
  }

  private static Optional<ModelResponse> response(JsonNode choice)
      throws ResponseReader.UnreadableException {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.putArray("choices").add(choice);
    return ResponseReader.read(body.toString().getBytes(UTF_8), 1).get(0);
  }
}
