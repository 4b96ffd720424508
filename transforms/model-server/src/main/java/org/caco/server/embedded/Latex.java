package org.caco.server.embedded;

import java.util.regex.Pattern;

/** Takes the mark-up off the arithmetic in a LaTeX text. */
final class Latex {
  private static final Pattern FRACTION =
      Pattern.compile("\\\\[dt]?frac\\s*\\{([^{}]*)}\\s*\\{([^{}]*)}");
  private static final Pattern SHORT_FRACTION = Pattern.compile("\\\\[dt]?frac\\s*(\\d)\\s*(\\d)");
  private static final Pattern GROUP = Pattern.compile("\\\\(?:boxed|text|mbox)\\{([^{}]*)}");
  private static final Pattern TIMES = Pattern.compile("\\\\(?:cdot|times)\\b");
  private static final Pattern SPACE =
      Pattern.compile("\\\\(?:left|right|displaystyle|quad)\\b|\\\\[,!;: ]");
  private static final Pattern COMMAND = Pattern.compile("\\\\[A-Za-z]+");

  private Latex() {}

  /** The text with fractions as quotients, products with {@code *}, and without commands. */
  static String plain(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    String plain = text.replace("\\%", "%").replace("\\$", "").replace("$", " ");
    plain = plain.replace("{,}", ",").replace("\\div", "/");
    plain = SPACE.matcher(plain).replaceAll("");
    plain = GROUP.matcher(plain).replaceAll("$1");
    plain = FRACTION.matcher(plain).replaceAll("(($1)/($2))");
    plain = SHORT_FRACTION.matcher(plain).replaceAll("($1/$2)");
    plain = TIMES.matcher(plain).replaceAll("*");
    return COMMAND.matcher(plain).replaceAll(" § ").replace("&", " ");
  }
}
