package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.Token.Kind;

/** Cuts LaTeX, infix and Python-like formulas into the same tokens. */
final class Lexer {
  static final int MAX_LENGTH = 20_000;

  /** Of a number in base 16, 8 or 2. */
  static final int MAX_LITERAL = 2_000;

  private static final int MAX_DEPTH = 8;

  private final String source;
  private final List<Token> tokens;
  private final Budget budget;
  private final int textDepth;
  private int at;
  private int bracketDepth;
  private boolean spaced;

  private Lexer(String source, List<Token> tokens, Budget budget, int textDepth) {
    this.source = source;
    this.tokens = tokens;
    this.budget = budget;
    this.textDepth = textDepth;
  }

  /**
   * The tokens of {@code text}. Throws SyntaxException where there is a sign of no known meaning.
   */
  static List<Token> lex(String text, Budget budget) {
    if (text.length() > MAX_LENGTH) {
      throw new SyntaxException("a formula of at most " + MAX_LENGTH + " characters");
    }
    List<Token> tokens = new ArrayList<>();
    new Lexer(text, tokens, budget, 0).lexAll();
    return tokens;
  }

  private void lexAll() {
    while (at < source.length()) {
      budget.take(1);
      lexOne(source.charAt(at));
    }
  }

  /** The character so many behind the next one; a space after the end. */
  private char peek(int distance) {
    return at + distance < source.length() ? source.charAt(at + distance) : ' ';
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, spaced));
    spaced = false;
  }

  private void lexOne(char c) {
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      lexNumber();
    } else if (c == '\\') {
      lexCommand();
    } else if (Character.isWhitespace(c) || Vocabulary.OTHER_SPACES.indexOf(c) >= 0) {
      spaced = true;
      at++;
    } else if (isLetter(c)) {
      addLetters(takeLetters());
    } else {
      lexSign(c);
    }
  }

  private String takeLetters() {
    int start = at;
    while (isLetter(peek(0))) {
      at++;
    }
    return source.substring(start, at);
  }

  private void lexSign(char c) {
    String opening = Vocabulary.OPENING_SIGNS.get(c);
    String closing = Vocabulary.CLOSING_SIGNS.get(c);
    String name = Vocabulary.NAMED_SIGNS.get(c);
    String symbol = Vocabulary.UNICODE_SYMBOLS.get(c);
    if (opening != null) {
      open(opening);
      at++;
    } else if (closing != null) {
      close(closing);
      at++;
    } else if (name != null) {
      add(Kind.NAME, name);
      at++;
    } else if (symbol != null) {
      addSymbol(symbol, 1);
    } else if (Character.isLetter(c)) {
      lexForeignWord();
    } else {
      lexOperator(c);
    }
  }

  private void addSymbol(String symbol, int length) {
    add(Kind.SYMBOL, symbol);
    at += length;
  }

  private void lexForeignWord() {
    int start = at;
    while (Character.isLetter(peek(0))) {
      at++;
    }
    add(Kind.WORD, source.substring(start, at));
  }

  private void lexOperator(char c) {
    char next = peek(1);
    switch (c) {
      case '*' -> addSymbol(next == '*' ? "^" : "*", next == '*' ? 2 : 1);
      case '<', '>', '=', '!' -> {
        boolean withEquals = next == '=';
        addSymbol(withEquals && c != '=' ? c + "=" : String.valueOf(c), withEquals ? 2 : 1);
      }
      default -> lexPlainSign(c, next);
    }
  }

  private void lexPlainSign(char c, char next) {
    if (Vocabulary.PLAIN_SYMBOLS.indexOf(c) >= 0) {
      addSymbol(String.valueOf(c), 1);
      return;
    }
    if (c == '&') {
      add(Kind.MATRIX, "&");
    } else if (c == '√') {
      add(Kind.FUNCTION, "sqrt");
    } else if (c == '.' && Character.isWhitespace(next)) {
      spaced = true; // the end of a sentence or of an abbreviation
    } else {
      throw new SyntaxException("a sign of a formula, found " + c);
    }
    at++;
  }

  private void open(String bracket) {
    bracketDepth++;
    add(Kind.OPEN, bracket);
  }

  private void close(String bracket) {
    bracketDepth--;
    add(Kind.CLOSE, bracket);
  }

  private void addLetters(String letters) {
    String name = Vocabulary.ALIASES.getOrDefault(letters, letters);
    if (peek(0) != '(' && Vocabulary.FUNCTIONS_OR_WORDS.contains(letters)) {
      add(Kind.WORD, letters);
    } else if (Vocabulary.FUNCTIONS.contains(name) || name.equals("log10")) {
      add(Kind.FUNCTION, name);
    } else if (name.equals("pi") || name.equals("infty")) {
      add(Kind.NAME, name);
    } else {
      add(letters.length() == 1 ? Kind.NAME : Kind.WORD, letters);
    }
  }

  private void lexNumber() {
    NumberLexer.Read number = NumberLexer.read(source, at, bracketDepth > 0);
    at = number.end();
    add(number.kind(), number.text());
  }

  private int afterSpaces(int from) {
    int end = from;
    while (end < source.length() && source.charAt(end) == ' ') {
      end++;
    }
    return end;
  }

  private void lexCommand() {
    at++;
    if (at >= source.length()) {
      throw new SyntaxException("a command after the backslash, found the end");
    }
    if (!isLetter(peek(0))) {
      lexEscape(peek(0));
      return;
    }
    String name = takeLetters();
    if (name.equals("mathbb") && source.startsWith("{R}", at)) {
      add(Kind.NAME, "reals");
      at += 3;
    } else if (Vocabulary.TEXTS.contains(name)) {
      lexText();
    } else if (Vocabulary.SKIPPED.contains(name)) {
      // \left. and \right. are invisible brackets
      at += peek(0) == '.' && !name.endsWith("style") ? 1 : 0;
    } else if (Vocabulary.SPACES.contains(name)) {
      spaced = true;
    } else if (name.equals("begin") || name.equals("end")) {
      lexEnvironment(name);
    } else if (Vocabulary.OPENING_COMMANDS.containsKey(name)) {
      open(Vocabulary.OPENING_COMMANDS.get(name));
    } else if (Vocabulary.CLOSING_COMMANDS.containsKey(name)) {
      close(Vocabulary.CLOSING_COMMANDS.get(name));
    } else {
      addCommand(name);
    }
  }

  private void addCommand(String command) {
    String symbol = Vocabulary.COMMAND_SYMBOLS.get(command);
    if (symbol != null) {
      add(Kind.SYMBOL, symbol);
      return;
    }
    String name = Vocabulary.ALIASES.getOrDefault(command, command);
    if (name.equals("dots") || name.equals("ldots") || name.equals("cdots")) {
      throw new SyntaxException("a value, found dots that stand for more");
    }
    add(
        Vocabulary.FUNCTIONS.contains(name) || name.equals("log10") ? Kind.FUNCTION : Kind.NAME,
        name);
  }

  private void lexEscape(char c) {
    at++;
    switch (c) {
      case '{' -> open("\\{");
      case '}' -> close("\\}");
      case '$', '%', '|' -> add(Kind.SYMBOL, String.valueOf(c));
      case '\\' -> add(Kind.MATRIX, "\\\\");
      default -> {
        if (Vocabulary.ESCAPED_SPACES.indexOf(c) < 0) {
          throw new SyntaxException("an escaped sign, found \\" + c);
        }
        spaced |= c != '!';
      }
    }
  }

  /** The content of {@code \text{...}} and its like, as if it stood there by itself. */
  private void lexText() {
    int open = afterSpaces(at);
    spaced = true;
    if (open >= source.length() || source.charAt(open) != '{') {
      return;
    }
    int close = closingBrace(source, open);
    if (close < 0 || textDepth >= MAX_DEPTH) {
      throw new SyntaxException("the end of a text");
    }
    Lexer inner = new Lexer(source.substring(open + 1, close), tokens, budget, textDepth + 1);
    inner.spaced = true;
    inner.bracketDepth = bracketDepth;
    inner.lexAll();
    spaced = true;
    at = close + 1;
  }

  private void lexEnvironment(String beginOrEnd) {
    int start = at;
    int close = peek(0) == '{' ? source.indexOf('}', at) : -1;
    if (close < 0
        || !Vocabulary.MATRICES.contains(source.substring(at + 1, close).replace("*", ""))) {
      throw new SyntaxException("the environment of a matrix");
    }
    boolean begins = beginOrEnd.equals("begin");
    bracketDepth += begins ? 1 : -1;
    add(Kind.MATRIX, beginOrEnd);
    at = close + 1;
    if (begins && source.startsWith("{array}", start) && peek(0) == '{') {
      int columns = source.indexOf('}', at);
      at = columns > 0 ? columns + 1 : at;
    }
  }

  /** Where the brace opened at {@code open} closes, or -1. */
  static int closingBrace(String s, int open) {
    int depth = 0;
    for (int i = open; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
