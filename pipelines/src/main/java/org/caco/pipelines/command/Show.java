package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.pipelines.options.Help;
import org.caco.pipelines.options.ShowOptions;
import org.caco.pipelines.options.SimilarNames;
import org.caco.pipelines.options.UsageException;
import org.caco.text.Printable;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.lines.OpenFile;
import org.jspecify.annotations.Nullable;

/** The {@code show} command: rows that a run has left, for a person or a program to read. */
final class Show {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_SHOWN = 4_000;

  /** Where rows are, the first that is there. */
  private static final List<String> FOLDERS = List.of("dataset", "programs", "seed-programs");

  /** What is shown of a row, or of the record in a rejection: a path into it, and its heading. */
  private static final Map<String, String> FIELDS = fields();

  private final ShowOptions options;
  private final PrintStream out;
  private final String grep;
  private long shown;

  private Show(ShowOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.grep = options.getGrep() == null ? "" : options.getGrep().toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("/instruction", "instruction");
    fields.put("/output", "output");
    fields.put("/answer", "answer");
    fields.put("/code", "code");
    fields.put("/evidence", "evidence");
    fields.put("/record/line", "line");
    // A rejection has the sample that was rejected, and a file of programs has samples.
    for (String sample : List.of("/record/sample", "")) {
      fields.put(sample + "/seed/problem", "seed");
      fields.put(sample + "/program/code", "program");
      fields.put(sample + "/execution/output_text", "program's output");
      fields.put(sample + "/execution/error", "program's error");
      fields.put(sample + "/problem/text", "problem");
      fields.put(sample + "/solutions/0/text", "solution");
    }
    return fields;
  }

  static void run(ShowOptions options, PrintStream out) {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    if (options.getLimit() < 1) {
      throw new UsageException("--limit=" + options.getLimit() + ": has to be 1 or more.");
    }
    new Show(options, out).run();
  }

  private void run() {
    boolean rejected = options.getStep() != null || options.getReason() != null;
    String run = FileGlobs.withoutSlashes(options.getRun());
    List<MatchResult.Metadata> files = files(run, rejected);
    if (files.isEmpty()) {
      throw new UsageException(
          "--run: '"
              + run
              + "' has no "
              + (rejected ? "rejected/" : "dataset/")
              + ": name the output folder of a run.");
    }
    Set<String> steps = new TreeSet<>();
    Set<String> reasons = new TreeSet<>();
    try {
      for (MatchResult.Metadata file : files) {
        read(file, rejected, steps, reasons);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The rows in " + run + " cannot be read", e);
    }
    if (shown == 0 && !options.isJson()) {
      out.println(
          "No row is like that."
              + hint("step", options.getStep(), steps)
              + hint("reason", options.getReason(), reasons));
    }
  }

  private static List<MatchResult.Metadata> files(String run, boolean rejected) {
    try {
      for (String folder : rejected ? List.of("rejected") : FOLDERS) {
        List<MatchResult.Metadata> files = FileGlobs.in(run, folder + "/part-*");
        if (!files.isEmpty()) {
          return files;
        }
      }
      return List.of();
    } catch (IOException e) {
      throw new UsageException("--run: '" + run + "' cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private void read(
      MatchResult.Metadata file, boolean rejected, Set<String> steps, Set<String> reasons)
      throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(OpenFile.stream(file.resourceId()), UTF_8))) {
      for (String line = lines.readLine();
          line != null && shown < options.getLimit();
          line = lines.readLine()) {
        JsonNode row = JSON.readTree(line);
        if (rejected) {
          steps.add(row.path("step").asText());
          reasons.add(row.path("reason").asText());
        }
        if (is(options.getStep(), row.path("step"))
            && is(options.getReason(), row.path("reason"))
            && holds(row)) {
          print(row, rejected);
        }
      }
    }
  }

  /** What there is instead. Nothing rejected by a step is an answer too, and no misuse. */
  private static String hint(String option, @Nullable String value, Set<String> known) {
    if (value == null || known.contains(value)) {
      return "";
    }
    return SimilarNames.to(value, known)
        .map(name -> " Did you mean --" + option + "=" + name + "?")
        .orElse(
            known.isEmpty()
                ? ""
                : " For --" + option + " the run has " + String.join(", ", known) + ".");
  }

  private static boolean is(@Nullable String wanted, JsonNode value) {
    return wanted == null || wanted.equals(value.asText());
  }

  /** Whether a text in the row, however deep, has the text that is looked for. */
  private boolean holds(JsonNode row) {
    if (grep.isEmpty()) {
      return true;
    }
    List<JsonNode> left = new ArrayList<>(List.of(row));
    while (!left.isEmpty()) {
      JsonNode node = left.remove(left.size() - 1);
      if (node.isValueNode() && node.asText().toLowerCase(Locale.ROOT).contains(grep)) {
        return true;
      }
      for (Iterator<JsonNode> inner = node.elements(); inner.hasNext(); ) {
        left.add(inner.next());
      }
    }
    return false;
  }

  private void print(JsonNode row, boolean rejected) {
    shown++;
    if (options.isJson()) {
      out.println(row);
      return;
    }
    if (shown > 1) {
      out.println();
    }
    out.println(
        rejected
            ? "== " + row.path("step").asText() + ": " + row.path("reason").asText() + place(row)
            : "== " + row.path("id").asText() + facts(row));
    FIELDS.forEach(
        (path, heading) -> {
          JsonNode value = row.at(path);
          if (value.isValueNode() && !value.asText().isBlank()) {
            printField(heading, value.asText());
          }
        });
  }

  private static String place(JsonNode row) {
    String file = row.path("file").asText();
    return file.isEmpty() ? "" : " (" + file + ":" + row.path("line").asText() + ")";
  }

  private static String facts(JsonNode row) {
    return row.path("pass_rate").isNumber()
        ? String.format(
            Locale.ROOT,
            "  pass rate %s, tests %d",
            row.path("pass_rate").asText(),
            row.path("tests").size())
        : "";
  }

  private void printField(String heading, String text) {
    String bounded =
        text.length() <= MAX_SHOWN
            ? text
            : text.substring(0, MAX_SHOWN) + "... (" + text.length() + " characters; --json)";
    out.println("[" + heading + "]");
    boolean source = heading.equals("code") || heading.equals("program");
    Printable.of(bounded)
        .strip()
        .lines()
        .flatMap(line -> source ? List.of(line).stream() : Help.wrap(line, Help.WIDTH).stream())
        .forEach(line -> out.println(line.isBlank() ? "" : "  " + line));
  }
}
