package org.caco.transforms.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caco.transforms.records.Seed;
import org.caco.transforms.records.TestSuite;
import org.caco.transforms.records.TextPair;

/**
 * Rows of programming contests, whose tests are what a program reads and what it prints. One such
 * pair becomes part of the problem, and its output the answer. Where the tests call a function, the
 * call does.
 */
final class Contests {
  private static final List<String> STATEMENT =
      List.of("question", "question_content", "description", "problem", "problem_description");
  private static final List<String> TESTS =
      List.of("input_output", "public_test_cases", "public_tests", "examples");
  private static final int MAX_INPUT = 2_000;
  private static final int MAX_OUTPUT = 1_000;
  private static final int MAX_PAIRS = 50;

  /** Characters of tests that are taken; those beyond are left out. */
  private static final int MAX_TESTS = 200_000;

  /** CodeContests' number for Python 3. */
  private static final String PYTHON3 = "3";

  private record Pair(JsonNode input, JsonNode output) {}

  private Contests() {}

  static boolean fits(Row row) {
    return row.first(STATEMENT).isPresent()
        && row.among(TESTS).stream().anyMatch(column -> !pairs(row.nested(column)).isEmpty());
  }

  static Seed.Builder read(Row row) {
    JsonNode tests =
        TESTS.stream()
            .flatMap(column -> row.nested(column).stream())
            .filter(value -> !pairs(Optional.of(value)).isEmpty())
            .findFirst()
            .orElseThrow();
    String problem = row.text(row.first(STATEMENT).orElseThrow());
    return seed(row, "contest", problem, solution(row), tests);
  }

  /** A seed with the first pair of {@code tests} that is short enough to be shown. */
  static Seed.Builder seed(
      Row row, String format, String problem, String solution, JsonNode tests) {
    Optional<String> function = function(row, tests);
    List<Pair> pairs = new ArrayList<>(pairs(Optional.of(tests)));
    for (Pair pair : pairs) {
      Optional<Seed.Builder> seed =
          function.isPresent()
              ? called(row, format, problem, solution, function.get(), pair)
              : printed(row, format, problem, solution, pair);
      if (seed.isPresent()) {
        // What is shown to a model is tested first.
        pairs.remove(pair);
        pairs.add(0, pair);
        return seed.get().setSuite(suite(function, pairs));
      }
    }
    throw row.missingAnswer(
        row.firstFilled(TESTS).orElse("reward_model"),
        "none of its first tests is a pair of an input of at most "
            + MAX_INPUT
            + " characters and an output of at most "
            + MAX_OUTPUT);
  }

  private static TestSuite suite(Optional<String> function, List<Pair> pairs) {
    TestSuite.Builder suite = TestSuite.newBuilder().setFunction(function.orElse(""));
    int left = MAX_TESTS;
    for (Pair pair : pairs) {
      if (function.isPresent()) {
        String test = test(function.get(), pair);
        left -= test.length();
        if (left >= 0) {
          suite.addAsserts(test);
        }
        continue;
      }
      Optional<String> input = text(pair.input());
      Optional<String> output = text(pair.output());
      if (input.isPresent() && output.isPresent()) {
        left -= input.get().length() + output.get().length();
        if (left >= 0) {
          suite.addPairs(
              TextPair.newBuilder().setInput(input.get()).setOutput(output.get().strip()));
        }
      }
    }
    return suite.build();
  }

  private static String test(String function, Pair pair) {
    return "assert "
        + function
        + "("
        + PythonLiterals.arguments(pair.input())
        + ") == "
        + PythonLiterals.result(pair.output());
  }

  private static Optional<Seed.Builder> printed(
      Row row, String format, String problem, String solution, Pair pair) {
    Optional<String> input = text(pair.input()).filter(text -> text.length() <= MAX_INPUT);
    Optional<String> output =
        text(pair.output())
            .map(String::strip)
            .filter(text -> !text.isEmpty() && text.length() <= MAX_OUTPUT);
    if (input.isEmpty() || output.isEmpty()) {
      return Optional.empty();
    }
    String posed = problem + "\n\nWhat is the output for this input?\n" + input.get();
    return Optional.of(row.seed(format, posed.stripTrailing(), solution).setAnswer(output.get()));
  }

  private static Optional<Seed.Builder> called(
      Row row, String format, String problem, String solution, String function, Pair pair) {
    String arguments = PythonLiterals.arguments(pair.input());
    String output = PythonLiterals.result(pair.output());
    if (arguments.length() > MAX_INPUT || output.length() > MAX_OUTPUT || output.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        row.seed(format, problem, solution).addTests(test(function, pair)).setAnswer(output));
  }

  /** The name of the function that the tests call. */
  private static Optional<String> function(Row row, JsonNode tests) {
    JsonNode name = tests.path("fn_name");
    if (name.isMissingNode() && functional(tests)) {
      name = row.nested("metadata").map(data -> data.path("func_name")).orElse(name);
    }
    return text(name).map(String::strip).filter(text -> !text.isEmpty());
  }

  private static boolean functional(JsonNode tests) {
    return tests.isArray() && tests.path(0).path("testtype").asText().equals("functional");
  }

  /** The first pairs: of two lists, or of a list of pairs; those that print one line first. */
  private static List<Pair> pairs(Optional<JsonNode> tests) {
    List<Pair> pairs = new ArrayList<>();
    if (tests.isEmpty()) {
      return pairs;
    }
    JsonNode inputs = list(tests.get(), "inputs", "input");
    JsonNode outputs = list(tests.get(), "outputs", "output");
    for (int i = 0; i < Math.min(MAX_PAIRS, Math.min(inputs.size(), outputs.size())); i++) {
      pairs.add(new Pair(inputs.get(i), outputs.get(i)));
    }
    if (tests.get().isArray()) {
      for (JsonNode test : tests.get()) {
        if (test.has("input") && test.has("output") && pairs.size() < MAX_PAIRS) {
          pairs.add(new Pair(test.get("input"), test.get("output")));
        }
      }
    }
    return pairs.stream().collect(Collectors.partitioningBy(Contests::isLine)).entrySet().stream()
        .sorted((a, b) -> Boolean.compare(b.getKey(), a.getKey()))
        .flatMap(group -> group.getValue().stream())
        .toList();
  }

  private static boolean isLine(Pair pair) {
    return text(pair.output()).map(text -> text.strip().indexOf('\n') < 0).orElse(true);
  }

  private static JsonNode list(JsonNode tests, String name, String other) {
    JsonNode list = tests.path(name);
    return list.isArray() ? list : tests.path(other);
  }

  /** A text, or the lines of a list of them. */
  private static Optional<String> text(JsonNode value) {
    if (value.isArray()) {
      List<String> lines = new ArrayList<>();
      for (JsonNode line : value) {
        if (!line.isValueNode()) {
          return Optional.empty();
        }
        lines.add(Row.value("test", line));
      }
      return Optional.of(String.join("\n", lines));
    }
    return value.isValueNode() && !value.isNull()
        ? Optional.of(Row.value("test", value))
        : Optional.empty();
  }

  /** The first solution in Python; empty where there is none. */
  private static String solution(Row row) {
    Optional<JsonNode> solutions = row.nested("solutions");
    if (solutions.isEmpty()) {
      return row.isText("solutions") || row.isText("solution")
          ? row.optionalText(row.isFilled("solution") ? "solution" : "solutions")
          : "";
    }
    JsonNode languages = solutions.get().path("language");
    JsonNode codes = solutions.get().path("solution");
    if (languages.isArray() && codes.isArray()) {
      for (int i = 0; i < Math.min(languages.size(), codes.size()); i++) {
        String language = languages.get(i).asText();
        if (language.equals(PYTHON3) || language.equals("PYTHON3")) {
          return Row.text("solutions", codes.get(i));
        }
      }
    }
    JsonNode first = solutions.get().path(0);
    return first.isTextual() ? Row.text("solutions", first) : "";
  }
}
