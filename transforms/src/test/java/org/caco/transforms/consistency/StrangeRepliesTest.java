package org.caco.transforms.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.caco.transforms.program.Reply;
import org.caco.transforms.reply.CleanProblem;
import org.caco.transforms.reply.CleanSolution;
import org.caco.transforms.step.RejectedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replies of every role in forms that were written down before anybody looked at how replies are
 * read, from {@code strange-replies.jsonl}: the role, what is expected, and the reply, in which
 * {@code @} or {@code @program} stands for the text.
 */
class StrangeRepliesTest {
  private static final String PROGRAM =
      """
      from fractions import Fraction

      input = {"price": 3, "share": "1/4", "limits": [1, 2]}

      def cost(price, share, limits):
          \"\"\"Returns the cost,
      in coins.\"\"\"
          total = price * Fraction(share)
          if total < limits[0] and price > 0:
              return limits[0]

          return total

      output = cost(**input)
      print(output)
      """;
  private static final String PROBLEM =
      "A warehouse has 6 crates with 7 boxes in each crate, and 5 loose boxes.\n\n"
          + "How many boxes are in the warehouse?";
  private static final String SOLUTION =
      "There are 6 * 7 = 42 boxes in crates.\n\nWith the loose ones, \\boxed{47}";

  private record Case(String expected, String reply) {}

  private static Stream<Case> of(String role) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = StrangeRepliesTest.class.getResourceAsStream("strange-replies.jsonl")) {
      String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : lines.lines().toList()) {
        JsonNode row = new ObjectMapper().readTree(line);
        if (row.get("role").asText().equals(role)) {
          cases.add(new Case(row.get("expect").asText(), row.get("reply").asText()));
        }
      }
    }
    return cases.stream();
  }

  static Stream<Case> judge() throws IOException {
    return of("judge");
  }

  static Stream<Case> program() throws IOException {
    return of("program");
  }

  static Stream<Case> problem() throws IOException {
    return of("problem");
  }

  static Stream<Case> solution() throws IOException {
    return of("solution");
  }

  private static String json(String text) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private static String prefixed(String prefix) {
    return PROGRAM.lines().map(line -> prefix + line + "\n").reduce("", String::concat);
  }

  private static String filledWithProgram(String template) {
    return template
        .replace("@program", PROGRAM)
        .replace("@three", prefixed("   "))
        .replace("@two", prefixed("  "))
        .replace("@quoted", prefixed("> "))
        .replace("@crlf", PROGRAM.replace("\n", "\r\n"))
        .replace("@imports", PROGRAM.substring(0, PROGRAM.indexOf("input =")))
        .replace("@rest", PROGRAM.substring(PROGRAM.indexOf("input =")))
        .replace("@json", json(PROGRAM));
  }

  private static String filled(String template, String text) {
    return template
        .replace("@json", json(text))
        .replace("@quoted", text.replace("\n", "\n> "))
        .replace("@", text);
  }

  private static String verdict(String reply) {
    try {
      Judgement judgement = new VerdictReader(true).read(reply);
      return judgement.isContradictory() || !judgement.objection().isEmpty()
          ? judgement.objection()
          : "accepted";
    } catch (RejectedException e) {
      return e.reason();
    }
  }

  private static String found(String reply) {
    try {
      return Reply.program(reply);
    } catch (RejectedException e) {
      return "none";
    }
  }

  @ParameterizedTest
  @MethodSource("judge")
  void aVerdictIsReadAsAPersonReadsIt(Case each) {
    String outcome = verdict(each.reply());
    if (each.expected().equals("not accepted")) {
      assertThat(outcome).isNotEqualTo("accepted");
    } else {
      assertThat(outcome).isEqualTo(each.expected());
    }
  }

  @ParameterizedTest
  @MethodSource("program")
  void aProgramIsFoundWhereThereIsOne(Case each) {
    assertThat(found(filledWithProgram(each.reply())))
        .isEqualTo(each.expected().equals("none") ? "none" : PROGRAM);
  }

  @ParameterizedTest
  @MethodSource("problem")
  void aProblemIsTakenOutOfTheChatAroundIt(Case each) {
    assertThat(CleanProblem.of(filled(each.reply(), PROBLEM))).isEqualTo(PROBLEM);
  }

  @ParameterizedTest
  @MethodSource("solution")
  void aSolutionIsTakenOutOfTheChatAroundIt(Case each) {
    assertThat(CleanSolution.of(filled(each.reply(), SOLUTION))).isEqualTo(SOLUTION);
  }
}
