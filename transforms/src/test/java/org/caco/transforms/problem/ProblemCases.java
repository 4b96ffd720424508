package org.caco.transforms.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caco.transforms.records.Execution;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.RejectedException;
import org.caco.transforms.step.TestSamples;

/**
 * Problems with the input that they should state, and whether they do: JSON objects with {@code
 * good}, {@code problem}, {@code input} and {@code output} in JSON, {@code text} for the output's
 * {@code str}, and the {@code code} where it matters.
 */
final class ProblemCases {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param reason for which a problem that is no good is rejected, or empty where any will do
   */
  record Case(boolean good, String reason, Sample sample) {
    @Override
    public String toString() {
      return sample.getId()
          + ": "
          + sample.getProblem().getText()
          + " "
          + sample.getExecution().getInput()
          + " "
          + reason;
    }
  }

  private ProblemCases() {}

  static List<Case> of(List<String> lines) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String line : lines) {
      JsonNode row = JSON.readTree(line);
      String input = row.get("input").asText();
      Sample sample =
          sample(
              row.get("id").asText(),
              row.get("problem").asText(),
              input,
              row.get("output").asText(),
              row.get("text").asText(),
              row.path("code").asText("input = " + input));
      cases.add(new Case(row.get("good").asBoolean(), row.path("reason").asText(), sample));
    }
    return cases;
  }

  static Sample sample(
      String id, String problem, String input, String output, String text, String code) {
    return TestSamples.posed(id, problem).toBuilder()
        .setProgram(TestSamples.program(code))
        .setExecution(
            Execution.newBuilder()
                .setVerdict("ok")
                .setInput(input)
                .setOutput(output)
                .setOutputText(text))
        .build();
  }

  /** Why the sample is rejected, if it is. */
  static Optional<RejectedException> rejection(Sample sample) {
    try {
      CheckProblem.check(sample, CheckProblem.ALL);
      return Optional.empty();
    } catch (RejectedException e) {
      return Optional.of(e);
    }
  }
}
