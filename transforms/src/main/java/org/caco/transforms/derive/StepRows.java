package org.caco.transforms.derive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.caco.hash.ContentHash;
import org.caco.python.PythonValue.Text;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxResult;
import org.caco.sandbox.Snippet;
import org.caco.sandbox.Verdict;
import org.caco.transforms.records.Sample;
import org.caco.transforms.records.Solution;

/** The solutions of a sample in steps with labels. */
final class StepRows {
  private static final int MAX_SOLUTIONS = 4;

  /** A single step says nothing of the way. */
  private static final int LEAST_STEPS = 2;

  private static final int MAX_SOURCE = 100_000;
  private static final String NO_SOURCE = "_source = \"\"\n";
  private static final String VALUES_OF = resource();

  private StepRows() {}

  private static String resource() {
    try (InputStream in = StepRows.class.getResourceAsStream("values_of.py")) {
      if (in == null) {
        throw new IllegalStateException("there is no values_of.py");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> of(DeriveRows.Row row, Sandbox sandbox) {
    Sample sample = row.sample();
    StepLabels labels = new StepLabels(values(sample, sandbox));
    List<String> rows = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Solution solution : sample.getSolutionsList()) {
      boolean known = solution.getAgrees() || PreferenceRows.isWrong(solution);
      if (known && rows.size() < MAX_SOLUTIONS && seen.add(solution.getText())) {
        StepLabels.Labelled steps = labels.of(solution.getText(), solution.getAgrees());
        if (steps.labels().size() >= LEAST_STEPS) {
          rows.add(line(row, solution, steps));
        }
      }
    }
    return rows;
  }

  private static String line(DeriveRows.Row row, Solution solution, StepLabels.Labelled steps) {
    ObjectNode line = Json.object();
    line.put("id", ContentHash.of("steps", row.id(), solution.getText()));
    line.put("row_id", row.id());
    line.put("prompt", row.sample().getProblem().getText());
    ArrayNode completions = line.putArray("completions");
    steps.steps().forEach(completions::add);
    ArrayNode labels = line.putArray("labels");
    steps.labels().forEach(labels::add);
    line.put("complete", steps.complete());
    line.put("agrees", solution.getAgrees());
    return Json.line(line.put("toy", row.toy()));
  }

  /** The numbers that the program works out; none where it does not run like this. */
  private static List<Double> values(Sample sample, Sandbox sandbox) {
    List<Double> values = new ArrayList<>();
    String code = sample.getProgram().getCode();
    if (code.length() > MAX_SOURCE) {
      return values;
    }
    String source = VALUES_OF.replace(NO_SOURCE, "_source = " + new Text(code).asLiteral() + "\n");
    SandboxResult result = sandbox.run(Snippet.of(sample.getId(), source));
    if (result.verdict() == Verdict.OK) {
      JsonNode texts = Json.read(String.valueOf(result.output()));
      texts.forEach(text -> values.add(text.asDouble()));
    }
    return values;
  }
}
