package org.caco.pipelines.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.pipelines.options.CommandLine;
import org.caco.pipelines.options.Decides;
import org.caco.pipelines.options.GivenOptions;
import org.caco.pipelines.options.ModelOptions;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.OptionCatalog.Option;
import org.caco.pipelines.options.OutputOptions;
import org.caco.pipelines.options.ReplayOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.run.PipelineCommand;
import org.caco.pipelines.run.Preflight;
import org.caco.transforms.lines.FileGlobs;
import org.caco.transforms.report.OutputDirectory;

/**
 * The {@code replay} command: a run again, from the options and the journal that it left, without
 * one model call.
 *
 * <p>The run may be somebody else's, and its notes say anything. What they say is taken only where
 * it is a number or a name that decides the results ({@link Decides.Kind#RESULTS}). What this
 * machine executes, reads or allows has to be on the command line.
 */
final class Replay {
  private static final int MAX_SHOWN = 200;

  private Replay() {}

  static void run(List<String> args, PrintStream out) {
    String given = CommandLine.value(args, "run");
    if (given == null || given.isBlank()) {
      CommandLine.checkComplete(
          "replay", PipelineOptionsFactory.create(), ReplayOptions.class, Set.of("output"));
    }
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    String run = FileGlobs.absolute(Objects.requireNonNull(given));
    String output = CommandLine.value(args, "output");
    if (output != null && isSame(run, FileGlobs.absolute(output))) {
      throw new UsageException("--output: name another folder than the run's, " + run + ".");
    }
    SortedMap<String, String> noted;
    try {
      noted = OutputDirectory.options(run);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--run: " + e.getMessage(), e);
    }
    String name = noted.remove(Preflight.COMMAND);
    PipelineCommand<?> command =
        PipelineCommand.named(String.valueOf(name))
            .orElseThrow(
                () ->
                    new UsageException(
                        "--run: the notes in '"
                            + run
                            + "' name no command that there is. Another version may have made"
                            + " them."));
    List<String> rest = args.stream().filter(arg -> !arg.startsWith("--run=")).toList();
    replay(command, run, rest, noted, out);
  }

  private static <T extends PipelineOptions> void replay(
      PipelineCommand<T> command,
      String run,
      List<String> args,
      SortedMap<String, String> noted,
      PrintStream out) {
    T given = CommandLine.parse("replay", args, command.type());
    CommandLine.checkComplete("replay", given, OutputOptions.class, Set.of());
    List<String> taken = taken(command, run, given, noted);
    List<String> all = new ArrayList<>(args);
    all.addAll(taken);
    T options = CommandLine.parse("replay", all, command.type());
    ModelOptions models = options.as(ModelOptions.class);
    models.setJournalOnly(true);
    if (models.getJournal() == null) {
      models.setJournal(FileGlobs.withoutSlashes(run) + "/journal");
    }
    command.run(options, out);
  }

  /**
   * Of a run's notes, those that decide its results and no more, as options.
   *
   * @throws UsageException if others differ from what the command line says and from the defaults,
   *     naming all of them
   */
  private static List<String> taken(
      PipelineCommand<?> command,
      String run,
      PipelineOptions given,
      SortedMap<String, String> noted) {
    Map<String, String> unknown = new TreeMap<>(noted);
    List<String> taken = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (Option option : OptionCatalog.of(command.type())) {
      String value = unknown.remove(option.name());
      if (value == null || GivenOptions.contain(given, option.name())) {
        continue;
      }
      String arg = "--" + option.name() + "=" + value;
      if (option.decides().equals(Decides.Kind.RESULTS)) {
        taken.add(arg);
      } else if (option.decides().equals(Decides.Kind.RESULTS_HERE)
          ? !value.equals(String.valueOf(option.valueIn(given)))
          : option.name().equals("journal")) {
        wanted.add(shortened(arg));
      }
    }
    if (!unknown.isEmpty()) {
      throw new UsageException(
          "--run: the notes in '"
              + run
              + "' have an option that there is not: "
              + shortened(unknown.keySet().iterator().next())
              + ". Another version may have made them.");
    }
    if (!wanted.isEmpty()) {
      throw new UsageException(
          "The run used "
              + String.join(" ", wanted)
              + ": what this machine executes or reads is not taken from a run's notes. Name these"
              + " options on this command line, with these values or others.");
    }
    return taken;
  }

  /** On one line, for it may say anything. */
  private static String shortened(String text) {
    String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    return shown.replaceAll("\\s", " ");
  }

  /** The run's report would be lost, and with it what the run has paid. */
  private static boolean isSame(String run, String output) {
    try {
      return run.equals(output)
          || (Files.exists(Path.of(output)) && Files.isSameFile(Path.of(run), Path.of(output)));
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
