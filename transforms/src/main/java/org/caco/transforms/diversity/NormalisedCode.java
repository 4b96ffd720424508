package org.caco.transforms.diversity;

import java.util.StringJoiner;

/**
 * Python source without what does not change its meaning: comments, blank lines, spaces between
 * tokens, how far blocks are indented, line breaks inside brackets, the kind of quotes where either
 * would do, underscores in numbers. Names, values and the order of lines stay, so two programs with
 * the same normalised code do the same.
 */
public final class NormalisedCode {
  private NormalisedCode() {}

  /**
   * The normalised form of {@code code}: a logical line a line, indented by a space a block, tokens
   * apart by one space. Any text has one; it is meant for comparison, not to be run.
   */
  public static String of(String code) {
    StringJoiner normalised = new StringJoiner("\n");
    for (PythonLines.Line line : PythonLines.of(code)) {
      normalised.add(" ".repeat(line.depth()) + String.join(" ", line.tokens()));
    }
    return normalised.toString();
  }
}
