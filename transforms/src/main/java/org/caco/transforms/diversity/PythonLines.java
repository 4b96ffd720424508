package org.caco.transforms.diversity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.caco.python.PythonLexer;
import org.caco.python.PythonLexer.Token;
import org.caco.text.LowerCase;

/**
 * The logical lines of Python source in one of the ways in which they may be written: blocks by
 * their depth, strings and numbers without what carries no meaning.
 */
final class PythonLines {
  /**
   * A logical line.
   *
   * @param depth how many blocks it is inside of, counted by its indentation
   * @param tokens names, numbers, strings, and every other sign by itself
   */
  record Line(int depth, List<String> tokens) {}

  private PythonLines() {}

  /** The logical lines of {@code source}, which may be any text. */
  static List<Line> of(String source) {
    List<Line> lines = new ArrayList<>();
    Deque<Integer> indents = new ArrayDeque<>();
    for (PythonLexer.Line line : PythonLexer.lines(source)) {
      while (!indents.isEmpty() && indents.peek() > line.column()) {
        indents.pop();
      }
      if (line.column() > 0 && (indents.isEmpty() || indents.peek() < line.column())) {
        indents.push(line.column());
      }
      List<String> tokens = new ArrayList<>();
      line.tokens().forEach(token -> add(token, tokens));
      lines.add(new Line(indents.size(), tokens));
    }
    return lines;
  }

  /** The comments of {@code source}, without their signs. */
  static List<String> comments(String source) {
    List<String> comments = new ArrayList<>();
    int at = 0;
    for (Token token : PythonLexer.tokens(source)) {
      addComments(source, at, token.start(), comments);
      at = token.end();
    }
    addComments(source, at, source.length(), comments);
    return comments;
  }

  /** Those between two tokens, where nothing else but space is. */
  private static void addComments(String source, int from, int to, List<String> comments) {
    for (String line : source.substring(from, to).split("[\\r\\n]", -1)) {
      int sign = line.indexOf('#');
      if (sign >= 0) {
        comments.add(line.substring(sign + 1));
      }
    }
  }

  private static void add(Token token, List<String> to) {
    switch (token.kind()) {
      case NAME -> to.add(token.text());
      case NUMBER -> to.add(LowerCase.of(token.text().replace("_", "")));
      case STRING -> to.add(string(token));
      case SIGN -> token.text().chars().forEach(sign -> to.add(Character.toString(sign)));
    }
  }

  private static String string(Token token) {
    String prefix = LowerCase.of(token.prefix()).replace("u", "");
    String quote = token.quote();
    String body = token.body();
    if (!token.isClosed()) {
      return prefix + quote.charAt(0) + body;
    }
    boolean plain = body.indexOf('\'') < 0 && body.indexOf('"') < 0 && body.indexOf('\\') < 0;
    String canonical = quote.length() == 1 && plain ? "'" : quote;
    return prefix + canonical + body + canonical;
  }
}
