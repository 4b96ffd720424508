package org.caco.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Splits Python source into logical lines of tokens, without running it. Comments, blank lines and
 * the layout that carries no meaning are left out. It accepts any text: what is not Python is split
 * all the same, and the same text always alike. One pass over the source, in time and space
 * proportional to its length.
 */
public final class PythonLexer {
  private static final int TAB = 8;
  private static final int MAX_PREFIX = 2;
  private static final String PREFIXES = "rRbBuUfF";

  /** Those of two characters; {@code ...} is three of its own. */
  private static final Set<String> OPERATORS =
      Set.of(
          "**", "//", "<<", ">>", "==", "!=", "<=", ">=", "->", ":=", "+=", "-=", "*=", "/=", "%=",
          "&=", "|=", "^=", "@=");

  /** Those that may have a {@code =} behind them. */
  private static final Set<String> AUGMENTED = Set.of("**", "//", "<<", ">>");

  /** What a token is. */
  public enum Kind {
    /** A name or a keyword. */
    NAME,
    /** A number without its sign, or what begins like one. */
    NUMBER,
    /** A string with its prefix and quotes, also one that is never closed. */
    STRING,
    /** An operator, a bracket, or any other sign. */
    SIGN
  }

  /**
   * A piece of the source.
   *
   * @param text as it stands there
   * @param start where it begins in the source
   */
  public record Token(Kind kind, String text, int start) {
    /** Where it ends in the source. */
    public int end() {
      return start + text.length();
    }

    /** Whether it is this operator, bracket, name or keyword. */
    public boolean is(String expected) {
      return kind != Kind.STRING && text.equals(expected);
    }

    /** 1 for an opening bracket, -1 for a closing one, 0 for all else. */
    public int nesting() {
      if (kind != Kind.SIGN) {
        return 0;
      }
      char first = text.charAt(0);
      return "([{".indexOf(first) >= 0 ? 1 : ")]}".indexOf(first) >= 0 ? -1 : 0;
    }

    /** The letters before the quotes of a string. */
    public String prefix() {
      return text.substring(0, quoteAt());
    }

    /** The quotes of a string, one or three. */
    public String quote() {
      int at = quoteAt();
      String triple = text.substring(at, at + 1).repeat(3);
      return text.startsWith(triple, at) ? triple : text.substring(at, at + 1);
    }

    /** What a string holds, with its escape sequences as they are written. */
    public String body() {
      int begin = quoteAt() + quote().length();
      return text.substring(begin, isClosed() ? text.length() - quote().length() : text.length());
    }

    /** Whether a string has its closing quotes. */
    public boolean isClosed() {
      int begin = quoteAt() + quote().length();
      return closing(text, begin, quote()) == text.length();
    }

    private int quoteAt() {
      int at = 0;
      while (text.charAt(at) != '"' && text.charAt(at) != '\'') {
        at++;
      }
      return at;
    }
  }

  /**
   * A logical line: it goes on over open brackets and after a backslash.
   *
   * @param column how far it is indented, a tab counting up to the next multiple of eight
   * @param tokens at least one
   */
  public record Line(int column, List<Token> tokens) {
    /** Whether every bracket is closed. */
    public boolean isComplete() {
      return tokens.stream().mapToInt(Token::nesting).sum() <= 0;
    }
  }

  private final String source;
  private int at;

  private PythonLexer(String source) {
    this.source = source;
  }

  /** The logical lines of {@code source}. */
  public static List<Line> lines(String source) {
    PythonLexer lexer = new PythonLexer(source);
    List<Line> lines = new ArrayList<>();
    while (lexer.at < source.length()) {
      int column = lexer.readIndentation();
      List<Token> tokens = lexer.readLine();
      if (!tokens.isEmpty()) {
        lines.add(new Line(column, tokens));
      }
    }
    return lines;
  }

  /** The tokens of all lines of {@code source}. */
  public static List<Token> tokens(String source) {
    return lines(source).stream().flatMap(line -> line.tokens().stream()).toList();
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

  private List<Token> readLine() {
    List<Token> tokens = new ArrayList<>();
    int brackets = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (isNewline(c) && brackets == 0) {
        at++;
        return tokens;
      }
      if (!skip(c)) {
        Token token = read(c);
        tokens.add(token);
        at = token.end();
        brackets = Math.max(0, brackets + token.nesting());
      }
    }
    return tokens;
  }

  /** Goes past what is no part of a token. */
  private boolean skip(char c) {
    if (c == '\\' && at + 1 < source.length() && isNewline(source.charAt(at + 1))) {
      at += source.startsWith("\r\n", at + 1) ? 3 : 2;
    } else if (c == '#') {
      while (at < source.length() && !isNewline(source.charAt(at))) {
        at++;
      }
    } else if (Character.isWhitespace(c)) {
      at++;
    } else {
      return false;
    }
    return true;
  }

  private Token read(char c) {
    if (isQuote(c)) {
      return string(at);
    }
    if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
      return token(Kind.NUMBER, numberEnd());
    }
    if (!isWord(c)) {
      return token(Kind.SIGN, at + signLength());
    }
    int end = at;
    boolean prefix = true;
    while (end < source.length() && isWord(source.charAt(end))) {
      prefix &= PREFIXES.indexOf(source.charAt(end)) >= 0;
      end++;
    }
    boolean quoted = end < source.length() && isQuote(source.charAt(end));
    return quoted && prefix && end - at <= MAX_PREFIX ? string(end) : token(Kind.NAME, end);
  }

  private Token token(Kind kind, int end) {
    return new Token(kind, source.substring(at, end), at);
  }

  private int signLength() {
    if (at + 1 == source.length() || !OPERATORS.contains(source.substring(at, at + 2))) {
      return 1;
    }
    return AUGMENTED.contains(source.substring(at, at + 2)) && source.startsWith("=", at + 2)
        ? 3
        : 2;
  }

  private int numberEnd() {
    boolean hexadecimal = source.startsWith("0x", at) || source.startsWith("0X", at);
    int end = at;
    while (end < source.length()) {
      char c = source.charAt(end);
      boolean sign =
          (c == '+' || c == '-')
              && !hexadecimal
              && end > at
              && "eE".indexOf(source.charAt(end - 1)) >= 0
              && isDigit(end + 1);
      if (!isWord(c) && c != '.' && !sign) {
        break;
      }
      end++;
    }
    return end;
  }

  private Token string(int quoteAt) {
    String quote = source.substring(quoteAt, quoteAt + 1);
    String triple = quote.repeat(3);
    String whole = source.startsWith(triple, quoteAt) ? triple : quote;
    int end = closing(source, quoteAt + whole.length(), whole);
    return token(Kind.STRING, end < 0 ? -end - 1 : end);
  }

  /** Where a string ends, after its quotes; {@code -end - 1} where it ends without them. */
  private static int closing(String text, int begin, String quote) {
    int i = begin;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\') {
        i = Math.min(i + 2, text.length());
      } else if (text.startsWith(quote, i)) {
        return i + quote.length();
      } else if (quote.length() == 1 && isNewline(c)) {
        return -i - 1;
      } else {
        i++;
      }
    }
    return -i - 1;
  }

  private boolean isDigit(int index) {
    return index < source.length() && source.charAt(index) >= '0' && source.charAt(index) <= '9';
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static boolean isNewline(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }
}
