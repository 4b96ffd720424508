package org.caco.pipelines.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.options.Help;
import org.caco.pipelines.options.LimitOptions;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.OptionCatalog.Option;
import org.caco.pipelines.options.ReplayOptions;
import org.caco.pipelines.options.UsageException;
import org.caco.pipelines.run.PipelineCommand;
import org.caco.pipelines.run.Preflight;
import org.caco.transforms.report.OutputDirectory;

/**
 * The {@code replay} command: a run again, from the options and the journal that it left, without
 * one model call.
 */
final class Replay {
  static final String SUMMARY =
      "repeats a run from its journal, without a model call: the same dataset, or another with"
          + " other filters. What the journal lacks is rejected as not_in_journal.";

  private static final String RUN = "--run=";
  private static final String OUTPUT = "--output=";

  private Replay() {}

  static void help(PrintStream out) {
    Help.printPipeline("replay", SUMMARY, ReplayOptions.class, out);
    out.println();
    out.println("All other options of the run's own command may be given as well.");
  }

  static void run(List<String> args, PrintStream out) {
    String run =
        folder(args, RUN)
            .orElseThrow(
                () ->
                    new UsageException(
                        "caco replay needs --run=FOLDER, the output of the run to repeat. caco"
                            + " replay --help lists the options."));
    if (folder(args, OUTPUT).map(output -> isSame(run, output)).orElse(false)) {
      throw new UsageException("--output: name another folder than the run's, " + run + ".");
    }
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    Map<String, String> options;
    try {
      options = new TreeMap<>(OutputDirectory.options(run));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--run: " + e.getMessage(), e);
    }
    PipelineCommand<?> command =
        PipelineCommand.withOptions(String.valueOf(options.remove(Preflight.PIPELINE)))
            .orElseThrow(
                () -> new UsageException("--run: what command made '" + run + "' is not known."));
    String journal = options.getOrDefault("journal", run + "/journal");
    if (journal.equals(Role.NO_JOURNAL)) {
      throw new UsageException("--run: '" + run + "' kept no journal (--journal=off).");
    }
    options.put("journal", journal);
    options.put("journalOnly", "true");
    // Nothing is spent. Where the run was sent, and how fast, is of no use here.
    OptionCatalog.of(LimitOptions.class).stream().map(Option::name).forEach(options::remove);
    options.remove("output");

    List<String> all = new ArrayList<>(args);
    all.removeIf(arg -> arg.startsWith(RUN));
    options.forEach(
        (name, value) -> {
          if (args.stream().noneMatch(arg -> arg.startsWith("--" + name + "="))) {
            all.add("--" + name + "=" + value);
          }
        });
    command.run(all, out);
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

  private static Optional<String> folder(List<String> args, String option) {
    return args.stream()
        .filter(arg -> arg.startsWith(option))
        .map(arg -> arg.substring(option.length()).replaceFirst("/+$", ""))
        .reduce((first, last) -> last);
  }
}
