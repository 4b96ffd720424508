package org.caco.pipelines.options;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.OptionCatalog.Option;

/** Explains commands and their options on a terminal. */
public final class Help {
  private static final int WIDTH = 96;
  private static final int INDENT = 8;
  private static final Pattern SPACE = Pattern.compile(" +");

  private Help() {}

  /**
   * What a command does, how it is called, and all its options.
   *
   * @param text what it does
   * @param defaults what holds in this command where an option is not set, by the option's name
   */
  public static void print(
      String command,
      String text,
      Class<? extends PipelineOptions> type,
      Map<String, String> defaults,
      PrintStream out) {
    wrap("caco " + command + ": " + text, WIDTH).forEach(out::println);
    List<Option> options = OptionCatalog.of(type);
    String needed =
        options.stream()
            .filter(option -> option.required() && !defaults.containsKey(option.name()))
            .map(option -> " --" + option.name() + "=...")
            .collect(Collectors.joining());
    out.println();
    out.println("Usage: caco " + command + needed + " [--option=value ...]");
    String group = "";
    for (Option option : options) {
      String title = option.group().map(Group::title).orElse("Options");
      if (!title.equals(group)) {
        group = title;
        out.println();
        out.println(title);
      }
      String byDefault = defaults.getOrDefault(option.name(), option.byDefault());
      String tail =
          byDefault.isEmpty()
              ? (option.required() ? " (needed)" : "")
              : " (default: " + byDefault + ")";
      print("--" + option.name() + tail, option.description(), out);
    }
  }

  /** The options of a command that runs a pipeline, besides its own. */
  public static void printRunning(PrintStream out) {
    out.println();
    out.println("Running");
    print(
        "--runner (default: direct)",
        "direct, flink or dataflow. Each takes its own options too, such as --targetParallelism,"
            + " --flinkMaster=HOST:PORT or --project and --region, as Apache Beam documents them.",
        out);
  }

  private static void print(String option, String description, PrintStream out) {
    wrap(option, WIDTH - 2).forEach(line -> out.println("  " + line));
    wrap(description, WIDTH - INDENT).forEach(line -> out.println(" ".repeat(INDENT) + line));
  }

  /** The text in lines of at most {@code width} characters, broken at spaces. */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : SPACE.splitAsStream(text).toList()) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
