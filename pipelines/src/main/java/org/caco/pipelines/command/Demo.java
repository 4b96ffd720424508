package org.caco.pipelines.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.caco.pipelines.options.Help;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.run.PipelineCommand;
import org.caco.pipelines.run.Report;

/** The {@code demo} command: {@code synthesize} on bundled seeds with the embedded model. */
public final class Demo {
  private static final String SEEDS = "demo-seeds.jsonl";
  private static final String OUTPUT = "caco-demo";
  private static final int PROGRAMS = 200;

  private Demo() {}

  static void help(PrintStream out) {
    Help.printPipeline(
        "demo",
        "runs synthesize on bundled seeds with the embedded model; the same options, with --output="
            + OUTPUT
            + " and --programs="
            + PROGRAMS
            + " unless set.",
        SynthesizeOptions.class,
        out);
  }

  static void run(List<String> args, PrintStream out) {
    List<String> options = new ArrayList<>(args);
    String output = setUnlessGiven(options, "--output=", OUTPUT);
    setUnlessGiven(options, "--programs=", Integer.toString(PROGRAMS));
    if (options.stream().noneMatch(option -> option.startsWith("--seeds="))) {
      options.add("--seeds=" + seeds(output));
    }
    out.println(
        "Synthesizing from bundled seeds with the embedded model. It follows rules and plants"
            + " mistakes;\nits data is for trying out and testing, not for training.\n");
    PipelineCommand.SYNTHESIZE.run(options, out);
    Report.printSampleRow(output, out);
  }

  private static String setUnlessGiven(List<String> options, String name, String value) {
    return options.stream()
        .filter(option -> option.startsWith(name))
        .map(option -> option.substring(name.length()))
        .findFirst()
        .orElseGet(
            () -> {
              options.add(name + value);
              return value;
            });
  }

  private static Path seeds(String output) {
    try {
      return unpackSeeds(Path.of(output));
    } catch (UncheckedIOException e) {
      throw new UsageException(
          "--output: " + output + " cannot be written (" + e.getCause() + "): name another folder.",
          e);
    }
  }

  /** Writes the bundled seeds into a folder, and returns their file. */
  public static Path unpackSeeds(Path folder) {
    Path file = folder.resolve(SEEDS);
    try (InputStream in = Demo.class.getResourceAsStream(SEEDS)) {
      Files.createDirectories(folder);
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled seeds cannot be written to " + file, e);
    }
  }
}
