package org.caco.pipelines.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final ObjectMapper JSON = new ObjectMapper();

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
    // With --json nothing but the object goes to the output.
    PrintStream notes = options.isJson() ? System.err : out;
    Preflight.checkSeeds(options).forEach(notes::println);
    Preflight.checkBenchmarks(options);
    if (options.getPilot() != null) {
      Preflight.checkEndpointsAreNamed(options, Role.ALL);
    }
    List<SamplePrompt> prompts = prompts(options);
    if (!options.isJson()) {
      prompts.forEach(prompt -> show(prompt, out));
    }
    Optional<Forecast> forecast = Optional.empty();
    if (options.getPilot() != null) {
      forecast = Optional.of(pilot(options, options.getPilot(), notes));
    }
    if (options.isJson()) {
      out.println(json(prompts, forecast));
    } else if (forecast.isPresent()) {
      out.println();
      forecast.get().print(out);
    } else {
      out.println("Nothing was spent. With --pilot=K, K seeds are run and the job is forecast.");
    }
  }

  /**
   * What a role will be asked.
   *
   * @param messages empty where no record got as far
   * @param bundled whether it is about bundled seeds, since the embedded model could not use the
   *     user's
   */
  private record SamplePrompt(
      Role role, ModelConfig model, Optional<List<Message>> messages, boolean bundled) {
    long characters() {
      return messages.stream()
          .flatMap(List::stream)
          .mapToLong(message -> message.content().length())
          .sum();
    }
  }

  private static List<SamplePrompt> prompts(PreviewOptions options) {
    List<SamplePrompt> prompts = new ArrayList<>();
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
        boolean fromBundled = prompt.isEmpty();
        if (prompt.isEmpty()) {
          if (bundled == null) {
            String seeds = BundledSeeds.unpack(folder).toString();
            bundled = SamplePrompts.make(options, seeds, folder.resolve("bundled"));
          }
          prompt = bundled.of(role);
        }
        prompts.add(new SamplePrompt(role, role.model(options), prompt, fromBundled));
      }
      return prompts;
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

  private static void show(SamplePrompt prompt, PrintStream out) {
    ModelConfig model = prompt.model();
    out.println(
        "=== "
            + prompt.role().id()
            + ": "
            + model.model()
            + " at "
            + String.join(", ", model.endpoints())
            + (prompt.bundled()
                ? ", from bundled seeds, since the embedded model could not use yours"
                : "")
            + " ===");
    out.println("parameters " + JSON.valueToTree(model.parameters()));
    if (prompt.messages().isEmpty()) {
      out.println("(no record got as far as this prompt)\n");
      return;
    }
    for (Message message : prompt.messages().get()) {
      out.println("[" + message.role() + "]\n" + message.content());
    }
    out.printf(
        Locale.ROOT,
        "(%,d characters, about %,d tokens)%n%n",
        prompt.characters(),
        prompt.characters() / TOKEN_CHARACTERS);
  }

  /**
   * For programs: {@code {"prompts": [{"role", "model", "endpoints", "parameters", "messages",
   * "bundled_seeds", "characters", "tokens"}], "forecast": {"calls": {"low", "expected", "high"},
   * ...}}}, with a forecast only where there was a pilot.
   */
  private static ObjectNode json(List<SamplePrompt> prompts, Optional<Forecast> forecast) {
    ObjectNode json = JSON.createObjectNode();
    ArrayNode array = json.putArray("prompts");
    for (SamplePrompt prompt : prompts) {
      ObjectNode each =
          array
              .addObject()
              .put("role", prompt.role().id())
              .put("model", prompt.model().model())
              .put("bundled_seeds", prompt.bundled())
              .put("characters", prompt.characters())
              .put("tokens", prompt.characters() / TOKEN_CHARACTERS);
      prompt.model().endpoints().forEach(each.putArray("endpoints")::add);
      each.set("parameters", JSON.valueToTree(prompt.model().parameters()));
      ArrayNode messages = each.putArray("messages");
      for (Message message : prompt.messages().orElse(List.of())) {
        messages.addObject().put("role", message.role()).put("content", message.content());
      }
    }
    forecast.ifPresent(value -> json.set("forecast", value.json()));
    return json;
  }

  private static Forecast pilot(PreviewOptions options, int seeds, PrintStream out) {
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
    return forecast;
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
