package org.caco.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs the programs of a JSONL file: one line out per line in, in the same order.
 *
 * <p>A line in is {@code {"id", "code"}}; one that is not JSON or has no source comes out with the
 * verdict rejected and an error that names the line, and so does one that is not UTF-8 or longer
 * than 8 MiB. A line out is {@code
 * {"id","verdict","input","output","output_text","error","cpu_ms","wall_ms","isolation",
 * "facts":{...}}}. Memory does not grow with the file. Where the output has lines of an earlier run
 * that was cut short, the run goes on after them: their ids must be those of the input's first
 * lines.
 */
public final class BatchExecution {
  /** Lines in flight a worker: enough to go on while the oldest one uses up its time limit. */
  private static final int WINDOW = 32;

  private static final long PROGRESS_NANOS = 200_000_000;

  private final Sandbox sandbox;
  private final BatchConfig config;

  private BatchExecution(Sandbox sandbox, BatchConfig config) {
    this.sandbox = sandbox;
    this.config = config;
  }

  /** A batch in this sandbox, which stays the caller's to close. */
  public static BatchExecution in(Sandbox sandbox, BatchConfig config) {
    return new BatchExecution(sandbox, config);
  }

  private record Line(String json, Verdict verdict) {}

  /**
   * Runs all lines.
   *
   * @param progress called a few times a second and once at the end, on the calling thread
   * @return the last progress
   * @throws IOException if a file cannot be read or written, if the output has lines that do not
   *     belong to the input, or if another batch is writing it
   */
  public BatchProgress run(Path input, Path output, Consumer<BatchProgress> progress)
      throws IOException {
    int workers = sandbox.workers();
    long total = Files.size(input);
    Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    ExecutorService callers = Executors.newFixedThreadPool(workers);
    try (LineReader lines = new LineReader(Files.newInputStream(input));
        RandomAccessFile file = new RandomAccessFile(output.toFile(), "rw")) {
      lock(file, output);
      long resumed = skipDone(lines, output, file, verdicts);
      long written = resumed;
      long lastReport = System.nanoTime();
      ArrayDeque<Future<Line>> pending = new ArrayDeque<>();
      Writer writer =
          new BufferedWriter(
              new OutputStreamWriter(
                  Channels.newOutputStream(file.getChannel()), StandardCharsets.UTF_8));
      boolean more = true;
      while (more || !pending.isEmpty()) {
        if (more && pending.size() < WINDOW * workers) {
          LineReader.Line line = lines.next();
          if (line == null) {
            more = false;
          } else {
            long number = lines.count();
            pending.add(callers.submit(() -> run(line, number)));
          }
          continue;
        }
        Line done = get(pending.remove());
        writer.write(done.json());
        writer.write('\n');
        written++;
        verdicts.merge(done.verdict(), 1L, Long::sum);
        if (System.nanoTime() - lastReport > PROGRESS_NANOS) {
          lastReport = System.nanoTime();
          writer.flush();
          progress.accept(new BatchProgress(written, resumed, lines.bytes(), total, verdicts));
        }
      }
      writer.flush();
      BatchProgress end = new BatchProgress(written, resumed, lines.bytes(), total, verdicts);
      progress.accept(end);
      return end;
    } finally {
      callers.shutdownNow();
    }
  }

  private static Line get(Future<Line> line) throws IOException {
    try {
      return line.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    }
  }

  /** Keeps others out until the file is closed: two batches would write into each other's lines. */
  private static void lock(RandomAccessFile file, Path output) throws IOException {
    FileLock lock;
    try {
      lock = file.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(output + " is being written by another run: choose another output");
    }
  }

  /** Goes past what an earlier run wrote, drops a line that it wrote in part, and counts them. */
  private static long skipDone(
      LineReader lines, Path output, RandomAccessFile file, Map<Verdict, Long> verdicts)
      throws IOException {
    long done = 0;
    long end = 0;
    try (LineReader written = new LineReader(Files.newInputStream(output))) {
      for (LineReader.Line line = written.next(); line != null; line = written.next()) {
        if (!written.lineEnded()) {
          break;
        }
        LineReader.Line source = lines.next();
        Optional<JsonNode> result = parse(line);
        if (source == null || !id(result).equals(id(parse(source)))) {
          throw new IOException(
              output
                  + " line "
                  + (done + 1)
                  + " is not the result of the same line of the input: choose another output");
        }
        verdict(result).ifPresent(verdict -> verdicts.merge(verdict, 1L, Long::sum));
        done++;
        end = written.bytes();
      }
    }
    file.setLength(end);
    file.seek(end);
    return done;
  }

  private static Optional<Verdict> verdict(Optional<JsonNode> result) {
    String label = result.map(node -> node.path("verdict").asText()).orElse("");
    return Arrays.stream(Verdict.values())
        .filter(verdict -> verdict.label().equals(label))
        .findFirst();
  }

  private static Optional<JsonNode> parse(LineReader.Line line) {
    if (!line.problem().isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode node = Json.MAPPER.readTree(line.text());
      return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static JsonNode id(Optional<JsonNode> line) {
    return line.map(node -> node.get("id")).orElse(NullNode.getInstance());
  }

  private Line run(LineReader.Line source, long number) {
    Optional<JsonNode> line = parse(source);
    JsonNode id = id(line);
    if (line.isEmpty()) {
      String what = source.problem().isEmpty() ? "is not a JSON object" : source.problem();
      return line(id, refused(id, "bad_line: line " + number + " " + what));
    }
    JsonNode code = line.get().get(config.codeField());
    if (code == null || !code.isTextual()) {
      String what = "bad_line: line " + number + " has no text field `" + config.codeField() + "`";
      return line(id, refused(id, what));
    }
    Snippet snippet = Snippet.of(id.asText(), code.textValue());
    SandboxResult result = sandbox.run(snippet.withRuns(config.deterministic() ? 2 : 1));
    return line(id, judged(result));
  }

  private SandboxResult judged(SandboxResult result) {
    if (result.verdict() != Verdict.OK) {
      return result;
    }
    Optional<String> broken =
        config.rules() ? ReleasedRules.broken(result) : Optional.<String>empty();
    if (broken.isEmpty() && config.deterministic()) {
      broken = unrepeatable(result);
    }
    return broken.map(result::rejected).orElse(result);
  }

  private static Optional<String> unrepeatable(SandboxResult result) {
    if (result.facts().usesRandomness()) {
      return Optional.of("uses_randomness: the source draws random numbers");
    }
    if (result.facts().usesTime()) {
      return Optional.of("uses_time: the source looks at the clock");
    }
    return result.repeatable()
        ? Optional.empty()
        : Optional.of("not_repeatable: the result differs under another hash seed");
  }

  private SandboxResult refused(JsonNode id, String error) {
    return SandboxResult.builder(id.asText(), sandbox.isolation()).error(error).build();
  }

  private static Line line(JsonNode id, SandboxResult result) {
    return new Line(ResultRow.json(id, result), result.verdict());
  }
}
