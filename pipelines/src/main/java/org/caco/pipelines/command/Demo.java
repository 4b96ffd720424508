package org.caco.pipelines.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.run.BundledSeeds;
import org.caco.pipelines.run.MadeFolders;
import org.caco.pipelines.run.PipelineCommand;
import org.caco.transforms.model.ModelConfig;

/** The {@code demo} command: {@code synthesize} on bundled seeds with the embedded model. */
final class Demo {
  private static final String OUTPUT = "caco-demo";
  private static final int PROGRAMS = 200;

  static final Map<String, String> DEFAULTS =
      Map.of("seeds", "bundled ones", "output", OUTPUT, "programs", Integer.toString(PROGRAMS));

  private Demo() {}

  static void run(SynthesizeOptions options, PrintStream out) {
    if (!GivenOptions.contain(options, "output")) {
      options.setOutput(Path.of(OUTPUT).toAbsolutePath().toString());
    }
    if (!GivenOptions.contain(options, "programs")) {
      options.setPrograms(PROGRAMS);
    }
    if (!GivenOptions.contain(options, "endpoint")) {
      // The next line says it aloud.
      options.setEndpoint(ModelConfig.EMBEDDED);
    }
    out.println(
        "Synthesizing from bundled seeds with the embedded model. It follows rules and plants"
            + " mistakes;\nits data is for trying out and testing, not for training.\n");
    if (GivenOptions.contain(options, "seeds")) {
      PipelineCommand.SYNTHESIZE.run(options, out);
    } else {
      runOnBundledSeeds(options, out);
    }
  }

  private static void runOnBundledSeeds(SynthesizeOptions options, PrintStream out) {
    MadeFolders folders;
    Path seeds;
    try {
      Path output = Path.of(options.getOutput());
      folders = MadeFolders.make(output);
      seeds = BundledSeeds.unpack(output);
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      throw new UsageException(
          "--output: "
              + options.getOutput()
              + " cannot be written ("
              + e
              + "): name another folder.",
          e);
    }
    options.setSeeds(seeds.toString());
    try {
      PipelineCommand.SYNTHESIZE.run(options, out);
    } catch (UsageException e) {
      forget(seeds);
      folders.removeEmpty();
      throw e;
    }
  }

  private static void forget(Path seeds) {
    try {
      if (!Files.exists(seeds.resolveSibling("report"))) {
        Files.deleteIfExists(seeds);
      }
    } catch (IOException e) {
      // A file too many is no reason to say another thing than why the run is refused.
    }
  }
}
