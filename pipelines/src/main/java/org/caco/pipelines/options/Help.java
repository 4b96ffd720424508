package org.caco.pipelines.options;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.caco.pipelines.options.OptionCatalog.Option;

/**
 * Explains commands and their options on a terminal. The launcher prints the same without Java,
 * from {@code options.txt}: {@code runners/help.awk}.
 */
public final class Help {
  /** How wide it is where nobody tells how wide the window is. */
  public static final int WIDTH = 96;

  private static final int MIN_WIDTH = 30;
  private static final int INDENT = 8;

  /** A command with so few options shows all of them. */
  private static final int FEW = 12;

  private static final Pattern SPACE = Pattern.compile(" +");

  /**
   * An option that no interface has.
   *
   * @param name without the dashes
   * @param byDefault what holds where it is not set
   * @param kind flag, file or its values
   * @param text what it does
   */
  public record Extra(String name, String byDefault, String kind, String text) {}

  /** The options that each command has besides those of its interface. */
  public static final List<Extra> COMMON =
      List.of(
          new Extra(ConfigFile.OPTION, "none", "file", ConfigFile.DESCRIPTION),
          new Extra("help", "", "flag", "This text; with --all, all options."));

  /** The option that each command has that runs a graph. */
  public static final Extra RUNNER =
      new Extra(
          "runner",
          "direct",
          "direct|flink|dataflow",
          "direct, flink or dataflow. Each takes its own options too, such as --targetParallelism,"
              + " --flinkMaster=HOST:PORT or --project and --region, as Apache Beam documents"
              + " them.");

  private final int width;
  private final PrintStream out;

  private Help(int width, PrintStream out) {
    this.width = Math.max(MIN_WIDTH, width);
    this.out = out;
  }

  /**
   * What a command does, how it is called, and its options.
   *
   * @param text what it does
   * @param defaults what holds in this command where an option is not set, by the option's name
   * @param pipeline whether it takes those of a runner as well
   * @param all whether all are wanted, or only those that are needed and the daily ones
   * @param width of the window
   */
  public static void print(
      String command,
      String text,
      Class<? extends PipelineOptions> type,
      Map<String, String> defaults,
      boolean pipeline,
      boolean all,
      int width,
      PrintStream out) {
    Help help = new Help(width, out);
    List<Option> options = OptionCatalog.of(type);
    boolean few = options.size() <= FEW;
    help.lines("caco " + command + ": " + text, 0);
    out.println();
    String needed =
        options.stream()
            .filter(option -> isNeeded(option, defaults))
            .map(option -> " --" + option.name() + "=...")
            .collect(Collectors.joining());
    help.lines("Usage: caco " + command + needed + " [--option=value ...]", 0);
    String group = "";
    int hidden = 0;
    for (Option option : options) {
      if (!all && !few && !isNeeded(option, defaults) && !option.daily()) {
        hidden++;
        continue;
      }
      String title = option.group().map(Group::title).orElse("Options");
      if (!title.equals(group)) {
        group = title;
        help.heading(title);
      }
      String byDefault = defaults.getOrDefault(option.name(), option.byDefault());
      help.option(
          option.name(), option.required() && byDefault.isEmpty(), byDefault, option.description());
    }
    help.heading("Every command");
    COMMON.forEach(help::option);
    if (pipeline) {
      help.heading("Running");
      help.option(RUNNER);
    }
    if (hidden > 0) {
      out.println();
      help.lines(hidden + " more options: caco " + command + " --help --all", 0);
    }
  }

  private static boolean isNeeded(Option option, Map<String, String> defaults) {
    return option.required() && !defaults.containsKey(option.name());
  }

  private void heading(String title) {
    out.println();
    out.println(title);
  }

  private void option(Extra extra) {
    option(extra.name(), /* needed= */ false, extra.byDefault(), extra.text());
  }

  private void option(String name, boolean needed, String byDefault, String description) {
    String tail = needed ? " (needed)" : byDefault.isEmpty() ? "" : " (default: " + byDefault + ")";
    lines("--" + name + tail, 2);
    lines(description, INDENT);
  }

  private void lines(String text, int indent) {
    wrap(text, width - indent).forEach(line -> out.println(" ".repeat(indent) + line));
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
