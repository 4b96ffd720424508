package org.caco.grader;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.caco.grader.Token.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number that may take several tokens: {@code 6\frac{3}{4}} and 6 3/4 are mixed numbers.
 *
 * @param value its exact value
 * @param end where it ends in the tokens
 */
record NumberReader(Rational value, int end) {
  /** Reads the number whose digits stand at {@code at}. */
  static NumberReader read(List<Token> tokens, int at) {
    Token digits = tokens.get(at);
    Rational value = value(digits);
    int next = at + 1;
    NumberReader fraction = value.isInteger() ? properFraction(tokens, next) : null;
    return fraction == null
        ? new NumberReader(value, next)
        : new NumberReader(value.plus(fraction.value), fraction.end);
  }

  /** The value of a number's digits, exactly. */
  static Rational value(Token number) {
    try {
      String digits = number.text();
      int slash = digits.indexOf('/');
      if (slash > 0) {
        BigInteger top = new BigInteger(digits.substring(0, slash));
        return new Rational(top, new BigInteger(digits.substring(slash + 1)));
      }
      return digits.indexOf('.') < 0 && digits.indexOf('e') < 0 && digits.indexOf('E') < 0
          ? Rational.of(new BigInteger(digits))
          : Rational.of(new BigDecimal(digits));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new SyntaxException("a number that can be worked out");
    }
  }

  static boolean isDigits(Token token) {
    return token.isNumber() && token.text().chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The fraction of a mixed number, or null where none stands at {@code at}. */
  private static @Nullable NumberReader properFraction(List<Token> tokens, int at) {
    if (at >= tokens.size()) {
      return null;
    }
    NumberReader fraction =
        tokens.get(at).is(Kind.FUNCTION, "frac") ? latex(tokens, at + 1) : slashed(tokens, at);
    boolean proper = fraction != null && fraction.value.compareTo(Rational.ONE) < 0;
    return proper ? fraction : null;
  }

  private static @Nullable NumberReader slashed(List<Token> tokens, int at) {
    return at + 2 < tokens.size()
            && tokens.get(at).spaced()
            && isDigits(tokens.get(at))
            && tokens.get(at + 1).isSymbol("/")
            && isDigits(tokens.get(at + 2))
        ? quotient(tokens.get(at).text(), tokens.get(at + 2).text(), at + 3)
        : null;
  }

  /** {3}{4}, 34, 3{4} or {3}4. */
  private static @Nullable NumberReader latex(List<Token> tokens, int at) {
    if (at < tokens.size() && isDigits(tokens.get(at)) && tokens.get(at).text().length() == 2) {
      String both = tokens.get(at).text();
      return quotient(both.substring(0, 1), both.substring(1), at + 1);
    }
    int top = argument(tokens, at);
    int afterTop = top < 0 ? -1 : top == at ? at + 1 : at + 3;
    int bottom = top < 0 ? -1 : argument(tokens, afterTop);
    if (bottom < 0) {
      return null;
    }
    int end = bottom == afterTop ? afterTop + 1 : afterTop + 3;
    return quotient(tokens.get(top).text(), tokens.get(bottom).text(), end);
  }

  /** Where the digits of an argument stand that is one digit or a number in braces, or -1. */
  private static int argument(List<Token> tokens, int at) {
    if (at < tokens.size() && isDigits(tokens.get(at)) && tokens.get(at).text().length() == 1) {
      return at;
    }
    return at + 2 < tokens.size()
            && tokens.get(at).is(Kind.OPEN, "{")
            && isDigits(tokens.get(at + 1))
            && tokens.get(at + 2).is(Kind.CLOSE, "}")
        ? at + 1
        : -1;
  }

  private static @Nullable NumberReader quotient(String top, String bottom, int end) {
    Rational divisor = Rational.of(new BigInteger(bottom));
    return divisor.signum() == 0
        ? null
        : new NumberReader(Rational.of(new BigInteger(top)).dividedBy(divisor), end);
  }
}
