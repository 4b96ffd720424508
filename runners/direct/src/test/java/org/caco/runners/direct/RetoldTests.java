package org.caco.runners.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.caco.transforms.problem.ProblemTemplate;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Problem;
import org.caco.transforms.records.Program;
import org.caco.transforms.records.Sample;
import org.caco.transforms.report.Proportion;
import org.caco.transforms.step.RejectedException;

/**
 * Tells each test of a row in the row's own text, with the test's numbers in place of the row's,
 * and has a solver answer it that sees this text alone.
 */
final class RetoldTests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final boolean SHOWN = Boolean.getBoolean("caco.twins.shown");

  private RetoldTests() {}

  /**
   * What was found in a dataset.
   *
   * @param told tests that the text of their row can tell
   * @param otherwise those of them to which the solver has another answer
   */
  record Findings(int tests, int told, int otherwise, int rows, int rowsOtherwise) {
    Findings plus(Findings other) {
      return new Findings(
          tests + other.tests,
          told + other.told,
          otherwise + other.otherwise,
          rows + other.rows,
          rowsOtherwise + other.rowsOtherwise);
    }

    @Override
    public String toString() {
      Proportion share = new Proportion(otherwise, told);
      return String.format(
          Locale.ROOT,
          "%,d of %,d tests told in their row's text; a blind solver answers %,d of them (%.2f%%,"
              + " 95%%: %.2f to %.2f%%) otherwise, in %,d of %,d rows",
          told,
          tests,
          otherwise,
          100 * share.share(),
          100 * share.low(),
          100 * share.high(),
          rowsOtherwise,
          rows);
    }
  }

  /** Looks at all rows. */
  static Findings in(List<JsonNode> rows) {
    return rows.parallelStream()
        .map(RetoldTests::in)
        .reduce(new Findings(0, 0, 0, 0, 0), Findings::plus);
  }

  private static Findings in(JsonNode row) {
    int told = 0;
    int otherwise = 0;
    for (JsonNode test : row.get("tests")) {
      Optional<String> text = told(row, test.get("input").asText());
      if (text.isPresent()) {
        told++;
        String reply = BlindSolver.reply(text.get());
        if (!BlindSolver.agrees(test.get("output").asText(), test.get("answer").asText(), reply)) {
          otherwise++;
          if (SHOWN) {
            System.out.println(text.get() + "\n" + test + "\n" + reply);
          }
        }
      }
    }
    return new Findings(row.get("tests").size(), told, otherwise, 1, otherwise > 0 ? 1 : 0);
  }

  /** The row's text with the numbers of another input; empty where it tells no such input. */
  private static Optional<String> told(JsonNode row, String input) {
    ProblemTemplate template;
    try {
      template =
          ProblemTemplate.of(
              Sample.newBuilder()
                  .setProgram(Program.newBuilder().setCode(row.get("code").asText()))
                  .setExecution(
                      Execution.newBuilder().setInput(row.at("/lineage/execution/input").asText()))
                  .setProblem(Problem.newBuilder().setText(row.get("instruction").asText()))
                  .build());
    } catch (RejectedException e) {
      return Optional.empty();
    }
    Map<String, BigDecimal> numbers = new TreeMap<>();
    try {
      add(JSON.readTree(input), "", numbers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> paths = template.slots().stream().map(ProblemTemplate.Slot::path).toList();
    if (!numbers.keySet().containsAll(paths)) {
      return Optional.empty();
    }
    List<BigDecimal> inPlaces = paths.stream().map(numbers::get).toList();
    return template.input(inPlaces).toJson().equals(input)
        ? template.text(inPlaces)
        : Optional.empty();
  }

  private static void add(JsonNode node, String path, Map<String, BigDecimal> numbers) {
    if (node.isNumber()) {
      numbers.put(path, new BigDecimal(node.asText()));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        add(node.get(i), path + "[" + i + "]", numbers);
      }
    } else {
      node.fields()
          .forEachRemaining(
              field ->
                  add(
                      field.getValue(),
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      numbers));
    }
  }
}
