package org.caco.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.caco.pipelines.options.GradeOptions;
import org.caco.sandbox.SandboxUnavailableException;
import org.caco.transforms.grade.AnswerGrader;

/** The {@code grade} command: only the answer grader, over the pairs of a file. */
final class Grade {
  static final String SUMMARY =
      "compares the answers of a JSONL file; {id, gold, pred} in, {id, equal, reason} out."
          + " Either side may be a whole solution text.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Grade() {}

  static void help(PrintStream out) {
    Help.print("grade", SUMMARY, GradeOptions.class, out);
  }

  static void run(List<String> args, PrintStream out) {
    GradeOptions options = CommandLine.parse("grade", args, GradeOptions.class);
    AnswerGrader grader =
        switch (options.getCompatibility()) {
          // Most files have no pair that needs a sandbox: it is not opened before.
          case "strict" -> Settings.grader(options).grader();
          case "caco" -> AnswerGrader.caco();
          default ->
              throw new UsageException(
                  "--compatibility=" + options.getCompatibility() + " is neither strict nor caco.");
        };
    long lines = 0;
    long equal = 0;
    try (BufferedReader reader = Files.newBufferedReader(Path.of(options.getInput()));
        BufferedWriter writer = Files.newBufferedWriter(Path.of(options.getOutput()))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        ObjectNode grade = grade(grader, line, ++lines);
        equal += grade.get("equal").asBoolean() ? 1 : 0;
        writer.write(grade.toString());
        writer.write('\n');
      }
    } catch (IOException e) {
      throw new UsageException("--input or --output: " + e, e);
    } catch (SandboxUnavailableException e) {
      throw new UsageException(
          e.getMessage() + " Or leave such pairs undecided, by --sympy=false.", e);
    }
    out.println(equal + " of " + lines + " pairs are equal; see " + options.getOutput());
  }

  /** One line out, also for a line that holds no pair: it is not equal, with the reason. */
  private static ObjectNode grade(AnswerGrader grader, String line, long number) {
    ObjectNode result = JSON.createObjectNode();
    JsonNode pair;
    try {
      pair = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      pair = JSON.missingNode();
    }
    result.set("id", pair.path("id").isMissingNode() ? null : pair.get("id"));
    if (!pair.path("gold").isValueNode() || !pair.path("pred").isValueNode()) {
      return result
          .put("equal", false)
          .put("reason", "invalid_line")
          .put("error", "line " + number + " has no gold and pred");
    }
    org.caco.transforms.grade.Grade grade =
        grader.compare(pair.get("gold").asText(), pair.get("pred").asText());
    return result.put("equal", grade.equal()).put("reason", grade.reason());
  }
}
