package org.caco.transforms.problem;

import java.util.List;
import java.util.Set;

/**
 * Finds lines and expressions of Python in a text, and names as only programs have them. What is
 * also mathematics does not count: {@code log_10(}, {@code \lambda x}, {@code x_max}, a blank of
 * underscores. Each text is gone through a fixed number of times.
 */
final class CodeInText {
  /** Calls that no formula has. */
  private static final Set<String> CALLS =
      Set.of(
          "print",
          "len",
          "sorted",
          "str",
          "float",
          "int",
          "input",
          "enumerate",
          "isinstance",
          "printf",
          "println",
          "append");

  /** Words at the head of a block of lines. */
  private static final List<String> HEADS =
      List.of("for ", "while ", "if ", "elif ", "else:", "try:", "with ");

  private static final int CONTEXT = 400;

  private final String text;

  CodeInText(String text) {
    this.text = text;
  }

  /** Where a line or an expression of code begins, or -1. */
  int code() {
    int fence = text.indexOf("```");
    if (fence >= 0) {
      return fence;
    }
    for (int at = 0; at < text.length(); at++) {
      if (isCodeAt(at)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isCodeAt(int at) {
    char c = text.charAt(at);
    boolean lineStart = at == 0 || text.charAt(at - 1) == '\n';
    if (lineStart && isCodeLine(at)) {
      return true;
    }
    return switch (c) {
      case '(' -> isCall(at);
      case '[' -> isSubscript(at);
      case '\'', '"' -> isKey(at);
      case '=' -> isComparison(at) || isChange(at);
      case 'l' -> isLambda(at);
      case 'd' -> isDefinition(at);
      default -> false;
    };
  }

  /** A line of Python that is one by itself. */
  private boolean isCodeLine(int lineStart) {
    int at = lineStart;
    while (at < text.length() && at - lineStart <= 80 && isBlank(text.charAt(at))) {
      at++;
    }
    if (text.startsWith("~~~", at) || isClassOrImport(at)) {
      return true;
    }
    if (text.startsWith("return ", at)) {
      int name = behindName(at + 7);
      return (name > at + 7 && isLineEnd(name)) || at - lineStart >= 4;
    }
    int first = at;
    return HEADS.stream().anyMatch(word -> text.startsWith(word, first)) && isBlock(at);
  }

  private boolean isClassOrImport(int at) {
    int from = at + 5;
    int name = at;
    if (text.startsWith("class ", at)) {
      name = behindName(at + 6);
      return name > at + 6 && (is(name, ':') || is(name, '('));
    }
    if (text.startsWith("import ", at)) {
      name = behindName(at + 7);
      return name > at + 7 && (isLineEnd(name) || text.startsWith(" as ", name));
    }
    name = text.startsWith("from ", at) ? behindName(from) : at;
    return name > from && text.startsWith(" import ", name);
  }

  /** Whether a line ends in a colon and the next stands further in. */
  private boolean isBlock(int at) {
    int end = at;
    while (end < text.length() && end - at < CONTEXT && !isLineEnd(end)) {
      end++;
    }
    return end > at
        && text.charAt(end - 1) == ':'
        && isLineEnd(end)
        && (text.startsWith("  ", end + 1) || is(end + 1, '\t'));
  }

  private boolean isCall(int at) {
    int start = at;
    while (start > 0 && at - start <= 20 && isWord(text.charAt(start - 1))) {
      start--;
    }
    if (start > 0 && text.charAt(start - 1) == '\\') {
      return false;
    }
    String name = text.substring(start, at);
    if (CALLS.contains(name) || (text.startsWith("(**", at) && isLetter(at + 3))) {
      return true;
    }
    // Of a function's range there is no 0 and no length.
    return name.equals("range")
        && (isDigit(at + 1) || text.startsWith("len", at + 1) || isRangeOf(at + 1));
  }

  private boolean isRangeOf(int at) {
    int name = behindName(at);
    return name > at && is(name, ',');
  }

  private boolean isSubscript(int at) {
    return at > 0
        && isWord(text.charAt(at - 1))
        && (is(at + 1, '\'') || is(at + 1, '"'))
        && at + 2 < text.length()
        && isWord(text.charAt(at + 2));
  }

  /** A name in quotes before a colon, in braces or behind a comma, with a value. */
  private boolean isKey(int at) {
    char quote = text.charAt(at);
    int before = at - 1;
    while (before >= 0 && at - before < 40 && Character.isWhitespace(text.charAt(before))) {
      before--;
    }
    if (before < 0 || (text.charAt(before) != '{' && text.charAt(before) != ',')) {
      return false;
    }
    int end = behindName(at + 1);
    if (end == at + 1 || !is(end, quote)) {
      return false;
    }
    int colon = behindBlanks(end + 1);
    int value = behindBlanks(colon + 1);
    return is(colon, ':')
        && value < text.length()
        && (isDigit(value) || "[{'\"-".indexOf(text.charAt(value)) >= 0);
  }

  /** Two equals signs between two things, and not a line of them. */
  private boolean isComparison(int at) {
    return is(at + 1, '=')
        && !is(at + 2, '=')
        && at > 0
        && "=<>!\\:".indexOf(text.charAt(at - 1)) < 0
        && at + 2 < text.length();
  }

  private boolean isChange(int at) {
    if (at < 2 || "+*/-".indexOf(text.charAt(at - 1)) < 0) {
      return false;
    }
    int before = at - 2;
    while (before > 0 && at - before < 20 && isBlank(text.charAt(before))) {
      before--;
    }
    int behind = behindBlanks(at + 1);
    return isWord(text.charAt(before)) && behind < text.length() && isWord(text.charAt(behind));
  }

  private boolean isLambda(int at) {
    if (!text.startsWith("lambda ", at)
        || (at > 0 && (isWord(text.charAt(at - 1)) || text.charAt(at - 1) == '\\'))) {
      return false;
    }
    int end = behindName(at + 7);
    while (end < text.length() && end - at < CONTEXT && is(end, ',')) {
      end = behindName(behindBlanks(end + 1));
    }
    return end > at + 7 && is(end, ':');
  }

  private boolean isDefinition(int at) {
    if (!text.startsWith("def ", at) || (at > 0 && isWord(text.charAt(at - 1)))) {
      return false;
    }
    int end = behindName(at + 4);
    return end > at + 4 && is(end, '(');
  }

  /**
   * Where a name begins that only a program has, or -1: snake case, a name of the input in camel
   * case or between backticks.
   *
   * @param inputs names of the input
   */
  int variable(Set<String> inputs) {
    for (int at = 0; at < text.length(); ) {
      if (!isWord(text.charAt(at))) {
        at++;
        continue;
      }
      int end = at;
      while (end < text.length() && (isWord(text.charAt(end)) || text.startsWith("\\_", end))) {
        end++;
      }
      boolean command = at > 0 && text.charAt(at - 1) == '\\';
      if (!command && end - at <= CONTEXT) {
        String name = text.substring(at, end).replace("\\", "");
        if (isSnake(name) || isInput(name, at, end, inputs)) {
          return at;
        }
      }
      at = end;
    }
    return -1;
  }

  private boolean isInput(String name, int at, int end, Set<String> inputs) {
    if (name.length() < 2 || !inputs.contains(name)) {
      return false;
    }
    boolean camel =
        Character.isLowerCase(name.charAt(0))
            && name.chars().skip(1).anyMatch(Character::isUpperCase);
    return camel || (at > 0 && is(at - 1, '`') && is(end, '`'));
  }

  /** Words in small letters joined by underscores; x_max and log_10 are formulas. */
  private static boolean isSnake(String name) {
    if (name.indexOf('_') < 0) {
      return false;
    }
    boolean dunder = name.startsWith("__") && name.endsWith("__") && name.length() > 5;
    if (dunder) {
      return name.charAt(2) != '_' && isLowerLetter(name.charAt(2));
    }
    String[] parts = name.split("_", -1);
    if (parts[0].length() < 2 || !isLowerLetter(parts[0].charAt(0)) || !isLower(parts[0])) {
      return false;
    }
    boolean letters = false;
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].length() < 2 || !isLower(parts[i])) {
        return i > 1 && letters;
      }
      letters |= parts[i].chars().anyMatch(c -> isLowerLetter((char) c));
    }
    return letters;
  }

  private static boolean isLower(String part) {
    return part.chars().allMatch(c -> isLowerLetter((char) c) || (c >= '0' && c <= '9'));
  }

  private static boolean isLowerLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private int behindName(int at) {
    int end = at;
    while (end < text.length() && end - at < 80 && isWord(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int behindBlanks(int at) {
    int end = at;
    while (end < text.length() && end - at < 20 && isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean is(int at, char c) {
    return at >= 0 && at < text.length() && text.charAt(at) == c;
  }

  private boolean isLineEnd(int at) {
    return at >= text.length() || is(at, '\n') || is(at, '\r');
  }

  private boolean isDigit(int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private boolean isLetter(int at) {
    return at < text.length() && Character.isLetter(text.charAt(at));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
  }

  static boolean isWord(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
