package org.caco.pipelines.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.caco.pipelines.calibrate.Calibrate;
import org.caco.pipelines.options.AgentOptions;
import org.caco.pipelines.options.CalibrateOptions;
import org.caco.pipelines.options.DoctorOptions;
import org.caco.pipelines.options.EnvironmentOptions;
import org.caco.pipelines.options.EvaluateOptions;
import org.caco.pipelines.options.ExecuteOptions;
import org.caco.pipelines.options.ExportOptions;
import org.caco.pipelines.options.GradeOptions;
import org.caco.pipelines.options.InitOptions;
import org.caco.pipelines.options.OptionCatalog;
import org.caco.pipelines.options.OptionCatalog.Option;
import org.caco.pipelines.options.PreviewOptions;
import org.caco.pipelines.options.ReplayOptions;
import org.caco.pipelines.options.ServeModelOptions;
import org.caco.pipelines.options.ServeRewardsOptions;
import org.caco.pipelines.options.ShowOptions;
import org.caco.pipelines.options.SimilarNames;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.pipelines.options.TrainOptions;
import org.caco.pipelines.run.PipelineCommand;

/**
 * All commands. Their names and summaries stand in {@code commands.txt}, where the launcher reads
 * them too.
 */
final class Commands {
  static final List<Command> ALL =
      List.of(
          Command.graph(
              "demo",
              "runs synthesize on bundled seeds with the embedded model, and shows a row.",
              SynthesizeOptions.class,
              Demo.DEFAULTS,
              Demo::run),
          Command.graph(
              PipelineCommand.SYNTHESIZE,
              "makes a dataset from seeds: unify, generate and reverse in one graph."),
          Command.graph(
              PipelineCommand.UNIFY,
              "rewrites seeds as programs, keeps those that give the known answer, and writes the"
                  + " training set of a code model."),
          Command.graph(
              PipelineCommand.GENERATE,
              "samples new programs from the code model and filters them."),
          Command.graph(
              PipelineCommand.REVERSE,
              "writes problems and solutions for programs, and keeps what agrees."),
          Command.graph(
              "init",
              "asks what a run is to be like, five questions, and writes a file for --config. All"
                  + " options of synthesize may be given as well, and stand in the file then.",
              InitOptions.class,
              Init.DEFAULTS,
              Init::run),
          Command.graph(
              "preview",
              "shows one full prompt of each role before anything is spent; with --pilot=K, runs K"
                  + " seeds and forecasts calls, tokens, cost, hours and rows of synthesize with"
                  + " the same options.",
              PreviewOptions.class,
              Map.of(),
              Preview::run),
          new Command(
              "replay",
              "repeats a run from its journal, without a model call: the same dataset, or another"
                  + " with other filters. What the journal lacks is rejected as not_in_journal. All"
                  + " other options of the run's own command may be given as well; the run's notes"
                  + " have those that are numbers or names, and those that are files, programs or"
                  + " limits of this machine have to be named.",
              ReplayOptions.class,
              Map.of(),
              true,
              Replay::run),
          Command.local(
              "show",
              "prints rows of a run: of its dataset, or with --step or --reason what was rejected,"
                  + " with the evidence.",
              ShowOptions.class,
              Show::run),
          Command.local(
              "execute",
              "runs the programs of a JSONL file in the sandbox; {id, code} in, one line out per"
                  + " line in. Run it again to go on where it was cut off.",
              ExecuteOptions.class,
              Execute::run),
          Command.local(
              "grade",
              "compares answers; {gold, pred} in, one line out per line in.",
              GradeOptions.class,
              Grade::run),
          Command.graph(
              "calibrate",
              "plants known mistakes into right samples, sends both through the checks, and prints"
                  + " how many mistakes of each kind get through and how many right samples are"
                  + " lost.",
              CalibrateOptions.class,
              Calibrate.DEFAULTS,
              Calibrate::run),
          Command.graph(
              "evaluate",
              "has a model solve benchmarks, and prints pass@k with intervals; the same command goes"
                  + " on where it was stopped.",
              EvaluateOptions.class,
              Map.of(),
              Evaluate::run),
          Command.local(
              "export",
              "writes a run's rows in the formats of trainers: Alpaca, ShareGPT, verl, TRL, NeMo"
                  + " Gym and axolotl.",
              ExportOptions.class,
              Export::run),
          Command.local(
              "environment",
              "writes a run's problems and their answers as a Python package, an environment for"
                  + " trainers: verifiers, reasoning-gym, verl, TRL and NeMo Gym.",
              EnvironmentOptions.class,
              Environment::run),
          Command.local(
              "train",
              "writes a run's seed programs or rows as fine-tuning data, with configurations for"
                  + " LLaMA-Factory and TRL; with --trainer, trains on them.",
              TrainOptions.class,
              Train::run),
          Command.local(
              "serve-model",
              "serves the embedded model over the OpenAI protocol on the loopback interface.",
              ServeModelOptions.class,
              ServeModel::run),
          Command.local(
              "serve-rewards",
              "serves rewards over HTTP on the loopback interface: grades answers, runs programs"
                  + " against the tests of rows, runs scripts as SandboxFusion does, and gives"
                  + " problems with answers.",
              ServeRewardsOptions.class,
              ServeRewards::run),
          Command.local(
              "doctor",
              "says what this machine can do, attacks its own sandbox and shows what was blocked.",
              DoctorOptions.class,
              Doctor::run),
          new Command(
              "agent",
              "context prints what a coding agent has to know to write commands, in under 4,000"
                  + " tokens. It takes no options.",
              AgentOptions.class,
              Map.of(),
              false,
              Agent::run));

  private static final String LIST = "/org/caco/pipelines/commands.txt";

  private Commands() {}

  /** The one of this name, if there is one. */
  static Optional<Command> named(String name) {
    return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  /** The options of all commands, by name. */
  static Map<String, Option> options() {
    Map<String, Option> options = new LinkedHashMap<>();
    for (Command command : ALL) {
      OptionCatalog.of(command.type()).forEach(each -> options.putIfAbsent(each.name(), each));
    }
    return options;
  }

  /** A question after a command that is like {@code name}; empty where none is. */
  static String similar(String name) {
    return SimilarNames.to(name, summaries().keySet())
        .map(similar -> " Did you mean " + similar + "?")
        .orElse("");
  }

  /** Lists them. */
  static void help(PrintStream out) {
    out.println("Makes problem-solution pairs for training language models, each checked by");
    out.println("running a program.");
    out.println();
    out.println("Usage: caco COMMAND [--option=value ...]");
    out.println();
    summaries()
        .forEach((name, text) -> out.println(String.format(Locale.ROOT, "  %-13s %s", name, text)));
    out.println();
    out.println("caco COMMAND --help lists the options of a command; --help --all lists all.");
  }

  /** The summary of each command by its name, in the order of the list. */
  static Map<String, String> summaries() {
    Map<String, String> summaries = new LinkedHashMap<>();
    try (InputStream in = Commands.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IllegalStateException("there is no list of commands at " + LIST);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] parts = line.split(" +", 3);
          summaries.put(parts[0], parts[2]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return summaries;
  }
}
