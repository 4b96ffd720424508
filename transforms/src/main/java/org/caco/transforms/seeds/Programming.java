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

  /** Tests are shown to models as a whole where they are no longer than this. */
  private static final int MAX_SHOWN = 4_000;

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
    return row.seed("mbpp", problem, code)
        .addAllTests(tests)
        .setAnswer(answer)
        .setSuite(TestSuites.ofAsserts(row, tests));
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
    Seed.Builder seed = row.seed("humaneval", prompt, solution);
    seed.getSuiteBuilder().setFunction(name).setSetup(prompt).setModule(row.text("test"));
    return tested(seed, row, tests);
  }

  static boolean isKodCode(Row row) {
    return row.isText("question") && row.isText("solution") && row.isText("test");
  }

  static Seed.Builder kodCode(Row row) {
    String solution = row.text("solution");
    List<String> tests = PythonTests.asserts(row.text("test"));
    Seed.Builder seed = row.seed("kodcode", row.text("question"), solution);
    seed.getSuiteBuilder().setFunction(TestSuites.function(row)).setModule(row.text("test"));
    return tested(seed, row, tests);
  }

  /**
   * Puts the test first whose value is known. Where none is, as in tests that loop, the answer is
   * empty and the first test all of them.
   */
  private static Seed.Builder tested(Seed.Builder seed, Row row, List<String> tests) {
    for (String test : tests) {
      Optional<String> expected = PythonTests.expected(test);
      if (expected.isPresent()) {
        seed.addTests(test).setAnswer(expected.get());
        tests.stream().filter(other -> !other.equals(test)).forEach(seed::addTests);
        return seed;
      }
    }
    String module = seed.getSuite().getModule();
    if (!TestSuites.mayFail(module)) {
      throw row.missingAnswer("test", "it has no assert that can be read");
    }
    return module.length() > MAX_SHOWN ? seed : seed.addTests(module);
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
