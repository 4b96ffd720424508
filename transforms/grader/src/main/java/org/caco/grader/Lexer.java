package org.caco.grader;

import java.util.ArrayList;
import java.util.List;
import org.caco.grader.Token.Kind;

/** Cuts LaTeX, infix and Python-like formulas into the same tokens. */
final class Lexer {
  static final int MAX_LENGTH = 20_000;
  private static final int MAX_DEPTH = 8;

  private final List<Token> tokens;
  private final Budget budget;
  private final int textDepth;
  private int bracketDepth;
  private boolean spaced;

  private Lexer(List<Token> tokens, Budget budget, int textDepth) {
    this.tokens = tokens;
    this.budget = budget;
    this.textDepth = textDepth;
  }

  /**
   * The tokens of {@code text}. Throws SyntaxException where there is a sign of no known meaning.
   */
  static List<Token> lex(String text, Budget budget) {
    if (text.length() > MAX_LENGTH) {
      throw new SyntaxException("too long");
    }
    List<Token> tokens = new ArrayList<>();
    new Lexer(tokens, budget, 0).lexAll(text);
    return tokens;
  }

  private void lexAll(String s) {
    int i = 0;
    while (i < s.length()) {
      budget.take(1);
      int next = lexOne(s, i);
      i = next;
    }
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, spaced));
    spaced = false;
  }

  private int lexOne(String s, int i) {
    char c = s.charAt(i);
    if (isDigit(c) || (c == '.' && i + 1 < s.length() && isDigit(s.charAt(i + 1)))) {
      return lexNumber(s, i);
    }
    if (c == '\\') {
      return lexCommand(s, i);
    }
    if (Character.isWhitespace(c) || c == '~' || c == '\u00a0' || c == '\u202f' || c == '\u2009') {
      spaced = true;
      return i + 1;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      int end = i + 1;
      while (end < s.length() && isLetter(s.charAt(end))) {
        end++;
      }
      addLetters(s.substring(i, end), end < s.length() && s.charAt(end) == '(');
      return end;
    }
    return lexSign(s, i, c);
  }

  private int lexSign(String s, int i, char c) {
    char next = i + 1 < s.length() ? s.charAt(i + 1) : ' ';
    switch (c) {
      case '(', '[', '{' -> open(String.valueOf(c));
      case ')', ']', '}' -> close(String.valueOf(c));
      case '*' -> {
        add(Kind.SYMBOL, next == '*' ? "^" : "*");
        return next == '*' ? i + 2 : i + 1;
      }
      case '<', '>', '=', '!' -> {
        boolean withEquals = next == '=';
        add(Kind.SYMBOL, withEquals && c != '=' ? c + "=" : String.valueOf(c));
        return withEquals ? i + 2 : i + 1;
      }
      case '+', '-', '/', '^', '_', ',', ';', ':', '|', '%', '$', '\'' ->
          add(Kind.SYMBOL, String.valueOf(c));
      case '&' -> add(Kind.MATRIX, "&");
      case '.' -> {
        if (!Character.isWhitespace(next)) {
          throw new SyntaxException("point");
        }
        spaced = true; // the end of a sentence or of an abbreviation
      }
      case 'π' -> add(Kind.NAME, "pi");
      case 'θ' -> add(Kind.NAME, "theta");
      case '∞' -> add(Kind.NAME, "infty");
      case '∅' -> add(Kind.NAME, "emptyset");
      case '√' -> add(Kind.FUNCTION, "sqrt");
      case '⟨' -> open("(");
      case '⟩' -> close(")");
      case '²', '³' -> {
        add(Kind.SYMBOL, "^");
        add(Kind.NUMBER, c == '²' ? "2" : "3");
      }
      case '½', '¼', '¾', '⅓', '⅔' -> addVulgarFraction(c);
      default -> {
        String symbol = Vocabulary.UNICODE_SYMBOLS.get(c);
        if (symbol == null) {
          if (!Character.isLetter(c)) {
            throw new SyntaxException("sign " + c);
          }
          int end = i + 1;
          while (end < s.length() && Character.isLetter(s.charAt(end))) {
            end++;
          }
          add(Kind.WORD, s.substring(i, end));
          return end;
        }
        add(Kind.SYMBOL, symbol);
      }
    }
    return i + 1;
  }

  private void addVulgarFraction(char c) {
    String digits =
        switch (c) {
          case '½' -> "12";
          case '¼' -> "14";
          case '¾' -> "34";
          case '⅓' -> "13";
          default -> "23";
        };
    add(Kind.FUNCTION, "frac");
    add(Kind.NUMBER, digits.substring(0, 1));
    add(Kind.NUMBER, digits.substring(1));
  }

  private void open(String bracket) {
    bracketDepth++;
    add(Kind.OPEN, bracket);
  }

  private void close(String bracket) {
    bracketDepth--;
    add(Kind.CLOSE, bracket);
  }

  private void addLetters(String letters, boolean called) {
    String name = Vocabulary.ALIASES.getOrDefault(letters, letters);
    if (!called && Vocabulary.FUNCTIONS_OR_WORDS.contains(letters)) {
      add(Kind.WORD, letters);
    } else if (Vocabulary.FUNCTIONS.contains(name) || name.equals("log10")) {
      add(Kind.FUNCTION, name);
    } else if (name.equals("pi") || name.equals("infty")) {
      add(Kind.NAME, name);
    } else {
      add(letters.length() == 1 ? Kind.NAME : Kind.WORD, letters);
    }
  }

  /**
   * A number with its separators of thousands. A bare comma counts as one only outside brackets:
   * inside them it separates items.
   */
  private int lexNumber(String s, int start) {
    StringBuilder digits = new StringBuilder();
    int i = start;
    while (i < s.length() && isDigit(s.charAt(i))) {
      digits.append(s.charAt(i++));
    }
    boolean bareComma = false;
    if (digits.length() >= 1 && digits.length() <= 3) {
      while (true) {
        int group = afterSeparator(s, i);
        if (group < 0 || !threeDigits(s, group)) {
          break;
        }
        bareComma |= group == i + 1;
        digits.append(s, group, group + 3);
        i = group + 3;
      }
    }
    if (i + 1 < s.length() && s.charAt(i) == '.' && isDigit(s.charAt(i + 1))) {
      digits.append(s.charAt(i++));
      while (i < s.length() && isDigit(s.charAt(i))) {
        digits.append(s.charAt(i++));
      }
    } else if (s.startsWith(".\\overline", i)) {
      digits.append(s.charAt(i++));
    } else if (i < s.length() && s.charAt(i) == '.' && digits.length() > 0) {
      i++; // "5." is five
    }
    int exponent = exponentEnd(s, i);
    if (exponent > i) {
      digits.append(s, i, exponent);
      i = exponent;
    }
    add(bareComma ? Kind.GROUPED : Kind.NUMBER, digits.toString());
    return i;
  }

  private int afterSeparator(String s, int i) {
    if (s.startsWith("{,}", i)) {
      return i + 3;
    }
    if (s.startsWith("\\,", i) || s.startsWith("\\!", i)) {
      return i + 2;
    }
    if (i < s.length() && s.charAt(i) == ',') {
      int j = i + 1;
      while (j < s.length() && s.charAt(j) == ' ') {
        j++;
      }
      if (s.startsWith("\\!", j)) {
        j += 2;
        while (j < s.length() && s.charAt(j) == ' ') {
          j++;
        }
        return j;
      }
      return bracketDepth <= 0 ? i + 1 : -1;
    }
    return -1;
  }

  private static boolean threeDigits(String s, int i) {
    return i + 3 <= s.length()
        && isDigit(s.charAt(i))
        && isDigit(s.charAt(i + 1))
        && isDigit(s.charAt(i + 2))
        && (i + 3 == s.length() || !isDigit(s.charAt(i + 3)));
  }

  private static int exponentEnd(String s, int i) {
    if (i >= s.length() || (s.charAt(i) != 'e' && s.charAt(i) != 'E')) {
      return i;
    }
    int j = i + 1;
    if (j < s.length() && (s.charAt(j) == '+' || s.charAt(j) == '-')) {
      j++;
    }
    int digits = j;
    while (j < s.length() && isDigit(s.charAt(j))) {
      j++;
    }
    return j > digits && (j == s.length() || !isLetter(s.charAt(j))) ? j : i;
  }

  private int lexCommand(String s, int start) {
    int i = start + 1;
    if (i >= s.length()) {
      throw new SyntaxException("lone backslash");
    }
    char c = s.charAt(i);
    if (!isLetter(c)) {
      return lexEscape(c, i);
    }
    while (i < s.length() && isLetter(s.charAt(i))) {
      i++;
    }
    String name = s.substring(start + 1, i);
    if (name.equals("mathbb") && s.startsWith("{R}", i)) {
      add(Kind.NAME, "reals");
      return i + 3;
    }
    if (Vocabulary.TEXTS.contains(name)) {
      return lexText(s, i);
    }
    if (Vocabulary.SKIPPED.contains(name)) {
      // \left. and \right. are invisible brackets
      return i < s.length() && s.charAt(i) == '.' && !name.endsWith("style") ? i + 1 : i;
    }
    if (Vocabulary.SPACES.contains(name)) {
      spaced = true;
      return i;
    }
    if (name.equals("begin") || name.equals("end")) {
      return lexEnvironment(s, i, name);
    }
    switch (name) {
      case "langle" -> open("(");
      case "rangle" -> close(")");
      case "lbrack" -> open("[");
      case "rbrack" -> close("]");
      case "lbrace" -> open("\\{");
      case "rbrace" -> close("\\}");
      case "lfloor" -> open("⌊");
      case "rfloor" -> close("⌋");
      case "lceil" -> open("⌈");
      case "rceil" -> close("⌉");
      default -> addCommand(name);
    }
    return i;
  }

  private void addCommand(String command) {
    String symbol = Vocabulary.COMMAND_SYMBOLS.get(command);
    if (symbol != null) {
      add(Kind.SYMBOL, symbol);
      return;
    }
    String name = Vocabulary.ALIASES.getOrDefault(command, command);
    if (name.equals("dots") || name.equals("ldots") || name.equals("cdots")) {
      throw new SyntaxException("dots");
    }
    add(
        Vocabulary.FUNCTIONS.contains(name) || name.equals("log10") ? Kind.FUNCTION : Kind.NAME,
        name);
  }

  private int lexEscape(char c, int i) {
    switch (c) {
      case '{' -> open("\\{");
      case '}' -> close("\\}");
      case '$', '%' -> add(Kind.SYMBOL, String.valueOf(c));
      case '\\' -> add(Kind.MATRIX, "\\\\");
      case '|' -> add(Kind.SYMBOL, "|");
      case ',', ';', ':', '!', ' ', '>', '(', ')', '[', ']', '-', '/', '&', '#', '_' ->
          spaced = spaced || c != '!';
      default -> throw new SyntaxException("escape " + c);
    }
    return i + 1;
  }

  /** The content of {@code \text{...}} and its like, as if it stood there by itself. */
  private int lexText(String s, int i) {
    int open = i;
    while (open < s.length() && s.charAt(open) == ' ') {
      open++;
    }
    spaced = true;
    if (open >= s.length() || s.charAt(open) != '{') {
      return i;
    }
    int close = closingBrace(s, open);
    if (close < 0 || textDepth >= MAX_DEPTH) {
      throw new SyntaxException("text without end");
    }
    Lexer inner = new Lexer(tokens, budget, textDepth + 1);
    inner.spaced = true;
    inner.bracketDepth = bracketDepth;
    inner.lexAll(s.substring(open + 1, close));
    spaced = true;
    return close + 1;
  }

  private int lexEnvironment(String s, int i, String beginOrEnd) {
    int close = i < s.length() && s.charAt(i) == '{' ? s.indexOf('}', i) : -1;
    if (close < 0 || !Vocabulary.MATRICES.contains(s.substring(i + 1, close).replace("*", ""))) {
      throw new SyntaxException("environment");
    }
    bracketDepth += beginOrEnd.equals("begin") ? 1 : -1;
    add(Kind.MATRIX, beginOrEnd);
    if (beginOrEnd.equals("begin") && s.startsWith("{array}", i)) {
      int columns = s.indexOf('}', close + 1);
      return columns > 0 && s.startsWith("{", close + 1) ? columns + 1 : close + 1;
    }
    return close + 1;
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

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
