package org.caco.pipelines.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caco.pipelines.options.OptionCatalog.Option;

/** The words of a command line, before anybody looks what they say. */
public final class Arguments {
  /** Those that stand alone and belong to the command line itself. */
  private static final Set<String> ALONE = Set.of("help", "all", "version");

  private Arguments() {}

  /**
   * Writes each {@code --option value} as {@code --option=value}, and leaves the rest as it is.
   *
   * @param known all options of this project by name; what is not among them is a runner's, and
   *     taken to have a value where no other option follows
   */
  public static List<String> joined(List<String> args, Map<String, Option> known) {
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (i + 1 < args.size() && takes(arg, args.get(i + 1), known)) {
        i++;
        joined.add(arg + "=" + args.get(i));
      } else {
        joined.add(arg);
      }
    }
    return joined;
  }

  private static boolean takes(String arg, String next, Map<String, Option> known) {
    if (!arg.startsWith("--") || arg.contains("=") || next.startsWith("--")) {
      return false;
    }
    String name = arg.substring(2);
    Option option = known.get(name);
    return option == null
        ? !ALONE.contains(name) && !name.isEmpty()
        : !option.isFlag() || next.matches("(?i)true|false");
  }
}
