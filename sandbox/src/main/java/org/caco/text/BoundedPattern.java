package org.caco.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Regular expressions of {@code java.util.regex} that any text may be searched with. They
 * backtrack, so a quantifier without an upper bound can make a search take the square of the text's
 * length, or worse; here it is refused. What needs one is written with RE2/J, which takes linear
 * time whatever the pattern, but ten times as much of it and without looking around.
 */
public final class BoundedPattern {
  /** At {@code \b} Java goes back over all accents before it, however many there are. */
  private static final String BOUNDARY = "(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))";

  private BoundedPattern() {}

  /**
   * Compiles {@code regex}, in which every repetition is written {@code ?}, {@code {n}} or {@code
   * {n,m}}, and none is of a group that repeats anything itself, but for groups that are there once
   * or not at all. {@code \b} stands between what {@code \w} matches and what it does not, as in
   * RE2/J.
   *
   * @throws IllegalArgumentException naming the repetition that has no bound
   */
  public static Pattern of(String regex) {
    check(regex);
    return Pattern.compile(withBoundaries(regex));
  }

  private static String withBoundaries(String regex) {
    StringBuilder bounded = new StringBuilder();
    for (int i = 0; i < regex.length(); i++) {
      boolean escape = regex.charAt(i) == '\\' && i + 1 < regex.length();
      if (escape && regex.charAt(i + 1) == 'b') {
        bounded.append(BOUNDARY);
      } else {
        bounded.append(regex, i, escape ? i + 2 : i + 1);
      }
      i += escape ? 1 : 0;
    }
    return bounded.toString();
  }

  private static void check(String regex) {
    // Whether each open group, the outermost last, repeats anything; and the group closed last.
    Deque<Boolean> repeats = new ArrayDeque<>(List.of(false));
    boolean closed = false;
    for (int i = 0; i < regex.length(); i++) {
      switch (regex.charAt(i)) {
        case '\\' -> i++;
        case '[' -> i = classEnd(regex, i);
        case '(' -> repeats.push(false);
        case ')' -> {
          closed = repeats.pop();
          repeats.push(repeats.pop() || closed);
        }
        case '*', '+' -> requirePossessive(regex, i);
        case '{' -> {
          int end = regex.indexOf('}', i);
          boolean range = regex.substring(i, end).contains(",");
          if (regex.charAt(end - 1) == ',' || (closed && regex.charAt(i - 1) == ')')) {
            throw unbounded(regex, i);
          }
          repeats.push(repeats.pop() || range);
          i = end;
        }
        default -> {}
      }
    }
  }

  /** A plus behind a bound gives nothing back, and repeats nothing more. */
  private static void requirePossessive(String regex, int i) {
    if (regex.charAt(i) == '*' || i == 0 || "}?".indexOf(regex.charAt(i - 1)) < 0) {
      throw unbounded(regex, i);
    }
  }

  /** Where the class of characters that opens at {@code open} closes. */
  private static int classEnd(String regex, int open) {
    int first = regex.startsWith("^", open + 1) ? open + 2 : open + 1;
    // A bracket that closes at once is a bracket.
    for (int i = regex.startsWith("]", first) ? first + 1 : first; i < regex.length(); i++) {
      if (regex.charAt(i) == '\\') {
        i++;
      } else if (regex.charAt(i) == ']') {
        return i;
      }
    }
    throw new IllegalArgumentException("a class of characters is not closed in " + regex);
  }

  private static IllegalArgumentException unbounded(String regex, int at) {
    return new IllegalArgumentException(
        "a repetition without a bound at character " + at + " of the pattern " + regex);
  }
}
