package org.caco.pipelines.options;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.pipelines.graph.Role;
import org.caco.pipelines.options.OptionCatalog.Option;
import org.caco.pipelines.run.RunnerAdapter;
import org.caco.transforms.lines.FileGlobs;

/** Reads a command's options, and turns what is wrong with them into one sentence. */
public final class CommandLine {
  private static final String RUNNER = "--runner=";
  private static final String BOOLEAN = "boolean";
  private static final Set<String> LISTS = Set.of("seeds", "benchmarks", "endpoint");
  private static final Pattern MISSING =
      Pattern.compile("Missing required value for \\[public abstract .*?\\.(?:get|is)(\\w+)\\(");
  private static final Pattern UNKNOWN = Pattern.compile("missing a property named '([^']*)'");
  private static final Pattern SIMILAR = Pattern.compile("Did you mean (.*?)\\?");

  private CommandLine() {}

  /** The runner that {@code args} ask for; direct where they name none. */
  public static RunnerAdapter runner(List<String> args) {
    Map<String, RunnerAdapter> adapters = new TreeMap<>();
    ServiceLoader.load(RunnerAdapter.class)
        .forEach(adapter -> adapters.put(adapter.name(), adapter));
    String name =
        args.stream()
            .filter(arg -> arg.startsWith(RUNNER))
            .map(CommandLine::shortName)
            .reduce("direct", (first, last) -> last);
    RunnerAdapter adapter = adapters.get(name);
    if (adapter == null) {
      throw new UsageException(
          "--runner=" + name + " is not on the class path; there is " + adapters.keySet() + ".");
    }
    return adapter;
  }

  /** The options in {@code args}, checked. */
  public static <T extends PipelineOptions> T parse(
      String command, List<String> args, Class<T> group) {
    Map<String, String> types =
        OptionCatalog.of(group).stream().collect(toMap(Option::name, Option::type));
    Map<String, FilePath> files = OptionCatalog.filePaths(group);
    Set<String> given = new HashSet<>();
    List<String> options = new ArrayList<>();
    for (String arg : args) {
      if (!arg.startsWith("--")) {
        throw new UsageException(
            "What is " + arg + "? Options are written --name=value, without a space.");
      }
      int equals = arg.indexOf('=');
      String name = arg.substring(2, equals < 0 ? arg.length() : equals);
      String type = types.getOrDefault(name, "");
      if (equals < 0 && !type.isEmpty() && !type.equals(BOOLEAN)) {
        throw new UsageException(arg + " needs a value: " + arg + "=VALUE, without a space.");
      }
      if (equals > 0) {
        checkValue(arg, type, arg.substring(equals + 1));
      }
      if (!type.isEmpty() && !given.add(name)) {
        throw new UsageException(
            "--"
                + name
                + " is there twice: give it once"
                + (LISTS.contains(name) ? ", with commas between its values." : "."));
      }
      if (arg.startsWith(RUNNER)) {
        // Beam looks runners up by the names of their classes.
        options.add(RUNNER + shortName(arg) + "Runner");
      } else if (equals > 0 && files.containsKey(name)) {
        options.add("--" + name + "=" + absolute(files.get(name), arg.substring(equals + 1)));
      } else {
        options.add(arg);
      }
    }
    try {
      return PipelineOptionsFactory.fromArgs(options.toArray(String[]::new))
          .withValidation()
          .as(group);
    } catch (IllegalArgumentException e) {
      throw new UsageException(explain(command, String.valueOf(e.getMessage())), e);
    }
  }

  private static String absolute(FilePath kind, String value) {
    if (value.isBlank() || value.equals(Role.NO_JOURNAL)) {
      return value;
    }
    return kind.globs()
        ? FileGlobs.split(value).stream().map(FileGlobs::absolute).collect(joining(","))
        : FileGlobs.absolute(value);
  }

  /** None of our numbers may be negative. */
  private static void checkValue(String arg, String type, String value) {
    if (type.equals(BOOLEAN) && !value.matches("(?i)true|false")) {
      throw new UsageException(arg + ": " + value + " is neither true nor false.");
    }
    String number =
        switch (type) {
          case "int", "long", "Integer", "Long" -> "\\d{1,18}";
          case "double", "Double" -> "\\d+(\\.\\d+)?";
          default -> ".*";
        };
    if (!value.matches(number)) {
      throw new UsageException(
          arg
              + ": "
              + value
              + " is not a number such as "
              + (type.equalsIgnoreCase("double") ? "0.5." : "10."));
    }
    if (type.matches("int|Integer") && Long.parseLong(value) > Integer.MAX_VALUE) {
      throw new UsageException(arg + " is too much: " + Integer.MAX_VALUE + " is the most.");
    }
  }

  private static String shortName(String arg) {
    return arg.substring(RUNNER.length()).toLowerCase(Locale.ROOT).replaceFirst("runner$", "");
  }

  private static String explain(String command, String message) {
    String hint = " caco " + command + " --help lists the options.";
    Matcher missing = MISSING.matcher(message);
    if (missing.find()) {
      String name = missing.group(1);
      return "caco "
          + command
          + " needs --"
          + name.substring(0, 1).toLowerCase(Locale.ROOT)
          + name.substring(1)
          + "=VALUE."
          + hint;
    }
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.find()) {
      Matcher similar = SIMILAR.matcher(message);
      String meant = similar.find() ? " Did you mean " + similar.group(1) + "?" : "";
      return "There is no option --" + unknown.group(1) + "." + meant + hint;
    }
    return message.replaceAll("\\s+", " ") + hint;
  }
}
