package org.caco.pipelines.calibrate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.caco.hash.ContentHash;

/**
 * Other readings of a program, by which a calibration makes pairs of a text and the program of
 * another reading. Changes of the source's text, so that nothing of what chooses inputs is used.
 */
enum PlantedTwin {
  TRUE_DIVISION(" // ", " / "),
  FLOOR_DIVISION(" / ", " // "),
  CEILING_DIVISION("(?<![*/%] )\\b(\\w+) // (\\w+)\\b(?!\\()", "-(-$1 // $2)"),
  ROUNDED_DIVISION("(?<![*/%] )\\b(\\w+) // (\\w+)\\b(?!\\()", "round($1 / $2)"),
  REMAINDER_FOR_QUOTIENT(" // ", " % "),
  PRODUCT_FOR_QUOTIENT(" //? ", " * "),
  SUM_FOR_PRODUCT(" \\* ", " + "),
  QUOTIENT_FOR_PRODUCT(" \\* ", " / "),
  DIFFERENCE_FOR_SUM(" \\+ ", " - "),
  SUM_FOR_DIFFERENCE(" - ", " + "),
  REVERSED_DIFFERENCE("(?<![-+*/%] )\\b(\\w+) - (\\w+)\\b(?!\\()", "$2 - $1"),
  MAXIMUM_FOR_MINIMUM("\\bmin\\(", "max("),
  MINIMUM_FOR_MAXIMUM("\\bmax\\(", "min("),
  INCLUSIVE_BOUND(" ([<>]) ", " $1= "),
  EXCLUSIVE_BOUND(" ([<>])= ", " $1 "),
  LONGER_RANGE("\\brange\\(", "range(1 + "),
  DROPPED_ROUNDING("\\b(?:round|int|math\\.floor|math\\.ceil)\\(([^(),]+)\\)", "($1)"),
  PERCENT_OF_RESULT("\\b(\\w+) \\* (\\w+) / 100\\b", "$1 * $2 / (100 + $2)"),
  SUM_BEFORE_PRODUCT(
      "(?<![-+*/%] )(?<![\\w.])([\\w.]+ [-+] [\\w.]+)( [*/]{1,2} [\\w.]+)(?![\\w.(\\[])", "($1)$2"),
  PRODUCT_BEFORE_SUM("(?<![\\w)\\]])\\(([\\w.]+ [-+] [\\w.]+)\\)( [*/]{1,2} )", "$1$2"),
  SUM_AFTER_DIFFERENCE(" - ([\\w.]+) \\* ", " - $1 + "),
  ADDED_BRACKETS(
      "(?<![*/%] )(?<![\\w.])([\\w.]+ - )([\\w.]+ [-+] [\\w.]+)(?! [*/%])(?![\\w.(\\[])", "$1($2)"),
  DROPPED_BRACKETS(" - \\(([\\w.]+ [-+] [\\w.]+)\\)(?! [*/%])", " - $1");

  private static final String PREFIX = "twin_";

  private final Pattern read;
  private final String otherwise;

  PlantedTwin(String read, String otherwise) {
    this.read = Pattern.compile(read);
    this.otherwise = otherwise;
  }

  /** The name in reports. */
  String label() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a {@link #label} of one of these. */
  static boolean isLabel(String kind) {
    return kind.startsWith(PREFIX);
  }

  /**
   * A program with one operation of its functions read otherwise.
   *
   * @return empty where there is no such operation
   */
  Optional<String> of(String code) {
    int functions = code.indexOf("\ndef ");
    if (functions < 0) {
      return Optional.empty();
    }
    List<MatchResult> operations =
        read.matcher(code)
            .results()
            .filter(operation -> operation.start() > functions && isCode(code, operation.start()))
            .toList();
    if (operations.isEmpty()) {
      return Optional.empty();
    }
    long chosen = Math.floorMod(ContentHash.number(label(), code), (long) operations.size());
    MatchResult operation = operations.get((int) chosen);
    String changed = read.matcher(operation.group()).replaceFirst(otherwise);
    if (changed.equals(operation.group())) {
      // A look at what stands before finds nothing in the operation alone.
      return Optional.empty();
    }
    return Optional.of(
        code.substring(0, operation.start()) + changed + code.substring(operation.end()));
  }

  /** Whether a place is in a line of a function's body, and in no docstring of one line. */
  private static boolean isCode(String code, int at) {
    String line = code.substring(code.lastIndexOf('\n', at) + 1, at);
    return line.startsWith("    ") && line.indexOf('"') < 0 && line.indexOf('#') < 0;
  }
}
