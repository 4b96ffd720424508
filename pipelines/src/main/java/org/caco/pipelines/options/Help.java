package org.caco.pipelines.options;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;

/** Explains commands and their options on a terminal. */
public final class Help {
  private static final int WIDTH = 96;
  private static final int INDENT = 8;
  private static final Map<String, String> TITLES =
      Map.ofEntries(
          Map.entry("SeedOptions", "Seeds"),
          Map.entry("InputOptions", "Input"),
          Map.entry("OutputOptions", "Output"),
          Map.entry("GenerateOptions", "Sampling programs"),
          Map.entry("FilterOptions", "Filters"),
          Map.entry("DecontaminateOptions", "Benchmarks"),
          Map.entry("GraderOptions", "Comparing answers"),
          Map.entry("CalibrateOptions", "Results"),
          Map.entry("ModelOptions", "Models"),
          Map.entry("CheckOptions", "Checks of written problems and solutions"),
          Map.entry("CalibrationOptions", "Calibration"),
          Map.entry("LimitOptions", "Limits, rates and prices"),
          Map.entry("SandboxOptions", "Sandbox"),
          Map.entry("WorkerOptions", "Sandbox of a worker"),
          Map.entry("LinesOptions", "Files"),
          Map.entry("ReplayOptions", "The run"),
          Map.entry("PreviewOptions", "Preview"));
  private static final Pattern SPACE = Pattern.compile(" +");

  private Help() {}

  /** What a command does, how it is called, and all its options. */
  public static void print(
      String command, String summary, Class<? extends PipelineOptions> type, PrintStream out) {
    out.println("caco " + command + ": " + summary);
    List<OptionCatalog.Option> options = OptionCatalog.of(type);
    String needed =
        options.stream()
            .filter(OptionCatalog.Option::required)
            .map(option -> " --" + option.name() + "=...")
            .collect(Collectors.joining());
    out.println();
    out.println("Usage: caco " + command + needed + " [--option=value ...]");
    String group = "";
    for (OptionCatalog.Option option : options) {
      if (!option.group().equals(group)) {
        group = option.group();
        out.println();
        out.println(TITLES.getOrDefault(group, "Options"));
      }
      out.println("  --" + option.name() + defaultOf(option));
      wrap(option.description(), WIDTH - INDENT)
          .forEach(line -> out.println(" ".repeat(INDENT) + line));
    }
  }

  /** As {@link #print}, of a command that runs a pipeline. */
  public static void printPipeline(
      String command, String summary, Class<? extends PipelineOptions> type, PrintStream out) {
    print(command, summary, type, out);
    out.println();
    out.println("Running");
    out.println("  --runner (direct)");
    out.println(" ".repeat(INDENT) + "direct, flink or dataflow. Each takes its own options too,");
    out.println(" ".repeat(INDENT) + "such as --targetParallelism, --flinkMaster=HOST:PORT or");
    out.println(" ".repeat(INDENT) + "--project and --region, as Apache Beam documents them.");
  }

  private static String defaultOf(OptionCatalog.Option option) {
    return option.defaultValue().isEmpty() ? "" : " (" + option.defaultValue() + ")";
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
