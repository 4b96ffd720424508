package org.caco.pipelines.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.FileSystems;
import org.caco.hash.ContentHash;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.graph.Settings;
import org.caco.pipelines.options.CalibrateOptions;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.options.LineFiles;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.run.BundledSeeds;
import org.caco.pipelines.run.Preflight;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.sandbox.Sandbox;
import org.caco.transforms.execute.Sandboxes;
import org.caco.transforms.export.SampleRow;
import org.caco.transforms.records.Sample;
import org.caco.transforms.step.Shared;

/**
 * The {@code calibrate} command: makes samples that are right, plants known mistakes into them, and
 * measures what the checks make of both. The judge model is not asked: what is measured is what the
 * checks find without one.
 */
public final class Calibrate {
  /** What it does without options that are needed, or other, elsewhere. */
  public static final Map<String, String> DEFAULTS =
      Map.of("seeds", "bundled ones", "embeddedMistakes", "0");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Calibrate() {}

  /** Runs it. */
  public static void run(CalibrateOptions options, PrintStream out) {
    // With --json nothing but the object goes to the output.
    PrintStream notes = options.isJson() ? System.err : out;
    Path folder = temporaryFolder();
    try {
      if (!GivenOptions.contain(options, "seeds")) {
        options.setSeeds(BundledSeeds.unpack(folder).toString());
      }
      if (!GivenOptions.contain(options, "embeddedMistakes")) {
        options.setEmbeddedMistakes(0);
      }
      Calibration calibration = run(folder, options, notes);
      if (options.isJson()) {
        out.println(calibration.toJson());
      } else {
        calibration.print(out);
      }
      save(options, calibration, notes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(folder);
    }
  }

  private static Calibration run(Path folder, CalibrateOptions options, PrintStream notes)
      throws IOException {
    RunnerAdapter runner = RunnerAdapter.of(options);
    runner.prepare(options);
    FileSystems.setDefaultPipelineOptions(options);
    check(options, notes);

    run(runner, CalibrationGraph.rightSamples(options, folder.toString()));
    List<Sample> right = new ArrayList<>();
    for (String line : lines(folder.resolve(CalibrationGraph.RIGHT))) {
      right.add(SampleRow.parse(line));
    }
    if (right.isEmpty()) {
      throw new UsageException(
          "--seeds: none of them became a program that gives its known answer, so there is nothing"
              + " to plant mistakes in.");
    }
    // Files are unordered, and what is planted depends on which sample is next to which.
    right.sort(Comparator.comparing(Sample::getId));
    // As many as are planted: each is embedded, which takes some milliseconds.
    List<String> rows =
        lines(folder.resolve(CalibrationGraph.BENCHMARK)).stream()
            .sorted(Comparator.comparing(ContentHash::of))
            .limit(right.size())
            .toList();
    List<String> benchmark = new ArrayList<>();
    for (String row : rows) {
      benchmark.add(JSON.readTree(row).path("problem").asText());
    }
    options.setBenchmarks(Files.write(folder.resolve("benchmark.jsonl"), rows).toString());
    List<Sample> pairs = new ArrayList<>();
    if (Settings.behaviour(options).isPresent()) {
      for (String line : lines(folder.resolve(CalibrationGraph.TWINS))) {
        pairs.add(SampleRow.parse(line));
      }
    }
    List<Sample> all;
    try (Shared.Lease<Sandbox> sandbox = Sandboxes.acquire(Settings.sandbox(options))) {
      all = new PlantedSamples(right, pairs, benchmark, sandbox.get()::run).all();
    }
    Path items =
        Files.write(folder.resolve("items.jsonl"), all.stream().map(SampleRow::toJson).toList());

    run(runner, CalibrationGraph.checks(options, items.toString(), folder.toString()));
    Calibration calibration = new Calibration();
    List<String> misjudged = new ArrayList<>();
    for (String line : lines(folder.resolve(CalibrationGraph.OUTCOMES))) {
      JsonNode outcome = JSON.readTree(line);
      calibration.add(outcome.path("kind").asText(), outcome.path("reason").asText());
      if (outcome.has("sample")) {
        misjudged.add(line);
      }
    }
    if (options.getMisjudged() != null) {
      Files.write(Path.of(options.getMisjudged()), misjudged.stream().sorted().toList());
    }
    return calibration;
  }

  private static void save(CalibrateOptions options, Calibration calibration, PrintStream notes)
      throws IOException {
    if (options.getMisjudged() != null) {
      notes.println("\nWhat was misjudged is in " + options.getMisjudged() + ".");
    }
    if (options.getCalibration() != null) {
      Files.writeString(
          Path.of(options.getCalibration()), calibration.toJson().toPrettyString() + "\n");
      notes.println(
          "\nWritten to " + options.getCalibration() + "; name it by --calibration in a run.");
    }
  }

  /** What would stop it only when minutes are spent, or would be taken for bad seeds. */
  private static void check(CalibrateOptions options, PrintStream out) {
    Preflight.checkSeeds(options);
    Preflight.checkBenchmarks(options);
    if (options.getMisjudged() != null) {
      LineFiles.checkFolder("misjudged", options.getMisjudged());
    }
    if (options.getCalibration() != null) {
      LineFiles.checkFolder("calibration", options.getCalibration());
    }
    try {
      for (Role role : List.of(Role.UNIFY, Role.PROBLEM, Role.SOLVE)) {
        Preflight.check(options, role.model(options)).forEach(out::println);
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static void run(RunnerAdapter runner, Pipeline pipeline) {
    PipelineResult.State state = runner.run(pipeline).waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException("The run ended as " + state + ".");
    }
  }

  private static List<String> lines(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        lines.addAll(Files.readAllLines(file, UTF_8));
      }
    }
    return lines;
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("caco-calibrate");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
