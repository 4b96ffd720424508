package org.caco.transforms.seeds;

import java.util.List;
import java.util.Optional;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Token;
import org.caco.transforms.records.Seed;

/** Rows with a programming task whose tests are asserts in Python. */
final class Programming {
  private static final List<String> MBPP_PROBLEM = List.of("text", "prompt");
  private static final List<String> SOLUTION =
      List.of("canonical_solution", "completion", "solution");

  private Programming() {}

  static boolean isMbpp(Row row) {
    return row.has("test_list")
        || (row.has("code") && (row.isText("text") || row.isText("prompt")));
  }

  static Seed.Builder mbpp(Row row) {
    String problem = row.text(row.firstFilled(MBPP_PROBLEM).orElse("prompt"));
    String code = row.text("code");
    List<String> tests = row.texts("test_list");
    String answer =
        tests.stream()
            .flatMap(test -> FirstAssert.expected(test).stream())
            .findFirst()
            .orElseThrow(() -> row.missingAnswer("test_list", "it has no assert that can be read"));
    return row.seed("mbpp", problem, code).addAllTests(tests).setAnswer(answer);
  }

  static boolean isHumanEval(Row row) {
    return row.isText("prompt") && row.isText("test") && row.isText("entry_point");
  }

  /** The solution is the body of the function that the problem begins. */
  static Seed.Builder humanEval(Row row) {
    String prompt = row.text("prompt");
    String name = row.text("entry_point").strip();
    String body = row.firstFilled(SOLUTION).map(row::text).orElse("");
    boolean whole = body.contains("def " + name);
    String solution = body.isEmpty() || whole ? body : prompt.stripTrailing() + "\n" + body;
    List<String> tests =
        PythonTests.asserts(row.text("test")).stream()
            .map(test -> renamed(test, "candidate", name))
            .toList();
    return tested(row.seed("humaneval", prompt, solution), row, tests);
  }

  static boolean isKodCode(Row row) {
    return row.isText("question") && row.isText("solution") && row.isText("test");
  }

  static Seed.Builder kodCode(Row row) {
    String solution = row.text("solution");
    List<String> tests = PythonTests.asserts(row.text("test"));
    return tested(row.seed("kodcode", row.text("question"), solution), row, tests);
  }

  /** Puts the test first whose value is known. */
  private static Seed.Builder tested(Seed.Builder seed, Row row, List<String> tests) {
    for (String test : tests) {
      Optional<String> expected = PythonTests.expected(test);
      if (expected.isPresent()) {
        seed.addTests(test).setAnswer(expected.get());
        tests.stream().filter(other -> !other.equals(test)).forEach(seed::addTests);
        return seed;
      }
    }
    throw row.missingAnswer("test", "it has no assert that can be read");
  }

  private static String renamed(String code, String name, String other) {
    StringBuilder renamed = new StringBuilder();
    int copied = 0;
    for (Token token : PythonLexer.tokens(code)) {
      if (token.is(name)) {
        renamed.append(code, copied, token.start()).append(other);
        copied = token.end();
      }
    }
    return renamed.append(code, copied, code.length()).toString();
  }
}
