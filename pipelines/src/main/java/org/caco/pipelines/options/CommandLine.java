package org.caco.pipelines.options;

import static java.util.stream.Collectors.toMap;

import java.beans.Introspector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.caco.pipelines.options.OptionCatalog.Option;
import org.caco.transforms.lines.FileGlobs;
import org.jspecify.annotations.Nullable;

/** Reads a command's options, and turns what is wrong with them into one sentence. */
public final class CommandLine {
  private static final String RUNNER = "--runner=";
  private static final Pattern NO_RUNNER =
      Pattern.compile("Unknown 'runner' specified '([^']*)Runner', supported.*?(\\[.*?\\])");

  private CommandLine() {}

  /**
   * The options in {@code args}, checked one by one. Whether all are there that the command needs,
   * {@link #checkComplete} says.
   */
  public static <T extends PipelineOptions> T parse(
      String command, List<String> args, Class<T> type) {
    Map<String, Option> known =
        OptionCatalog.of(type).stream().collect(toMap(Option::name, option -> option));
    Set<String> given = new HashSet<>();
    List<String> options = new ArrayList<>();
    for (String arg : args) {
      if (!arg.startsWith("--")) {
        throw new UsageException(
            "Unexpected argument '" + arg + "': options are written --name=value or --name value.");
      }
      int equals = arg.indexOf('=');
      String name = arg.substring(2, equals < 0 ? arg.length() : equals);
      Option option = known.get(name);
      if (option == null && !isRunners(name) && !hasGetter(type, name)) {
        throw new UsageException(unknown(command, name, known.keySet()));
      }
      String value = option == null ? others(arg) : checked(option, arg, equals);
      if (option != null && !given.add(name)) {
        throw new UsageException(
            "--"
                + name
                + " is given twice: give it once"
                + (option.list().isPresent()
                    ? ", with '" + option.list().get().separator() + "' between its values."
                    : "."));
      }
      options.add(value);
    }
    try {
      return PipelineOptionsFactory.fromArgs(options.toArray(String[]::new)).as(type);
    } catch (IllegalArgumentException e) {
      throw new UsageException(explain(command, String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * Checks that the options are there that a command needs.
   *
   * @param others names of options that it can do without all the same
   * @throws UsageException naming the first that is not
   */
  public static void checkComplete(
      String command,
      PipelineOptions options,
      Class<? extends PipelineOptions> type,
      Set<String> others) {
    for (Option option : OptionCatalog.of(type)) {
      if (option.required() && !others.contains(option.name()) && option.valueIn(options) == null) {
        throw new UsageException(
            "caco " + command + " needs --" + option.name() + "=VALUE." + hint(command));
      }
    }
  }

  /** The first value of an option in {@code args}, as it is; null where it is not there. */
  public static @Nullable String value(List<String> args, String option) {
    String start = "--" + option + "=";
    return args.stream()
        .filter(arg -> arg.startsWith(start))
        .map(arg -> arg.substring(start.length()))
        .findFirst()
        .orElse(null);
  }

  /** An option of Beam's own. */
  private static String others(String arg) {
    // Beam looks runners up by the names of their classes.
    return arg.startsWith(RUNNER)
        ? RUNNER
            + arg.substring(RUNNER.length()).toLowerCase(Locale.ROOT).replaceFirst("runner$", "")
            + "Runner"
        : arg;
  }

  private static String checked(Option option, String arg, int equals) {
    if (equals < 0) {
      if (!option.isFlag()) {
        throw new UsageException(arg + " needs a value: " + arg + "=VALUE.");
      }
      return arg;
    }
    String value = arg.substring(equals + 1);
    checkValue(option, arg, value);
    return "--"
        + option.name()
        + "="
        + option.file().map(kind -> absolute(option.name(), kind, value)).orElse(value);
  }

  static String absolute(String option, FilePath kind, String value) {
    if (value.isBlank() || value.equals(kind.or()) || (kind.program() && !value.contains("/"))) {
      return value;
    }
    List<String> paths =
        (kind.globs() ? FileGlobs.split(value) : List.of(value))
            .stream().map(FileGlobs::absolute).toList();
    paths.forEach(path -> Stores.check(option, path));
    return String.join(",", paths);
  }

  /** None of our numbers may be negative. */
  static void checkValue(Option option, String arg, String value) {
    String type = option.type();
    if (option.isFlag() && !value.matches("(?i)true|false")) {
      throw new UsageException(arg + ": " + value + " is neither true nor false.");
    }
    String number =
        switch (type) {
          case "int", "long", "Integer", "Long" -> "\\d{1,18}";
          case "double", "Double" -> "\\d{1,18}(\\.\\d{1,18})?";
          default -> "(?s).*";
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
    List<String> values = option.values();
    if (!values.isEmpty() && !values.contains(value.toLowerCase(Locale.ROOT))) {
      throw new UsageException(
          arg + " is none of its values: choose " + String.join(" or ", values) + ".");
    }
  }

  private static String hint(String command) {
    return " caco " + command + " --help lists the options.";
  }

  private static String unknown(String command, String name, Set<String> known) {
    String meant =
        SimilarNames.to(name, known).map(similar -> " Did you mean --" + similar + "?").orElse("");
    return "There is no option --" + name + "." + meant + hint(command);
  }

  /** Whether Beam or one of its runners on the class path has an option of this name. */
  static boolean isRunners(String name) {
    return PipelineOptionsFactory.getRegisteredOptions().stream()
        .anyMatch(type -> hasGetter(type, name));
  }

  private static boolean hasGetter(Class<? extends PipelineOptions> type, String name) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getParameterCount() == 0)
        .map(method -> method.getName().replaceFirst("^(get|is)(?=[A-Z])", ""))
        .anyMatch(property -> Introspector.decapitalize(property).equals(name));
  }

  private static String explain(String command, String message) {
    Matcher noRunner = NO_RUNNER.matcher(message);
    if (noRunner.find()) {
      return "--runner="
          + noRunner.group(1)
          + " is not on the class path; there is "
          + noRunner.group(2).replace("Runner", "").toLowerCase(Locale.ROOT)
          + ".";
    }
    return message.replaceAll("\\s+", " ") + hint(command);
  }
}
