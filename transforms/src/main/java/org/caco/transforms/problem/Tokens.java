package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text as words, numbers in digits, LaTeX commands and single characters, with where each stands.
 * Time and memory are linear in the text's length.
 */
final class Tokens {
  /** Digits that a number has at most; reading more takes the square of their number. */
  static final int MAX_DIGITS = 1_000;

  /** Digits of a number with separators; with more it is a list, as 100,200,300. */
  private static final int MAX_GROUPED = 24;

  private static final Token NONE = new Token(Kind.NONE, "", 0, 0, false, null, List.of());

  /** Commands about how a formula looks. */
  private static final Set<String> LAYOUT =
      Set.of(
          "\\text",
          "\\mathrm",
          "\\textbf",
          "\\mathbf",
          "\\textit",
          "\\left",
          "\\right",
          "\\quad",
          "\\qquad",
          "\\displaystyle",
          "\\operatorname",
          "\\mathit",
          "\\textrm",
          "\\,",
          "\\;",
          "\\:",
          "\\!",
          "\\ ");

  private static final String SUPERSCRIPTS =
      "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
  private static final char SUPERSCRIPT_MINUS = '\u207b';

  private static final int[] ROMAN = {1, 5, 10, 50, 100, 500, 1_000};

  enum Kind {
    WORD,
    NUMBER,
    /** One character such as ½; its parts are numerator and denominator. */
    FRACTION,
    COMMAND,
    SYMBOL,
    NONE
  }

  /**
   * @param text in lower case
   * @param start where it stands in the text
   * @param end behind its last character
   * @param capital whether a word begins with a capital
   * @param number the value in digits
   * @param parts the numbers that it may be a list of, as 1,234 of 1 and 234
   */
  record Token(
      Kind kind,
      String text,
      int start,
      int end,
      boolean capital,
      @Nullable BigDecimal number,
      List<BigDecimal> parts) {}

  private final String text;
  private final List<Token> tokens = new ArrayList<>();

  private Tokens(String text) {
    this.text = text;
  }

  static Tokens of(String text) {
    Tokens tokens = new Tokens(text);
    for (int at = 0; at < text.length(); ) {
      at = tokens.read(at);
    }
    return tokens;
  }

  int size() {
    return tokens.size();
  }

  /** The token, or one of kind {@link Kind#NONE} before the first and behind the last. */
  Token get(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index) : NONE;
  }

  String text(int index) {
    return get(index).text();
  }

  /** The word in lower case; empty where there is none. */
  String word(int index) {
    return get(index).kind() == Kind.WORD ? get(index).text() : "";
  }

  @Nullable BigDecimal number(int index) {
    return get(index).kind() == Kind.NUMBER ? get(index).number() : null;
  }

  boolean is(int index, String text) {
    return get(index).text().equals(text);
  }

  /** Whether there is nothing between a token and the one before it. */
  boolean isGlued(int index) {
    return index > 0 && index < tokens.size() && get(index - 1).end() == get(index).start();
  }

  /** The index behind a hyphen or dash that stands at {@code index}; else {@code index}. */
  int behindHyphen(int index) {
    return isHyphen(index) && isGlued(index) ? index + 1 : index;
  }

  boolean isHyphen(int index) {
    String hyphen = text(index);
    return hyphen.length() == 1 && "-\u2010\u2011\u2012\u2013\u2014\u2212".contains(hyphen);
  }

  /** The Roman numeral of two letters or more in capitals that a word is, or 0. */
  int roman(int index) {
    Token token = get(index);
    int length = token.end() - token.start();
    if (token.kind() != Kind.WORD || !token.capital() || length < 2 || length > 12) {
      return 0;
    }
    int value = 0;
    for (int i = token.start(); i < token.end(); i++) {
      int letter = "IVXLCDM".indexOf(text.charAt(i));
      int next = i + 1 < token.end() ? "IVXLCDM".indexOf(text.charAt(i + 1)) : -1;
      if (letter < 0) {
        return 0;
      }
      value += next > letter ? -ROMAN[letter] : ROMAN[letter];
    }
    return value;
  }

  private int read(int at) {
    char c = text.charAt(at);
    if (isDigit(c) || (c == '.' && isDigit(at + 1) && !isDigit(at - 1))) {
      return readNumber(at);
    }
    if (SUPERSCRIPTS.indexOf(c) >= 0 || (c == SUPERSCRIPT_MINUS && isSuperscript(at + 1))) {
      return superscript(at);
    }
    int point = text.codePointAt(at);
    if (Character.isLetter(point)) {
      return readWord(at);
    }
    if (c == '\\') {
      return command(at);
    }
    int end = at + Character.charCount(point);
    if (Character.isWhitespace(point) || Character.isSpaceChar(point) || c == '~') {
      return end;
    }
    if (Character.getType(point) == Character.OTHER_NUMBER && fraction(at, end)) {
      return end;
    }
    add(Kind.SYMBOL, at, end, null, List.of());
    return end;
  }

  private int readWord(int start) {
    int at = start;
    while (at < text.length() && Character.isLetter(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    add(Kind.WORD, start, at, null, List.of());
    return at;
  }

  private int command(int start) {
    int at = start + 1;
    while (at < text.length() && isAsciiLetter(text.charAt(at))) {
      at++;
    }
    if (at == start + 1 && at < text.length()) {
      at++;
      // An escaped character is itself.
      char escaped = text.charAt(start + 1);
      if (escaped == '$' || escaped == '%' || escaped == '{' || escaped == '}') {
        add(Kind.SYMBOL, start + 1, at, null, List.of());
        return at;
      }
    }
    if (!LAYOUT.contains(text.substring(start, Math.min(at, start + 20)))) {
      add(Kind.COMMAND, start, at, null, List.of());
    }
    return at;
  }

  private boolean fraction(int at, int end) {
    // Such as 3, a fraction slash, 4.
    String plain = Normalizer.normalize(text.substring(at, end), Normalizer.Form.NFKC);
    int slash = plain.indexOf('\u2044');
    if (slash <= 0 || slash + 1 >= plain.length()) {
      return false;
    }
    List<BigDecimal> parts =
        List.of(
            new BigDecimal(plain.substring(0, slash)), new BigDecimal(plain.substring(slash + 1)));
    add(Kind.FRACTION, at, end, null, parts);
    return true;
  }

  private int superscript(int start) {
    add(Kind.SYMBOL, "^", start, start, null, List.of());
    StringBuilder digits = new StringBuilder();
    int at = start;
    if (text.charAt(at) == SUPERSCRIPT_MINUS) {
      add(Kind.SYMBOL, "-", at, at + 1, null, List.of());
      at++;
    }
    int first = at;
    while (isSuperscript(at)) {
      digits.append(SUPERSCRIPTS.indexOf(text.charAt(at++)));
    }
    if (digits.length() <= MAX_DIGITS) {
      String plain = digits.toString();
      add(Kind.NUMBER, plain, first, at, new BigDecimal(plain), List.of());
    }
    return at;
  }

  /** Reads digits with what separates thousands, as in 1,234,567.8 and 1 500 and 10{,}000. */
  private int readNumber(int start) {
    List<BigDecimal> parts = new ArrayList<>();
    StringBuilder digits = new StringBuilder();
    int end = readWhole(start, parts, digits);
    if (end < text.length() && text.charAt(end) == '.' && isDigit(end + 1)) {
      int behind = behindDigits(end + 1);
      digits.append(text, end, Math.min(behind, end + MAX_DIGITS));
      end = behind;
    }
    boolean grouped = parts.size() > 1;
    if (grouped && digits.length() > MAX_GROUPED) {
      add(Kind.NUMBER, "", start, end, parts.get(0), parts);
    } else if (!digits.isEmpty() && digits.length() <= MAX_DIGITS) {
      String plain = digits.toString();
      boolean list = grouped && mayBeList(start, end, parts);
      add(Kind.NUMBER, plain, start, end, new BigDecimal(plain), list ? parts : List.of());
    }
    return end;
  }

  /** Reads digits before a point, in groups or not; returns where they end. */
  private int readWhole(int start, List<BigDecimal> parts, StringBuilder digits) {
    int end = behindDigits(start);
    if (end == start || end - start > 3) {
      digits.append(text, start, Math.min(end, start + MAX_DIGITS + 1));
      return end;
    }
    int group = start;
    for (int next = end; group >= 0; next = group + 3) {
      parts.add(new BigDecimal(text.substring(group, next)));
      digits.append(text, group, next);
      end = next;
      group = groupBehind(next);
    }
    return end;
  }

  /** Whether digits in groups may be several numbers: in brackets, or three or more, or apart. */
  private boolean mayBeList(int start, int end, List<BigDecimal> parts) {
    boolean bracket =
        (start > 0 && "([{,".indexOf(text.charAt(start - 1)) >= 0)
            || (end < text.length() && ")]},".indexOf(text.charAt(end)) >= 0 && parts.size() > 1);
    BigDecimal last = parts.isEmpty() ? BigDecimal.ZERO : parts.get(parts.size() - 1);
    return bracket
        || (parts.size() > 2 && last.signum() > 0)
        || text.substring(start, Math.min(end, start + 5)).indexOf(' ') >= 0;
  }

  /** Where three more digits of a number begin whose digits so far end at {@code at}; or -1. */
  private int groupBehind(int at) {
    for (String separator : List.of(",", "{,}", "\\,", " ", "\u00a0", "\u202f")) {
      int group = at + separator.length();
      if (text.startsWith(separator, at)
          && isDigit(group)
          && isDigit(group + 1)
          && isDigit(group + 2)
          && !isDigit(group + 3)) {
        return group;
      }
    }
    return -1;
  }

  private void add(
      Kind kind, int start, int end, @Nullable BigDecimal number, List<BigDecimal> parts) {
    add(kind, org.caco.text.LowerCase.of(text.substring(start, end)), start, end, number, parts);
  }

  private void add(
      Kind kind,
      String lower,
      int start,
      int end,
      @Nullable BigDecimal number,
      List<BigDecimal> parts) {
    boolean capital = start < end && Character.isUpperCase(text.codePointAt(start));
    tokens.add(new Token(kind, lower, start, end, capital, number, List.copyOf(parts)));
  }

  private int behindDigits(int at) {
    int end = at;
    while (isDigit(end)) {
      end++;
    }
    return end;
  }

  private boolean isSuperscript(int at) {
    return at < text.length() && SUPERSCRIPTS.indexOf(text.charAt(at)) >= 0;
  }

  private boolean isDigit(int at) {
    return at >= 0 && at < text.length() && isDigit(text.charAt(at));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
