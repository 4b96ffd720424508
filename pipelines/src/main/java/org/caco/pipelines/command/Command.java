package org.caco.pipelines.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.CommandLine;
import org.caco.pipelines.options.Help;
import org.caco.pipelines.options.ReplayOptions;
import org.caco.pipelines.options.SynthesizeOptions;
import org.caco.pipelines.run.PipelineCommand;

/**
 * A command.
 *
 * @param name as on the command line
 * @param text what it does, in a sentence or a few
 * @param type the interface of its options
 * @param defaults what holds where an option is not set that other commands need or take otherwise,
 *     by the option's name
 * @param pipeline whether it takes the options of a runner as well
 * @param run runs it with its arguments
 */
record Command(
    String name,
    String text,
    Class<? extends PipelineOptions> type,
    Map<String, String> defaults,
    boolean pipeline,
    BiConsumer<List<String>, PrintStream> run) {

  /** The interface of all options that it may be given: replay takes those of the run as well. */
  Class<? extends PipelineOptions> takes() {
    return type == ReplayOptions.class ? SynthesizeOptions.class : type;
  }

  /** One that runs on this machine, with all its options before it. */
  static <T extends PipelineOptions> Command local(
      String name, String text, Class<T> type, BiConsumer<T, PrintStream> run) {
    return new Command(name, text, type, Map.of(), false, checked(name, type, Map.of(), run));
  }

  /** One that runs a graph. */
  static <T extends PipelineOptions> Command graph(PipelineCommand<T> command, String text) {
    return graph(command.name(), text, command.type(), Map.of(), command::run);
  }

  /** One that runs graphs, with defaults of its own. */
  static <T extends PipelineOptions> Command graph(
      String name,
      String text,
      Class<T> type,
      Map<String, String> defaults,
      BiConsumer<T, PrintStream> run) {
    return new Command(name, text, type, defaults, true, checked(name, type, defaults, run));
  }

  private static <T extends PipelineOptions> BiConsumer<List<String>, PrintStream> checked(
      String name, Class<T> type, Map<String, String> defaults, BiConsumer<T, PrintStream> run) {
    return (args, out) -> {
      T options = CommandLine.parse(name, args, type);
      CommandLine.checkComplete(name, options, type, defaults.keySet());
      run.accept(options, out);
    };
  }

  /** Explains it and its options, or those that are needed and the daily ones. */
  void help(boolean all, int width, PrintStream out) {
    Help.print(name, text, type, defaults, pipeline, all, width, out);
  }
}
