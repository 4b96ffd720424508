package org.caco.transforms.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells lines of Python from lines of prose, by how they begin and end. */
final class CodeLines {
  private static final Set<String> WITH_COLON =
      Set.of("if", "elif", "while", "with", "except", "for", "def", "class", "async", "match");
  private static final Set<String> ALONE = Set.of("else", "try", "finally");
  private static final Set<String> SIMPLE = Set.of("assert", "raise", "del", "global", "pass");

  /** Words that stand between two others in an expression, or before one. */
  private static final Set<String> OPERATORS =
      Set.of("if", "else", "and", "or", "not", "in", "is", "for", "lambda", "await", "async");

  private static final List<String> SETUP =
      List.of("import ", "from ", "def ", "class ", "@", "#", ")");

  /** What a line is told by. */
  private static final int MAX_LINE = 400;

  private CodeLines() {}

  /** Whether {@code code} sets {@code input} and {@code output} at the start of lines. */
  static boolean isUnified(String code) {
    return assigns(code, "input") && assigns(code, "output");
  }

  /** Whether a line begins with an assignment of an expression to {@code name}. */
  static boolean assigns(String code, String name) {
    for (int at = code.indexOf(name); at >= 0; at = code.indexOf(name, at + name.length())) {
      if ((at == 0 || code.charAt(at - 1) == '\n') && isAssignment(line(code, at), name)) {
        return true;
      }
    }
    return false;
  }

  private static String line(String code, int from) {
    int newline = code.indexOf('\n', from);
    int end = newline < 0 ? code.length() : newline;
    return code.substring(from, Math.min(end, from + MAX_LINE));
  }

  private static boolean isAssignment(String line, String name) {
    int equals = line.indexOf('=', name.length());
    if (equals < 0) {
      return false;
    }
    String between = line.substring(name.length(), equals).strip();
    return (between.isEmpty() || between.startsWith(":")) && isExpression(line, equals + 1);
  }

  /** Whether what follows in the line may be an expression: no word follows another. */
  private static boolean isExpression(String line, int from) {
    if (line.startsWith("=", from)) {
      return false;
    }
    int at = blanks(line, from);
    String first = word(line, at);
    String second = word(line, blanks(line, at + first.length()));
    boolean apart = first.isEmpty() || blanks(line, at + first.length()) > at + first.length();
    return at < line.length()
        && (first.isEmpty()
            || second.isEmpty()
            || !apart
            || isNumber(first)
            || OPERATORS.contains(first)
            || OPERATORS.contains(second));
  }

  /**
   * The stretches of lines of Python in {@code text}, with what belongs to them: what is indented,
   * or stands within brackets or in a string of several lines.
   */
  static List<String> runs(String text) {
    List<String> runs = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    Scanner scanner = new Scanner();
    for (String line : text.split("\n", -1)) {
      boolean inside = scanner.isInside();
      boolean indented = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
      boolean code = inside || line.isBlank() || (indented ? !run.isEmpty() : begins(line));
      if (code) {
        scanner.read(line);
        if (!run.isEmpty() || !line.isBlank()) {
          run.append(line).append('\n');
        }
      } else {
        finish(run, runs);
        scanner = new Scanner();
      }
    }
    finish(run, runs);
    return runs;
  }

  private static void finish(StringBuilder run, List<String> runs) {
    if (!run.isEmpty()) {
      runs.add(run.toString());
      run.setLength(0);
    }
  }

  /** Whether a text imports and defines, and does nothing else. */
  static boolean isSetup(String code) {
    return !code.isBlank()
        && outermost(code)
            .allMatch(line -> begins(line) && SETUP.stream().anyMatch(line::startsWith));
  }

  /** Whether a line of {@code part} that is not indented is one of {@code whole} too. */
  static boolean shareLines(String part, String whole) {
    Set<String> lines = outermost(whole).collect(Collectors.toSet());
    return outermost(part).anyMatch(lines::contains);
  }

  private static Stream<String> outermost(String code) {
    return code.lines().filter(line -> !line.isBlank() && line.equals(line.stripLeading()));
  }

  /** Whether a line that is not indented may be one of Python. */
  static boolean begins(String whole) {
    String line = whole.length() > MAX_LINE ? whole.substring(0, MAX_LINE) : whole;
    if (line.isEmpty()) {
      return false;
    }
    if ("#@)]}".indexOf(line.charAt(0)) >= 0
        || line.startsWith("\"\"\"")
        || line.startsWith("'''")) {
      return true;
    }
    String word = word(line, 0);
    return !word.isEmpty() && !isNumber(word) && begins(line, word);
  }

  private static boolean begins(String line, String word) {
    int next = blanks(line, word.length());
    if (word.equals("import")) {
      return !word(line, next).isEmpty() && !hasWordsApart(line, next, true);
    }
    if (word.equals("from")) {
      return line.contains(" import ")
          && !hasWordsApart(line.substring(0, line.indexOf(" import ")), next, false);
    }
    if (WITH_COLON.contains(word) && next > word.length()) {
      return line.indexOf(':') > 0 && endsAs(line, ":,([{\\");
    }
    if (ALONE.contains(word)) {
      return line.startsWith(":", next);
    }
    return SIMPLE.contains(word) || isStatement(line, word, next);
  }

  /** An assignment, or a call that stands alone. */
  private static boolean isStatement(String line, String word, int next) {
    int equals = line.indexOf('=');
    int open = line.indexOf('(');
    boolean call = open > 0 && (equals < 0 || open < equals);
    if (call) {
      boolean name = line.substring(0, open).chars().allMatch(c -> isOfWord((char) c) || c == '.');
      return name && endsAs(line, "),([{\\");
    }
    if (equals < word.length() || "!<>".indexOf(line.charAt(equals - 1)) >= 0) {
      return false;
    }
    boolean annotated = line.startsWith(":", next);
    int colon = annotated ? next : equals;
    boolean target = !hasWordsApart(line.substring(0, colon), 0, false);
    boolean small = !annotated || Character.isLowerCase(word.charAt(0));
    return target && small && isExpression(line, equals + 1);
  }

  /** Whether a word follows another with nothing but space between, as in prose. */
  private static boolean hasWordsApart(String line, int from, boolean as) {
    int at = from;
    boolean afterWord = false;
    while (at < line.length()) {
      String word = word(line, at);
      if (word.isEmpty()) {
        char c = line.charAt(at);
        afterWord &= c == ' ' || c == '\t';
        if (c == '#') {
          return false;
        }
        at++;
        continue;
      }
      boolean renames = as && word.equals("as");
      if (afterWord && !renames) {
        return true;
      }
      afterWord = !renames;
      at += word.length();
    }
    return false;
  }

  /** Whether a line ends with one of these, but for a comment. */
  private static boolean endsAs(String line, String ends) {
    int hash = line.indexOf(" #");
    String bare = (hash < 0 ? line : line.substring(0, hash)).stripTrailing();
    return line.length() == MAX_LINE
        || (!bare.isEmpty() && ends.indexOf(bare.charAt(bare.length() - 1)) >= 0);
  }

  private static int blanks(String line, int from) {
    int at = from;
    while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  private static String word(String line, int from) {
    int at = from;
    while (at < line.length() && isOfWord(line.charAt(at))) {
      at++;
    }
    return line.substring(Math.min(from, line.length()), at);
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static boolean isNumber(String word) {
    return Character.isDigit(word.charAt(0));
  }

  /** Follows brackets and strings from line to line. */
  private static final class Scanner {
    private int depth;
    private String quotes = "";

    boolean isInside() {
      return depth > 0 || !quotes.isEmpty();
    }

    void read(String line) {
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == '\\') {
          i++;
        } else if (!quotes.isEmpty()) {
          if (line.startsWith(quotes, i)) {
            i += quotes.length() - 1;
            quotes = "";
          }
        } else if (c == '#') {
          break;
        } else if (c == '"' || c == '\'') {
          quotes =
              line.startsWith(String.valueOf(c).repeat(3), i)
                  ? line.substring(i, i + 3)
                  : String.valueOf(c);
          i += quotes.length() - 1;
        } else if ("([{".indexOf(c) >= 0) {
          depth++;
        } else if (")]}".indexOf(c) >= 0) {
          depth = Math.max(0, depth - 1);
        }
      }
      if (quotes.length() == 1) {
        // Only three quotes reach over the end of a line.
        quotes = "";
      }
    }
  }
}
