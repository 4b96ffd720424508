package org.caco.transforms.diversity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.caco.text.LowerCase;

/**
 * Splits Python source into logical lines of tokens, without comments, blank lines and the layout
 * that carries no meaning. It accepts any text: what is not Python is split all the same, and the
 * same text always alike.
 */
final class PythonLines {
  private static final int TAB = 8;

  /**
   * A logical line.
   *
   * @param depth how many blocks it is inside of, counted by its indentation
   * @param tokens names, numbers, strings, and every other sign by itself
   */
  record Line(int depth, List<String> tokens) {}

  private final String source;
  private final List<Line> lines = new ArrayList<>();
  private final Deque<Integer> indents = new ArrayDeque<>();
  private int at;

  private PythonLines(String source) {
    this.source = source;
  }

  /** The logical lines of {@code source}. */
  static List<Line> of(String source) {
    PythonLines lines = new PythonLines(source);
    while (lines.at < source.length()) {
      lines.readLine();
    }
    return lines.lines;
  }

  private void readLine() {
    int column = readIndentation();
    List<String> tokens = readTokens();
    if (tokens.isEmpty()) {
      return;
    }
    while (!indents.isEmpty() && indents.peek() > column) {
      indents.pop();
    }
    if (column > 0 && (indents.isEmpty() || indents.peek() < column)) {
      indents.push(column);
    }
    lines.add(new Line(indents.size(), tokens));
  }

  private int readIndentation() {
    int column = 0;
    for (; at < source.length(); at++) {
      switch (source.charAt(at)) {
        case ' ' -> column++;
        case '\t' -> column += TAB - column % TAB;
        case '\f' -> column = 0;
        default -> {
          return column;
        }
      }
    }
    return column;
  }

  private List<String> readTokens() {
    List<String> tokens = new ArrayList<>();
    int brackets = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (isNewline(c)) {
        at++;
        if (brackets == 0) {
          return tokens;
        }
      } else if (c == '\\' && at + 1 < source.length() && isNewline(source.charAt(at + 1))) {
        at += source.startsWith("\r\n", at + 1) ? 3 : 2;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '#') {
        skipComment();
      } else if (c == '"' || c == '\'') {
        tokens.add(readString(""));
      } else if (isDigit(c) || (c == '.' && at + 1 < source.length() && isDigit(next()))) {
        tokens.add(readNumber());
      } else if (isWord(c)) {
        tokens.add(readWord());
      } else {
        brackets += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 && brackets > 0 ? -1 : 0;
        tokens.add(String.valueOf(c));
        at++;
      }
    }
    return tokens;
  }

  private void skipComment() {
    while (at < source.length() && !isNewline(source.charAt(at))) {
      at++;
    }
  }

  /** A name, or a string if the word turns out to be the letters before one. */
  private String readWord() {
    int begin = at;
    while (at < source.length() && isWord(source.charAt(at))) {
      at++;
    }
    String word = source.substring(begin, at);
    boolean quoted = at < source.length() && "\"'".indexOf(source.charAt(at)) >= 0;
    if (quoted && word.length() <= 2 && word.chars().allMatch(c -> "rRbBuUfF".indexOf(c) >= 0)) {
      return readString(LowerCase.of(word).replace("u", ""));
    }
    return word;
  }

  private String readNumber() {
    int begin = at;
    boolean hexadecimal = source.startsWith("0x", at) || source.startsWith("0X", at);
    while (at < source.length()) {
      char c = source.charAt(at);
      boolean sign =
          (c == '+' || c == '-')
              && !hexadecimal
              && "eE".indexOf(source.charAt(at - 1)) >= 0
              && at + 1 < source.length()
              && isDigit(next());
      if (!isWord(c) && c != '.' && !(sign && at > begin)) {
        break;
      }
      at++;
    }
    return LowerCase.of(source.substring(begin, at).replace("_", ""));
  }

  private String readString(String prefix) {
    char quote = source.charAt(at);
    String triple = String.valueOf(quote).repeat(3);
    boolean isTriple = source.startsWith(triple, at);
    int width = isTriple ? 3 : 1;
    at += width;
    int begin = at;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '\\') {
        at = Math.min(at + 2, source.length());
      } else if (isTriple ? source.startsWith(triple, at) : c == quote) {
        String body = source.substring(begin, at);
        at += width;
        return quoted(prefix, isTriple ? triple : String.valueOf(quote), body);
      } else if (!isTriple && isNewline(c)) {
        break;
      } else {
        at++;
      }
    }
    return prefix + quote + source.substring(begin, at);
  }

  private static String quoted(String prefix, String quote, String body) {
    boolean plain = body.indexOf('\'') < 0 && body.indexOf('"') < 0 && body.indexOf('\\') < 0;
    String canonical = quote.length() == 1 && plain ? "'" : quote;
    return prefix + canonical + body + canonical;
  }

  private char next() {
    return source.charAt(at + 1);
  }

  private static boolean isNewline(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }
}
