package org.caco.pipelines;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.pipelines.OptionCatalog.Option;

/** Reads a command's options, and turns what is wrong with them into one sentence. */
final class CommandLine {
  private static final String RUNNER = "--runner=";
  private static final Pattern MISSING =
      Pattern.compile("Missing required value for \\[public abstract .*?\\.(?:get|is)(\\w+)\\(");
  private static final Pattern UNKNOWN = Pattern.compile("missing a property named '([^']*)'");
  private static final Pattern SIMILAR = Pattern.compile("Did you mean (.*?)\\?");

  private CommandLine() {}

  /** The runner that {@code args} ask for; direct where they name none. */
  static RunnerAdapter runner(List<String> args) {
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
  static <T extends PipelineOptions> T parse(String command, List<String> args, Class<T> type) {
    Map<String, String> types =
        OptionCatalog.of(type).stream().collect(toMap(Option::name, Option::type));
    List<String> options = new ArrayList<>();
    for (String arg : args) {
      if (!arg.startsWith("--")) {
        throw new UsageException(
            "What is " + arg + "? Options are written --name=value, without a space.");
      }
      int equals = arg.indexOf('=');
      if (equals > 0) {
        checkNumber(
            arg, types.getOrDefault(arg.substring(2, equals), ""), arg.substring(equals + 1));
      }
      // Beam looks runners up by the names of their classes.
      options.add(arg.startsWith(RUNNER) ? RUNNER + shortName(arg) + "Runner" : arg);
    }
    try {
      return PipelineOptionsFactory.fromArgs(options.toArray(String[]::new))
          .withValidation()
          .as(type);
    } catch (IllegalArgumentException e) {
      throw new UsageException(explain(command, String.valueOf(e.getMessage())), e);
    }
  }

  /** None of our numbers may be negative. */
  private static void checkNumber(String arg, String type, String value) {
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
