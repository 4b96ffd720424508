package org.caco.transforms.derive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caco.hash.ContentHash;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Line;
import org.caco.python.PythonLexer.Token;
import org.caco.python.PythonValue;
import org.caco.python.PythonValue.Dict;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.TestCase;

/** Tasks about a sample's program, its inputs and outputs, as its runs have shown them. */
final class TaskRows {
  /** The answer is compared with the output. */
  static final String GRADE = "grade";

  /** The program is run with the answer as its input. */
  static final String RUN_INPUT = "run_input";

  /** The answer is run on the tests. */
  static final String RUN_PROGRAM = "run_program";

  private static final int MAX_SHOWN = 2_000;
  private static final int LEAST_TESTS = 4;

  private TaskRows() {}

  static List<String> of(DeriveRows.Row row) {
    Execution execution = row.sample().getExecution();
    Optional<Dict> input = dict(execution.getInput());
    if (input.isEmpty()
        || !input.get().canBeGiven()
        || execution.getOutputText().isBlank()
        || execution.getOutputText().length() > MAX_SHOWN) {
      return List.of();
    }
    List<String> tasks = new ArrayList<>();
    tasks.add(deduction(row));
    withoutInput(row.sample().getProgram().getCode(), input.get())
        .ifPresent(code -> tasks.add(abduction(row, code, input.get())));
    induction(row, input.get()).ifPresent(tasks::add);
    return tasks;
  }

  private static Optional<Dict> dict(String json) {
    try {
      return Dict.of(json);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String deduction(DeriveRows.Row row) {
    String prompt =
        "What is the value of `output` when this program has run?\n\n"
            + fenced(row.sample().getProgram().getCode())
            + "\n\nPut the value within \\boxed{}, as Python prints it.";
    ObjectNode task =
        task(row, "deduction", prompt, row.sample().getExecution().getOutputText(), GRADE);
    return Json.line(task);
  }

  private static String abduction(DeriveRows.Row row, String code, Dict input) {
    String prompt =
        "With which `input` does this program set `output` to "
            + literal(row.sample().getExecution().getOutput())
            + "?\n\n"
            + fenced(code)
            + "\n\nAny one will do. Write the dict in Python within a block of code, each `...`"
            + " replaced by a value.";
    return Json.line(task(row, "abduction", prompt, "input = " + input.asLiteral(), RUN_INPUT));
  }

  /** Of an even number of pairs the row's own is shown, and every other of the tests. */
  private static Optional<String> induction(DeriveRows.Row row, Dict input) {
    Execution execution = row.sample().getExecution();
    List<TestCase> tests = row.sample().hasChoice() ? execution.getTestsList() : List.of();
    boolean constant = new HashSet<>(tests.stream().map(TestCase::getOutput).toList()).size() < 2;
    if (tests.size() < LEAST_TESTS || constant) {
      return Optional.empty();
    }
    List<TestCase> shown = new ArrayList<>();
    List<TestCase> hidden = new ArrayList<>();
    shown.add(
        TestCase.newBuilder()
            .setInput(execution.getInput())
            .setOutput(execution.getOutput())
            .setOutputText(execution.getOutputText())
            .build());
    for (int i = 0; i < tests.size(); i++) {
      (i % 2 == 0 ? hidden : shown).add(tests.get(i));
    }
    String calls = shown.stream().map(TaskRows::call).collect(Collectors.joining("\n"));
    if (calls.length() > MAX_SHOWN) {
      return Optional.empty();
    }
    String prompt =
        "A function `solve("
            + String.join(", ", input.names())
            + ")` gives these values:\n\n"
            + fenced(calls)
            + "\n\nWrite it in Python within a block of code, so that it gives the right values for"
            + " other arguments too.";
    ObjectNode task =
        task(row, "induction", prompt, row.sample().getProgram().getCode(), RUN_PROGRAM);
    cases(task.putArray("shown"), shown);
    cases(task.putArray("tests"), hidden);
    return Optional.of(Json.line(task));
  }

  private static String call(TestCase test) {
    String arguments =
        dict(test.getInput()).stream()
            .flatMap(input -> input.entries().stream())
            .map(entry -> entry.name() + "=" + entry.value().asLiteral())
            .collect(Collectors.joining(", "));
    return "solve(" + arguments + ") == " + literal(test.getOutput());
  }

  private static void cases(ArrayNode cases, List<TestCase> tests) {
    for (TestCase test : tests) {
      cases
          .addObject()
          .put("input", test.getInput())
          .put("output", test.getOutput())
          .put("answer", test.getOutputText());
    }
  }

  private static String literal(String json) {
    try {
      return PythonValue.parse(json).asLiteral();
    } catch (IllegalArgumentException e) {
      return json;
    }
  }

  /**
   * The program with a hole for each value of its input; empty where the input is not set by one
   * statement at the top, or a comment or text in the source may tell of it.
   */
  private static Optional<String> withoutInput(String code, Dict input) {
    List<Line> assignments =
        PythonLexer.lines(code).stream()
            .filter(line -> line.tokens().size() > 2 && line.tokens().get(0).is("input"))
            .toList();
    if (assignments.size() != 1
        || assignments.get(0).column() != 0
        || !assignments.get(0).tokens().get(1).is("=")
        || !input.names().stream().allMatch(TaskRows::isName)) {
      return Optional.empty();
    }
    List<Token> tokens = assignments.get(0).tokens();
    String holes =
        input.names().stream()
            .map(name -> "\"" + name + "\": ...")
            .collect(Collectors.joining(", ", "input = {", "}"));
    String before = withoutComments(code.substring(0, tokens.get(0).start()));
    String after = withoutComments(code.substring(tokens.get(tokens.size() - 1).end()));
    return Optional.of(before + holes + after);
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && Character.isJavaIdentifierStart(name.charAt(0))
        && name.chars().allMatch(c -> c < 128 && Character.isJavaIdentifierPart(c))
        && name.indexOf('$') < 0;
  }

  /** Comments often tell what the input is; what else is between tokens stays. */
  private static String withoutComments(String code) {
    StringBuilder kept = new StringBuilder();
    int at = 0;
    for (Token token : PythonLexer.tokens(code)) {
      kept.append(layout(code.substring(at, token.start())));
      kept.append(code, token.start(), token.end());
      at = token.end();
    }
    return kept.append(layout(code.substring(at))).toString();
  }

  private static String layout(String between) {
    StringBuilder layout = new StringBuilder();
    boolean comment = false;
    for (int i = 0; i < between.length(); i++) {
      char c = between.charAt(i);
      comment = c == '#' || (comment && c != '\n');
      if (!comment) {
        layout.append(c);
      }
    }
    return layout.toString();
  }

  private static String fenced(String code) {
    return "```python\n" + code.strip() + "\n```";
  }

  private static ObjectNode task(
      DeriveRows.Row row, String kind, String prompt, String answer, String verify) {
    Execution execution = row.sample().getExecution();
    ObjectNode task = Json.object();
    task.put("id", ContentHash.of("task", kind, row.id()));
    task.put("row_id", row.id());
    task.put("kind", kind);
    Json.turn(task.putArray("prompt"), "user", prompt);
    task.put("answer", answer);
    task.put("verify", verify);
    task.put("code", row.sample().getProgram().getCode());
    task.put("input", execution.getInput());
    task.put("output", execution.getOutput());
    task.putArray("shown");
    task.putArray("tests");
    return task.put("toy", row.toy());
  }
}
