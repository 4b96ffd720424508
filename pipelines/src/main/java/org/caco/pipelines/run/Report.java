package org.caco.pipelines.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.caco.pipelines.graph.MeasuredErrors;
import org.caco.pipelines.graph.Spending;
import org.caco.pipelines.options.Help;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.lines.OpenFile;
import org.caco.transforms.model.Limit;
import org.caco.transforms.report.FunnelTable;
import org.caco.transforms.report.ModelTable;
import org.caco.transforms.report.OutputDirectory;
import org.caco.transforms.step.StepMetrics;

/** Shows what a run has left in its output folder. */
public final class Report {
  private static final int WIDTH = 100;
  private static final int SLOWEST = 3;

  /** What the evidence of calls that an endpoint's refusals have ended has. */
  private static final String REFUSED = " answers with status ";

  private static final Map<String, String> FOLDERS =
      Map.of(
          "dataset", "the dataset, a JSON object a line",
          "data", "the dataset as a table in Parquet; README.md is the card, and names the others",
          "codegen", "training set for the code model, in chat form",
          "seed-programs", "verified seed programs, for caco generate",
          "programs", "filtered programs, for caco reverse",
          "instances", "further problems of rows, with other numbers, a JSON object a line",
          "items", "what became of each benchmark's item, a JSON object a line",
          "journal", "every model response, so that none is paid for twice",
          "rejected", "every record that was not accepted, with step, reason and evidence",
          "report",
              "index.html: the run in a browser; summary.json: its counts, and what models were"
                  + " paid for");

  private Report() {}

  /**
   * The funnel, the model calls, the slowest steps, the places of the files and a row.
   *
   * @param formats the rows written for trainers, by file
   */
  static void print(
      String output, Map<String, Long> counters, Map<String, Long> formats, PrintStream out) {
    String folder = FileGlobs.withoutSlashes(output);
    out.println();
    JsonNode summary = OutputDirectory.summary(output);
    out.println(FunnelTable.render(summary, WIDTH));
    out.println(ModelTable.render(summary));
    printToy(summary.path("models"), out);
    printCalibration(summary.path(MeasuredErrors.FIELD), out);
    printSlowest(counters, out);
    for (String name : FOLDERS.keySet().stream().sorted().toList()) {
      if (!files(folder, name).isEmpty()) {
        out.printf(Locale.ROOT, "%-40s %s%n", shown(folder) + "/" + name + "/", FOLDERS.get(name));
      }
    }
    if (!formats.isEmpty()) {
      out.printf(
          Locale.ROOT, "%-40s %s%n", shown(folder) + "/formats/", "the rows as trainers read them");
    }
    printSampleRow(folder, out);
    out.println("\nMore rows:   caco show --run=" + shown(folder));
    out.println(
        "Once again:  caco replay --run="
            + shown(folder)
            + " --output=FOLDER, with other checks too, and without a model call");
  }

  /**
   * Which step took all that there was, in a sentence, where the last one accepted nothing: such a
   * run, its model's server down all the time, must not look like a good one to a script.
   */
  static Optional<String> emptied(String output) {
    JsonNode steps = OutputDirectory.summary(output).path("steps");
    if (steps.path(steps.size() - 1).path("accepted").asLong() > 0) {
      return Optional.empty();
    }
    for (JsonNode step : steps) {
      if (step.path("in").asLong() > 0 && step.path("accepted").asLong() == 0) {
        String reason =
            step.path("rejected").properties().stream()
                .max(Comparator.comparingLong(entry -> entry.getValue().asLong()))
                .map(entry -> entry.getKey() + " (" + entry.getValue().asLong() + ")")
                .orElse("unknown");
        return Optional.of(
            String.format(
                Locale.ROOT,
                "the run left nothing: %s rejected all %d, most often as %s. %s tells what was"
                    + " wrong with each.",
                step.path("name").asText(),
                step.path("in").asLong(),
                reason,
                shown(output) + "/rejected/"));
      }
    }
    return Optional.empty();
  }

  /**
   * What an endpoint has said, in a sentence, where it refused whatever it was asked and ended the
   * run so.
   *
   * @param counters of the run, by name
   */
  static Optional<String> refused(String output, List<String> steps, Map<String, Long> counters) {
    long calls = Spending.notRun(Limit.ENDPOINT, steps, counters);
    if (calls == 0) {
      return Optional.empty();
    }
    // Workers may be elsewhere; what they have seen is in the rejections.
    String said = "an endpoint refuses every call";
    for (MatchResult.Metadata file : files(output, "rejected")) {
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(file), UTF_8))) {
        Optional<String> found =
            lines
                .lines()
                .filter(line -> line.contains("\"not_run\"") && line.contains(REFUSED))
                .map(Report::evidence)
                .filter(evidence -> evidence.contains(REFUSED))
                .findFirst();
        if (found.isPresent()) {
          said = found.get();
          break;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the run has stopped: %s (%,d calls were not made; their records are in rejected/ as"
                + " not_run.)",
            said,
            calls));
  }

  private static String evidence(String row) {
    try {
      return new ObjectMapper().readTree(row).path("evidence").asText();
    } catch (IOException e) {
      return "";
    }
  }

  /** The path as a user would type it. */
  private static String shown(String path) {
    String here = Path.of("").toAbsolutePath() + "/";
    String folder = FileGlobs.withoutSlashes(path);
    return folder.startsWith(here) ? folder.substring(here.length()) : folder;
  }

  /** The first row of the dataset, where there is one, for a person to read. */
  private static void printSampleRow(String output, PrintStream out) {
    for (MatchResult.Metadata file : files(output, "dataset")) {
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(file), UTF_8))) {
        String line = lines.readLine();
        if (line != null) {
          JsonNode row = new ObjectMapper().readTree(line);
          out.println("\nA row of the dataset:");
          for (String field : List.of("instruction", "output", "answer", "code")) {
            out.println("\n[" + field + "]");
            row.get(field)
                .asText()
                .strip()
                .lines()
                .flatMap(
                    text ->
                        field.equals("code") ? Stream.of(text) : Help.wrap(text, WIDTH).stream())
                .forEach(out::println);
          }
          return;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void printToy(JsonNode models, PrintStream out) {
    for (JsonNode model : models) {
      if (model.path("toy").asBoolean()) {
        out.println(
            "This is toy data: the embedded model, which follows rules, made it or a part of it. It"
                + " is for\ntrying out and testing, not for training.\n");
        return;
      }
    }
  }

  private static void printCalibration(JsonNode calibration, PrintStream out) {
    if (calibration.isObject()) {
      Help.wrap(MeasuredErrors.describe(calibration), WIDTH).forEach(out::println);
      out.println();
    }
  }

  private static void printSlowest(Map<String, Long> counters, PrintStream out) {
    String suffix = "." + StepMetrics.MICROS;
    List<Map.Entry<String, Long>> slowest =
        counters.entrySet().stream()
            .filter(counter -> counter.getKey().endsWith(suffix))
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(SLOWEST)
            .toList();
    if (slowest.isEmpty()) {
      return;
    }
    out.print("Most time (summed over threads and calls in flight):");
    for (Map.Entry<String, Long> step : slowest) {
      String name = step.getKey().substring(0, step.getKey().length() - suffix.length());
      out.printf(Locale.ROOT, "  %s %.1f s", name, step.getValue() / 1e6);
    }
    out.println("\n");
  }

  private static List<MatchResult.Metadata> files(String output, String folder) {
    try {
      return FileGlobs.in(output, folder + "/*");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(MatchResult.Metadata file) throws IOException {
    return OpenFile.stream(file.resourceId());
  }
}
