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
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  /** So many lines are graded at a time by one core, unless they are long. */
  private static final int CHUNK = 500;

  private static final long CHUNK_CHARACTERS = 1 << 20;

  /** So many chunks wait to be graded or written. */
  private static final int CHUNKS_PER_CORE = 3;

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
    Tally tally;
    // As bytes: JSON's own reader says what is no UTF-8, and one such line must not stop the rest.
    try (sympy;
        BufferedReader reader = Files.newBufferedReader(Path.of(options.getInput()), ISO_8859_1);
        BufferedWriter writer = Files.newBufferedWriter(Path.of(options.getOutput()))) {
      tally = grade(grader, reader, writer);
    } catch (IOException e) {
      throw new UsageException("--input or --output: " + e, e);
    } catch (SandboxUnavailableException e) {
      throw new UsageException(
          e.getMessage() + " Or leave such pairs undecided, by --sympy=false.", e);
    }
    out.println(
        tally.equal()
            + " of "
            + tally.lines()
            + " pairs are equal; "
            + (tally.invalid() == 0
                ? ""
                : tally.invalid() + " lines hold no pair (" + INVALID + "); ")
            + "see "
            + options.getOutput());
  }

  /** How many lines were graded, and how many of them are equal or hold no pair. */
  private record Tally(long lines, long equal, long invalid) {
    Tally plus(Tally that) {
      return new Tally(lines + that.lines, equal + that.equal, invalid + that.invalid);
    }
  }

  /** What is written for some lines. */
  private record Graded(String text, Tally tally) {}

  /** Grades on all cores, and writes in the order of the lines. */
  private static Tally grade(AnswerGrader grader, BufferedReader reader, BufferedWriter writer)
      throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService workers = Executors.newFixedThreadPool(cores);
    Queue<Future<Graded>> running = new ArrayDeque<>();
    Tally tally = new Tally(0, 0, 0);
    long read = 0;
    try {
      for (List<String> lines = lines(reader); !lines.isEmpty(); lines = lines(reader)) {
        List<String> some = lines;
        long first = read + 1;
        running.add(workers.submit(() -> grade(grader, some, first)));
        read += some.size();
        if (running.size() > CHUNKS_PER_CORE * cores) {
          tally = tally.plus(write(running.remove(), writer));
        }
      }
      while (!running.isEmpty()) {
        tally = tally.plus(write(running.remove(), writer));
      }
      return tally;
    } finally {
      workers.shutdownNow();
    }
  }

  private static List<String> lines(BufferedReader reader) throws IOException {
    List<String> lines = new ArrayList<>(CHUNK);
    long size = 0;
    while (lines.size() < CHUNK && size < CHUNK_CHARACTERS) {
      String line = reader.readLine();
      if (line == null) {
        break;
      }
      size += line.length();
      lines.add(line);
    }
    return lines;
  }

  private static Tally write(Future<Graded> future, BufferedWriter writer) throws IOException {
    try {
      Graded graded = future.get();
      writer.write(graded.text());
      return graded.tally();
    } catch (ExecutionException e) {
      // Out of the worker as it is: the caller says what it means.
      if (e.getCause() instanceof SandboxUnavailableException unavailable) {
        throw unavailable;
      }
      throw new IllegalStateException("the pairs could not be graded", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while pairs were graded");
    }
  }

  private static Graded grade(AnswerGrader grader, List<String> lines, long first)
      throws IOException {
    StringBuilder text = new StringBuilder();
    long equal = 0;
    long invalid = 0;
    long number = first;
    for (String line : lines) {
      ObjectNode grade = grade(grader, line.getBytes(ISO_8859_1), number++);
      equal += grade.get("equal").asBoolean() ? 1 : 0;
      invalid += grade.get("reason").asText().equals(INVALID) ? 1 : 0;
      text.append(JSON.writeValueAsString(grade)).append('\n');
    }
    return new Graded(text.toString(), new Tally(lines.size(), equal, invalid));
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
      return SympyDecider.in(sandbox(config)).decide(first, second);
    }

    private synchronized Sandbox sandbox(SandboxConfig config) {
      if (sandbox == null) {
        sandbox = Sandboxes.acquire(config);
      }
      return sandbox.get();
    }

    @Override
    public synchronized void close() {
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
