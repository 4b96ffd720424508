package org.caco.pipelines.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.caco.pipelines.graph.Instances;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.PreviewOptions;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.run.BundledSeeds;
import org.caco.pipelines.run.EmptyResultException;
import org.caco.pipelines.run.PipelineCommand;
import org.caco.pipelines.run.Preflight;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.model.Message;
import org.caco.transforms.model.ModelConfig;
import org.caco.transforms.report.OutputDirectory;
import org.jspecify.annotations.Nullable;

/**
 * The {@code preview} command: shows a full prompt of each role before anything is spent, and with
 * a pilot forecasts what the whole job will take and give.
 *
 * <p>What the later prompts are filled with takes a model to make. It is the embedded one, which
 * costs nothing, given some of the user's own seeds, or bundled ones where it cannot use those.
 */
final class Preview {
  private static final int TOKEN_CHARACTERS = 4;

  private Preview() {}

  static void run(PreviewOptions options, PrintStream out) {
    if (!RunnerAdapter.of(options).name().equals("direct")) {
      throw new UsageException("--runner: a preview runs on this machine; leave it out.");
    }
    if (options.getPilot() != null && options.getPilot() == 0) {
      throw new UsageException("--pilot=0 is no pilot: leave it out, or name a number of seeds.");
    }
    FileSystems.setDefaultPipelineOptions(options);
    for (Role role : Role.all(options)) {
      role.model(options);
      role.prompt(options);
    }
    Preflight.checkSeeds(options).forEach(out::println);
    Preflight.checkBenchmarks(options);
    if (options.getPilot() != null) {
      Preflight.checkEndpointsAreNamed(options, Role.ALL);
    }
    showPrompts(options, out);
    if (options.getPilot() != null) {
      pilot(options, options.getPilot(), out);
    } else {
      out.println("Nothing was spent. With --pilot=K, K seeds are run and the job is forecast.");
    }
  }

  private static void showPrompts(PreviewOptions options, PrintStream out) {
    Path folder;
    try {
      folder = Files.createTempDirectory("caco-preview");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      SamplePrompts own = SamplePrompts.make(options, options.getSeeds(), folder.resolve("own"));
      SamplePrompts bundled = null;
      for (Role role : Role.all(options)) {
        if (role == Role.SOLVE_SEEDS || role == Instances.SOLVER) {
          // It is asked as it is about problems.
          continue;
        }
        Optional<List<Message>> prompt = own.of(role);
        String source = "";
        if (prompt.isEmpty()) {
          if (bundled == null) {
            String seeds = BundledSeeds.unpack(folder).toString();
            bundled = SamplePrompts.make(options, seeds, folder.resolve("bundled"));
          }
          prompt = bundled.of(role);
          source = ", from bundled seeds, since the embedded model could not use yours";
        }
        show(role, options, prompt, source, out);
      }
    } finally {
      delete(folder);
    }
  }

  private static void synthesize(SynthesizeOptions run, PrintStream out) {
    try {
      PipelineCommand.SYNTHESIZE.run(run, out);
    } catch (EmptyResultException e) {
      // How far its records got is what there is to see.
    }
  }

  private static void show(
      Role role,
      PreviewOptions options,
      Optional<List<Message>> prompt,
      String source,
      PrintStream out) {
    ModelConfig model = role.model(options);
    out.println(
        "=== "
            + role.id()
            + ": "
            + model.model()
            + " at "
            + String.join(", ", model.endpoints())
            + source
            + " ===");
    try {
      out.println("parameters " + new ObjectMapper().writeValueAsString(model.parameters()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (prompt.isEmpty()) {
      out.println("(no record got as far as this prompt)\n");
      return;
    }
    long characters = 0;
    for (Message message : prompt.get()) {
      out.println("[" + message.role() + "]\n" + message.content());
      characters += message.content().length();
    }
    out.printf(
        Locale.ROOT,
        "(%,d characters, about %,d tokens)%n%n",
        characters,
        characters / TOKEN_CHARACTERS);
  }

  private static void pilot(PreviewOptions options, int seeds, PrintStream out) {
    String whole = FileGlobs.withoutSlashes(options.getOutput());
    String output = whole + "/pilot-" + seeds;
    SynthesizeOptions run = OptionCatalog.copy(options, SynthesizeOptions.class);
    run.setMaxSeeds(smaller(options.getMaxSeeds(), seeds));
    run.setPrograms(Math.min(options.getPrograms(), seeds));
    run.setRows(null);
    run.setMaxPrograms(null);
    run.setOutput(output);
    if (options.getJournal() == null) {
      // What the pilot pays for and the whole job asks too is not paid for twice.
      run.setJournal(whole + "/journal");
    }
    out.println("The pilot:");
    synthesize(run, out);
    Forecast forecast = Forecast.of(OutputDirectory.summary(output), options);
    try {
      OutputDirectory.addToSummary(output, "forecast", forecast.json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
    forecast.print(out);
  }

  static int smaller(@Nullable Integer set, int number) {
    return set == null ? number : Math.min(set, number);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
