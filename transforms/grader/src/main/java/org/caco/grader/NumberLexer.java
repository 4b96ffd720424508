package org.caco.grader;

import java.math.BigInteger;
import java.util.List;
import org.caco.grader.Token.Kind;
import org.caco.text.LowerCase;

/**
 * Reads the number that begins at a place of a text: its separators of thousands, decimals, period,
 * exponent, and the ending of an ordinal, such as 7th. A bare comma separates thousands only
 * outside brackets, since inside them it separates items; but no item is written 000 or 050.
 */
final class NumberLexer {
  private static final List<String> DOTS = List.of("...", "\\ldots", "\\dots", "\\cdots");
  private static final List<String> PERIODS = List.of("\\overline", "\\bar", "\\dot");
  private static final List<String> ROMAN =
      List.of("\\textsuperscript", "\\textrm", "\\text", "\\mathrm", "\\rm");
  private static final int MAX_ORDINAL = 40;

  /** Of a number without end, so many digits are looked at for a period. */
  private static final int MAX_PERIOD = 12;

  private final String source;
  private final boolean inBrackets;
  private final StringBuilder number = new StringBuilder();
  private int at;
  private Kind kind = Kind.NUMBER;

  private NumberLexer(String source, int at, boolean inBrackets) {
    this.source = source;
    this.at = at;
    this.inBrackets = inBrackets;
  }

  /**
   * A number as it was read.
   *
   * @param text its digits, point and exponent, or a fraction such as 1/3 where it has a period
   * @param end where it ends
   */
  record Read(Kind kind, String text, int end) {}

  /** The number that begins at {@code at}, where a digit or a point stands. */
  static Read read(String source, int at, boolean inBrackets) {
    NumberLexer lexer = new NumberLexer(source, at, inBrackets);
    lexer.readNumber();
    return new Read(lexer.kind, lexer.number.toString(), lexer.at);
  }

  private char peek(int distance) {
    return at + distance < source.length() ? source.charAt(at + distance) : ' ';
  }

  private void readNumber() {
    if (peek(0) == '0' && "xXbBoO".indexOf(peek(1)) >= 0 && readLiteral()) {
      return;
    }
    takeDigits();
    if (number.length() >= 1 && number.length() <= 3 && number.charAt(0) != '0') {
      takeThousands();
    }
    if (peek(0) == '.' && !startsDots()) {
      takeDecimals();
    } else {
      at = ordinalEnd();
    }
    int exponent = exponentEnd();
    number.append(source, at, exponent);
    at = exponent;
  }

  /** 0xFF and the like, as Python writes them. */
  private boolean readLiteral() {
    int radix =
        switch (peek(1)) {
          case 'x', 'X' -> 16;
          case 'b', 'B' -> 2;
          default -> 8;
        };
    int end = at + 2;
    while (end < source.length() && Character.digit(source.charAt(end), radix) >= 0) {
      end++;
    }
    boolean wordGoesOn = end < source.length() && Character.isLetterOrDigit(source.charAt(end));
    if (end == at + 2 || wordGoesOn || end - at > Lexer.MAX_LITERAL) {
      return false;
    }
    number.append(new BigInteger(source.substring(at + 2, end), radix));
    at = end;
    return true;
  }

  private void takeDigits() {
    while (isDigit(peek(0))) {
      number.append(peek(0));
      at++;
    }
  }

  private void takeThousands() {
    int first = afterSeparator(at);
    if (first < 0 || !threeDigits(first)) {
      return;
    }
    char separator = source.charAt(at);
    boolean blank = first - at <= 2 && (separator == ' ' || separator == '~' || isEscapedSpace(at));
    if (blank && !isWrittenWithBlanks()) {
      return;
    }
    for (int group = first; group >= 0 && threeDigits(group); group = afterSeparator(at)) {
      if (group == at + 1 && source.charAt(at) == ',') {
        kind = Kind.GROUPED;
      }
      number.append(source, group, group + 3);
      at = group + 3;
    }
  }

  private boolean isEscapedSpace(int from) {
    return source.startsWith("\\ ", from);
  }

  /** Whether 1 234 is one number: 1 125/1000 is a mixed one. */
  private boolean isWrittenWithBlanks() {
    int end = at;
    for (int group = afterSeparator(end); group >= 0 && threeDigits(group); ) {
      end = group + 3;
      group = afterSeparator(end);
    }
    int next = afterSpaces(end);
    return next >= source.length() || (source.charAt(next) != '/' && !isDigit(source.charAt(next)));
  }

  private int afterSeparator(int from) {
    if (from >= source.length()) {
      return -1;
    }
    switch (source.charAt(from)) {
      case '{':
        return source.startsWith("{,}", from) ? from + 3 : -1;
      case '\\':
        char escaped = from + 1 < source.length() ? source.charAt(from + 1) : 'a';
        return ",! ".indexOf(escaped) >= 0 ? from + 2 : -1;
      case ' ', '~', '_':
        return from + 1;
      case ',':
        int thin = afterSpaces(from + 1);
        if (source.startsWith("\\!", thin)) {
          return afterSpaces(thin + 2);
        }
        return !inBrackets || source.startsWith("0", from + 1) ? from + 1 : -1;
      default:
        return -1;
    }
  }

  private int afterSpaces(int from) {
    int end = from;
    while (end < source.length() && source.charAt(end) == ' ') {
      end++;
    }
    return end;
  }

  private boolean threeDigits(int from) {
    int end = from;
    while (end < source.length() && end <= from + 3 && isDigit(source.charAt(end))) {
      end++;
    }
    return end == from + 3;
  }

  private boolean startsDots() {
    return source.startsWith("...", at);
  }

  private void takeDecimals() {
    int period = periodAt(at + 1);
    if (period >= 0) {
      number.append('.');
      repeat(period);
    } else if (isDigit(peek(1))) {
      number.append('.');
      at++;
      takeDigits();
      int later = periodAt(at);
      if (later >= 0) {
        repeat(later);
      } else {
        takeDots();
      }
    } else if (!number.isEmpty()) {
      at++; // "5." is five
    }
  }

  /** Where the digits of a period begin that is marked at {@code from}, or -1. */
  private int periodAt(int from) {
    int digits = -1;
    if (source.startsWith("(", from)) {
      digits = from + 1;
    } else if (source.startsWith("\\", from)) {
      for (String mark : PERIODS) {
        if (source.startsWith(mark, from)) {
          digits = afterSpaces(from + mark.length());
          digits += source.startsWith("{", digits) ? 1 : 0;
        }
      }
    }
    return digits >= 0 && digits < source.length() && isDigit(source.charAt(digits)) ? digits : -1;
  }

  /** Takes the period whose digits begin at {@code start}. */
  private void repeat(int start) {
    char before = source.charAt(start - 1);
    boolean enclosed = before == '(' || before == '{';
    int end = start + 1;
    while (enclosed && end < source.length() && isDigit(source.charAt(end))) {
      end++;
    }
    char close = before == '(' ? ')' : '}';
    if (enclosed && (end >= source.length() || source.charAt(end) != close)) {
      if (before == '(') {
        return; // a product
      }
      throw new SyntaxException("the digits of a period");
    }
    periodic(source.substring(start, end));
    at = enclosed ? end + 1 : end;
  }

  /** The value of what was read with {@code period} again and again behind it, as a fraction. */
  private void periodic(String period) {
    int point = number.indexOf(".");
    int places = number.length() - point - 1;
    BigInteger nines = BigInteger.TEN.pow(period.length()).subtract(BigInteger.ONE);
    BigInteger before =
        new BigInteger("0" + number.substring(0, point) + number.substring(point + 1));
    Rational value =
        new Rational(
            before.multiply(nines).add(new BigInteger(period)),
            nines.multiply(BigInteger.TEN.pow(places)));
    number.setLength(0);
    number.append(value.numerator()).append('/').append(value.denominator());
  }

  /** 0.333... goes on as it began. */
  private void takeDots() {
    for (String dots : DOTS) {
      if (source.startsWith(dots, at)) {
        at += dots.length();
        String decimals = number.substring(number.indexOf(".") + 1);
        for (int length = 1; length <= MAX_PERIOD && 2 * length <= decimals.length(); length++) {
          String period = decimals.substring(decimals.length() - length);
          if (decimals.startsWith(period, decimals.length() - 2 * length)) {
            periodic(period);
            return;
          }
        }
        return;
      }
    }
  }

  /** Where the ending of an ordinal ends, such as th, ^{\text{th}} or -th; here where none is. */
  private int ordinalEnd() {
    if (number.isEmpty() || "snrtSNRT^-\\".indexOf(peek(0)) < 0) {
      return at;
    }
    int end = peek(0) == '-' ? at + 1 : at;
    int braces = 0;
    for (int next = afterMarkup(end); next > end; next = afterMarkup(end)) {
      braces += source.charAt(end) == '{' ? 1 : 0;
      end = next;
    }
    if (end + 2 > source.length() || !isEnding(LowerCase.of(source.substring(end, end + 2)))) {
      return at;
    }
    end = afterBraces(end + 2, braces);
    return end < 0 || (end < source.length() && Character.isLetter(source.charAt(end))) ? at : end;
  }

  /** Behind one piece of what raises an ordinal's ending, or {@code from} where there is none. */
  private int afterMarkup(int from) {
    if (from >= source.length() || from >= at + MAX_ORDINAL) {
      return from;
    }
    return switch (source.charAt(from)) {
      case '{', '^' -> from + 1;
      case ' ' -> from > at ? from + 1 : from;
      case '\\' ->
          ROMAN.stream()
              .filter(command -> source.startsWith(command, from))
              .findFirst()
              .map(command -> from + command.length())
              .orElse(from);
      default -> from;
    };
  }

  /** Behind so many closing braces, or -1 where there are fewer. */
  private int afterBraces(int from, int braces) {
    int end = from;
    for (int brace = 0; brace < braces; brace++) {
      end = afterSpaces(end);
      if (!source.startsWith("}", end)) {
        return -1;
      }
      end++;
    }
    return end;
  }

  private boolean isEnding(String letters) {
    int length = number.length();
    boolean teen = length > 1 && number.charAt(length - 2) == '1';
    String right =
        switch (teen ? '0' : number.charAt(length - 1)) {
          case '1' -> "st";
          case '2' -> "nd";
          case '3' -> "rd";
          default -> "th";
        };
    return letters.equals(right);
  }

  private int exponentEnd() {
    if (peek(0) != 'e' && peek(0) != 'E') {
      return at;
    }
    int digits = peek(1) == '+' || peek(1) == '-' ? at + 2 : at + 1;
    int end = digits;
    while (end < source.length() && isDigit(source.charAt(end))) {
      end++;
    }
    return end > digits && (end == source.length() || !Lexer.isLetter(source.charAt(end)))
        ? end
        : at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
