package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caco.grader.AnswerGrader;
import org.caco.grader.Rounding;
import org.caco.grader.SympyDecider;
import org.caco.grader.UndecidedDecider;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.options.GradeOptions;
import org.caco.pipelines.options.LineFiles;
import org.caco.pipelines.options.UsageException;
import org.caco.sandbox.Sandbox;
import org.caco.sandbox.SandboxConfig;
import org.caco.sandbox.SandboxUnavailableException;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.step.Shared;
import org.jspecify.annotations.Nullable;

/** The {@code grade} command: only the answer grader, over the pairs of a file. */
final class Grade {
  private static final String INVALID = "invalid_line";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // A number stays as it is written.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          // Half a character has no UTF-8.
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private Grade() {}

  static void run(GradeOptions options, PrintStream out) {
    LateSympy sympy = new LateSympy(Settings.grader(options).sandbox());
    AnswerGrader grader =
        options.getCompatibility().equalsIgnoreCase("caco")
            ? AnswerGrader.caco()
            : AnswerGrader.strict()
                .withDecider(sympy)
                .withRounding(Rounding.valueOf(options.getRounding().toUpperCase(Locale.ROOT)));
    LineFiles.check(options);
    long lines = 0;
    long equal = 0;
    long invalid = 0;
    // As bytes: JSON's own reader says what is no UTF-8, and one such line must not stop the rest.
    try (sympy;
        BufferedReader reader = Files.newBufferedReader(Path.of(options.getInput()), ISO_8859_1);
        BufferedWriter writer = Files.newBufferedWriter(Path.of(options.getOutput()))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        ObjectNode grade = grade(grader, line.getBytes(ISO_8859_1), ++lines);
        equal += grade.get("equal").asBoolean() ? 1 : 0;
        invalid += grade.get("reason").asText().equals(INVALID) ? 1 : 0;
        writer.write(JSON.writeValueAsString(grade));
        writer.write('\n');
      }
    } catch (IOException e) {
      throw new UsageException("--input or --output: " + e, e);
    } catch (SandboxUnavailableException e) {
      throw new UsageException(
          e.getMessage() + " Or leave such pairs undecided, by --sympy=false.", e);
    }
    out.println(
        equal
            + " of "
            + lines
            + " pairs are equal; "
            + (invalid == 0 ? "" : invalid + " lines hold no pair (" + INVALID + "); ")
            + "see "
            + options.getOutput());
  }

  /** Asks SymPy, in a sandbox that is opened for the first pair that needs it: most need none. */
  private static final class LateSympy implements UndecidedDecider, AutoCloseable {
    private final @Nullable SandboxConfig config;
    private Shared.@Nullable Lease<Sandbox> sandbox;

    /**
     * @param config null where SymPy is not asked
     */
    private LateSympy(@Nullable SandboxConfig config) {
      this.config = config;
    }

    @Override
    public Optional<Boolean> decide(String first, String second) {
      if (config == null) {
        return Optional.empty();
      }
      if (sandbox == null) {
        sandbox = Sandboxes.acquire(config);
      }
      return SympyDecider.in(sandbox.get()).decide(first, second);
    }

    @Override
    public void close() {
      if (sandbox != null) {
        sandbox.close();
      }
    }
  }

  /** One line out, also for a line that holds no pair: it is not equal, with the reason. */
  private static ObjectNode grade(AnswerGrader grader, byte[] line, long number)
      throws IOException {
    ObjectNode result = JSON.createObjectNode();
    JsonNode pair;
    Optional<String> problem;
    try {
      pair = JSON.readTree(line);
      problem = problem(pair);
    } catch (JsonProcessingException e) {
      pair = JSON.missingNode();
      problem = Optional.of("is no JSON: " + e.getOriginalMessage());
    }
    result.set("id", pair.path("id").isMissingNode() ? null : pair.get("id"));
    if (problem.isPresent()) {
      return result
          .put("equal", false)
          .put("reason", INVALID)
          .put("error", "line " + number + " " + problem.get());
    }
    org.caco.grader.Grade grade =
        grader.compare(pair.get("gold").asText(), pair.get("pred").asText());
    return result.put("equal", grade.equal()).put("reason", grade.reason());
  }

  /** Why a line is no pair, if it is none. */
  private static Optional<String> problem(JsonNode pair) {
    if (!pair.isObject()) {
      return Optional.of("is not a JSON object");
    }
    for (String field : List.of("gold", "pred")) {
      JsonNode answer = pair.path(field);
      if (answer.isMissingNode()) {
        return Optional.of("has no field " + field);
      }
      if (answer.isNull() || answer.isContainerNode()) {
        return Optional.of(
            "field "
                + field
                + ": a JSON "
                + answer.getNodeType().name().toLowerCase(Locale.ROOT)
                + " where a text or a number is expected");
      }
    }
    return Optional.empty();
  }
}
