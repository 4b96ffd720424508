package org.caco.pipelines.rewards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.caco.grader.AnswerGrader;
import org.caco.python.PythonValue;
import org.caco.python.PythonValue.Dict;
import org.caco.sandbox.Run;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /score}: runs programs against tests. A request is {@code {"id": of a row, "code"}}
 * or {@code {"tests": [{"input", "output"}], "code"}}, or several of them in {@code items}, with
 * {@code function} for the function to call. An answer is {@code {"score": passed / total,
 * "passed", "total", "form": unified or function, "tests": [{"verdict", "error"}]}}, those of
 * several are in {@code results}, in order.
 *
 * <p>Verdicts: {@code passed}, {@code wrong}, those of {@link Verdict}, and {@code not_run} for
 * what was left after two runs that took too long or after all the time that a program may have.
 */
final class ScorePrograms {
  static final String PASSED = "passed";

  private static final int MAX_ERROR = 500;

  /** Runs in one process. */
  private static final int SLICE = 16;

  /** All runs of a program together may take so many times what one may. */
  private static final int TOTAL = 8;

  private final Sandbox sandbox;
  private final SandboxConfig limits;
  private final AnswerGrader grader;
  private final @Nullable RunFolder rows;
  private final Lane programs;
  private final Metrics metrics;

  /**
   * @param rows null where no run is served
   */
  ScorePrograms(
      Sandbox sandbox,
      SandboxConfig limits,
      AnswerGrader grader,
      @Nullable RunFolder rows,
      Lane programs,
      Metrics metrics) {
    this.sandbox = sandbox;
    this.limits = limits;
    this.grader = grader;
    this.rows = rows;
    this.programs = programs;
    this.metrics = metrics;
  }

  private record Task(
      @Nullable JsonNode id, String code, String function, List<Expected> expected) {}

  CompletableFuture<JsonNode> answer(Fields request) {
    List<Task> tasks = new ArrayList<>();
    for (Fields item : request.items()) {
      tasks.add(task(item));
    }
    return programs
        .submit(tasks.size(), i -> score(tasks.get(i)))
        .thenApply(
            scores -> {
              if (!request.isMany()) {
                return scores.get(0);
              }
              ObjectNode body = Json.object();
              body.putArray("results").addAll(scores);
              return body;
            });
  }

  private Task task(Fields item) {
    String function = item.optional("function").orElse("");
    if (!function.isEmpty() && !StudentProgram.isName(function)) {
      throw item.wrong("function", "is no name of a function");
    }
    String code = item.text("code");
    return new Task(
        item.has("id") ? item.node("id") : null,
        code,
        function,
        item.has("tests") ? tests(item) : testsOfRow(item));
  }

  private static List<Expected> tests(Fields item) {
    List<Expected> expected = new ArrayList<>();
    for (Fields test : item.list("tests")) {
      expected.add(Expected.of(input(test), output(test)));
    }
    return expected;
  }

  /** A dict, as an object or as a text that holds one in JSON, as the table of tests has it. */
  private static String input(Fields test) {
    JsonNode node = test.node("input");
    try {
      PythonValue value = PythonValue.parse(node.isTextual() ? node.textValue() : Json.line(node));
      if (value instanceof Dict dict && dict.canBeGiven()) {
        return dict.toJson();
      }
    } catch (IllegalArgumentException e) {
      throw test.wrong("input", "is no value of a program: " + e.getMessage());
    }
    throw test.wrong("input", "is no JSON object, or a text that holds one");
  }

  /** Any value, or a text that holds one in JSON; a text that holds none is a text. */
  private static PythonValue output(Fields test) {
    JsonNode node = test.node("output");
    if (node.isMissingNode()) {
      throw test.wrong("output", "is missing");
    }
    try {
      return PythonValue.parse(node.isTextual() ? node.textValue() : Json.line(node));
    } catch (IllegalArgumentException e) {
      if (node.isTextual()) {
        return new PythonValue.Text(node.textValue());
      }
      throw test.wrong("output", "is no value of a program: " + e.getMessage());
    }
  }

  private List<Expected> testsOfRow(Fields item) {
    if (!item.has("id")) {
      throw item.wrong("id", "is missing, and so is " + item.name("tests"));
    }
    if (rows == null) {
      throw RefusedException.missing(
          item.name("id"), "no rows are served: serve-rewards was started without --run");
    }
    String id = item.text("id");
    try {
      JsonNode row =
          rows.row(id)
              .orElseThrow(
                  () -> RefusedException.missing(item.name("id"), "there is no row " + id));
      List<Expected> expected = new ArrayList<>();
      for (JsonNode test : row.path("tests")) {
        expected.add(
            new Expected(
                test.path("input").asText(),
                PythonValue.parse(test.path("output").asText()),
                test.path("answer").asText()));
      }
      if (expected.isEmpty()) {
        throw item.wrong("id", "names a row that has no tests");
      }
      return expected;
    } catch (IOException e) {
      throw RefusedException.of(500, "the rows cannot be read");
    }
  }

  private ObjectNode score(Task task) {
    StudentProgram program = StudentProgram.of(task.code(), task.function());
    List<Run> runs = runs(program, task.expected());
    if (program.unified() && runs.stream().allMatch(ScorePrograms::setsNoInput)) {
      program = StudentProgram.calling(StudentProgram.code(task.code()), "");
      runs = runs(program, task.expected());
    }
    ObjectNode result = Json.object();
    if (task.id() != null) {
      result.set("id", task.id());
    }
    int total = task.expected().size();
    ArrayNode tests = Json.object().arrayNode();
    int passed = 0;
    for (int i = 0; i < total; i++) {
      ObjectNode test = verdict(task.expected().get(i), i < runs.size() ? runs.get(i) : null);
      passed += test.get("verdict").textValue().equals(PASSED) ? 1 : 0;
      tests.add(test);
    }
    metrics.program(passed == total ? PASSED : "failed");
    result
        .put("score", (double) passed / total)
        .put("passed", passed)
        .put("total", total)
        .put("form", program.unified() ? "unified" : "function");
    result.set("tests", tests);
    return result;
  }

  private static boolean setsNoInput(Run run) {
    return run.verdict() == Verdict.REJECTED && run.error().startsWith("no_input");
  }

  /** Some runs at a time, so that a program has an end however many tests there are. */
  private List<Run> runs(StudentProgram program, List<Expected> expected) {
    List<Run> runs = new ArrayList<>();
    long cpuMs = 0;
    while (runs.size() < expected.size() && cpuMs < TOTAL * limits.cpuLimit().toMillis()) {
      List<String> inputs =
          expected.subList(runs.size(), Math.min(expected.size(), runs.size() + SLICE)).stream()
              .map(Expected::input)
              .toList();
      List<Run> more =
          sandbox.runInputs(Snippet.of("student", program.source()).withInputs(inputs), limits);
      runs.addAll(more);
      cpuMs += more.stream().mapToLong(Run::cpuMs).sum();
      if (more.size() < inputs.size()) {
        break;
      }
    }
    return runs;
  }

  private ObjectNode verdict(Expected expected, @Nullable Run run) {
    ObjectNode test = Json.object();
    if (run == null) {
      return test.put("verdict", "not_run");
    }
    if (run.verdict() == Verdict.OK) {
      return test.put("verdict", expected.isMetBy(run, grader) ? PASSED : "wrong");
    }
    String error = run.error();
    return test.put("verdict", run.verdict().label())
        .put("error", error.substring(0, Math.min(MAX_ERROR, error.length())));
  }
}
