package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caco.transforms.problem.Reading.Form;
import org.caco.transforms.problem.Tokens.Kind;
import org.caco.transforms.problem.Tokens.Token;
import org.jspecify.annotations.Nullable;

/**
 * Reads one number, in digits, words or LaTeX: 1,234.5; 3/4; 2 1/2; 3 * 10^5; 12.5k; \frac{3}{4}.
 */
final class NumberReader {
  private static final MathContext DIGITS = MathContext.DECIMAL64;
  private static final int MAX_EXPONENT = 40;
  private static final Set<String> FRACTIONS = Set.of("\\frac", "\\dfrac", "\\tfrac", "\\cfrac");
  private static final Set<String> TIMES =
      Set.of("*", "x", "\u00d7", "\u00b7", "\\times", "\\cdot");
  private static final Set<String> SLASHES = Set.of("/", "\u2044", "\u2215");

  /** What a letter right behind digits multiplies by. */
  private static final Map<String, Long> SUFFIXES =
      Map.of(
          "k", 1_000L,
          "m", 1_000_000L,
          "mn", 1_000_000L,
          "mil", 1_000_000L,
          "b", 1_000_000_000L,
          "bn", 1_000_000_000L,
          "t", 1_000_000_000_000L);

  private final Tokens tokens;
  private final SpelledNumbers spelled;

  NumberReader(Tokens tokens) {
    this.tokens = tokens;
    this.spelled = new SpelledNumbers(tokens);
  }

  /** The number that begins with the token at {@code index}, or null. */
  @Nullable Reading at(int index) {
    Token token = tokens.get(index);
    return switch (token.kind()) {
      case WORD -> spelled.at(index);
      case FRACTION -> divided(token.parts().get(0), token.parts().get(1), index + 1);
      case COMMAND -> FRACTIONS.contains(token.text()) ? latex(index) : null;
      case NUMBER -> digits(index);
      default -> null;
    };
  }

  private Reading digits(int index) {
    BigDecimal value = tokens.number(index);
    if (value == null) {
      throw new IllegalStateException("no number");
    }
    Reading read = fraction(index, value);
    read = read == null ? mixed(index, value) : read;
    read = read == null ? power(index, value) : read;
    if (read != null) {
      return read;
    }
    read = scaled(index, value);
    Reading whole = spelled.withParts(read);
    List<BigDecimal> parts = tokens.get(index).parts();
    if (parts.isEmpty()) {
      return whole;
    }
    List<BigDecimal> others = new ArrayList<>(parts);
    others.addAll(whole.others());
    return new Reading(whole.value(), whole.form(), whole.end(), others);
  }

  private Reading scaled(int index, BigDecimal value) {
    int next = tokens.behindHyphen(index + 1);
    String word = tokens.word(next);
    long scale = SpelledNumbers.scale(word);
    if (scale > 0 && (!tokens.isGlued(next) || word.length() > 1)) {
      return Reading.of(times(value, scale), Form.DIGITS, next + 1, value);
    }
    Long suffix = tokens.isGlued(index + 1) ? SUFFIXES.get(tokens.word(index + 1)) : null;
    if (suffix == null
        || (tokens.isGlued(index + 2) && tokens.get(index + 2).kind() == Kind.NUMBER)) {
      return Reading.of(value, Form.DIGITS, index + 1);
    }
    // A small letter may be a unit, as in 5m.
    boolean certain =
        tokens.get(index + 1).capital() || suffix == 1_000 || isMoney(index) || word.length() > 1;
    return certain && !tokens.is(index + 2, "^")
        ? Reading.of(times(value, suffix), Form.DIGITS, index + 2, value)
        : Reading.of(value, Form.DIGITS, index + 1);
  }

  private boolean isMoney(int index) {
    return Money.isSign(tokens.text(index - 1));
  }

  private static BigDecimal times(BigDecimal value, long scale) {
    return value.multiply(BigDecimal.valueOf(scale));
  }

  /** 3/4. */
  private @Nullable Reading fraction(int index, BigDecimal value) {
    BigDecimal below = tokens.number(index + 2);
    return SLASHES.contains(tokens.text(index + 1)) && below != null
        ? divided(value, below, index + 3)
        : null;
  }

  /** 2 1/2, 2-1/2, 2 and 1/2, 2+1/2, 2½, 2\frac{1}{2}. */
  private @Nullable Reading mixed(int index, BigDecimal value) {
    boolean joined = tokens.is(index + 1, "and") || tokens.is(index + 1, "+");
    int next = joined ? index + 2 : tokens.behindHyphen(index + 1);
    Token token = tokens.get(next);
    Reading share = null;
    if (token.kind() == Kind.FRACTION || token.kind() == Kind.COMMAND) {
      share = at(next);
    } else if (token.number() != null) {
      share = fraction(next, token.number());
    }
    if (share == null || !share.isShare()) {
      return null;
    }
    List<BigDecimal> others = new ArrayList<>(share.others());
    others.add(value);
    others.add(share.value());
    return new Reading(value.add(share.value()), Form.DIGITS, share.end(), others);
  }

  /** 10^5, 10^{-5}, 2**5, 3 * 10^5, 3e8. */
  private @Nullable Reading power(int index, BigDecimal value) {
    BigDecimal base = tokens.number(index + 2);
    if (base != null && TIMES.contains(tokens.text(index + 1))) {
      return raised(index + 2, value, base);
    }
    boolean scientific =
        tokens.is(index + 1, "e") && tokens.isGlued(index + 1) && tokens.isGlued(index + 2);
    return scientific
        ? exponent(index + 2, value, BigDecimal.TEN)
        : raised(index, BigDecimal.ONE, value);
  }

  private @Nullable Reading raised(int index, BigDecimal times, BigDecimal base) {
    if (tokens.is(index + 1, "^")) {
      return exponent(tokens.is(index + 2, "{") ? index + 3 : index + 2, times, base);
    }
    boolean stars = tokens.is(index + 1, "*") && tokens.is(index + 2, "*");
    return stars && tokens.isGlued(index + 2) ? exponent(index + 3, times, base) : null;
  }

  private @Nullable Reading exponent(int index, BigDecimal times, BigDecimal base) {
    boolean negative = tokens.isHyphen(index);
    int at = negative || tokens.is(index, "+") ? index + 1 : index;
    BigDecimal exponent = tokens.number(at);
    if (exponent == null || !mayRaise(base, exponent)) {
      return null;
    }
    BigDecimal power = new BigDecimal(BigInteger.valueOf(base.intValue()).pow(exponent.intValue()));
    BigDecimal value = negative ? times.divide(power, DIGITS) : times.multiply(power);
    int end = tokens.is(at + 1, "}") ? at + 2 : at + 1;
    BigDecimal single = negative ? BigDecimal.ONE.divide(power, DIGITS) : power;
    return Reading.of(value, Form.DIGITS, end, times, base, exponent, single);
  }

  private static boolean mayRaise(BigDecimal base, BigDecimal exponent) {
    return exponent.scale() <= 0
        && exponent.compareTo(BigDecimal.valueOf(MAX_EXPONENT)) <= 0
        && base.scale() <= 0
        && base.precision() <= 4
        && base.signum() > 0;
  }

  /** \frac{3}{4}, \frac34. */
  private @Nullable Reading latex(int index) {
    int at = index + 1;
    String digits = tokens.number(at) == null ? "" : tokens.text(at);
    if (digits.length() == 2 && digits.indexOf('.') < 0) {
      return divided(
          new BigDecimal(digits.substring(0, 1)), new BigDecimal(digits.substring(1)), at + 1);
    }
    boolean braces = tokens.is(at, "{");
    BigDecimal above = tokens.number(braces ? at + 1 : at);
    at += braces ? 3 : 1;
    braces = tokens.is(at, "{");
    BigDecimal below = tokens.number(braces ? at + 1 : at);
    return above == null || below == null ? null : divided(above, below, at + (braces ? 3 : 1));
  }

  private static @Nullable Reading divided(BigDecimal above, BigDecimal below, int end) {
    return below.signum() == 0
        ? null
        : Reading.of(above.divide(below, DIGITS), Form.SHARE, end, above, below);
  }
}
