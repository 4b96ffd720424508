package org.caco.transforms.problem;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.text.Normalizer;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.caco.text.LowerCase;

/**
 * The numbers that a text states: in digits with or without thousands separators, as fractions,
 * mixed numbers, percents, powers, times of day, in words, and in LaTeX. A text with two readings
 * states both, since a number that is missed loses a good problem, and one too many seldom harms.
 */
final class StatedNumbers {
  private static final MathContext DIGITS = MathContext.DECIMAL64;

  /** How far a decimal may be off the fraction that it stands for, as 0.3333333 is off 1/3. */
  private static final BigDecimal TOLERANCE = new BigDecimal("1e-6");

  /** Characters that are read; no problem is as long. */
  static final int MAX_LENGTH = 16_000;

  /** Digits that a number has at most; reading more takes the square of their number. */
  static final int MAX_DIGITS = 1_000;

  private static final int MAX_EXPONENT = 40;

  private static final String DECIMAL = "(?:\\d+(?:\\.\\d+)?|\\.\\d+)";
  private static final Pattern THOUSANDS =
      Pattern.compile(
          "(\\d{1,3})(?:(?:,|\\{,\\}|\\\\,|[ \\x{a0}\\x{202f}])\\d{3})*"
              + "((?:,|\\{,\\}|\\\\,|[ \\x{a0}\\x{202f}])\\d{3})");
  private static final Pattern PLAIN = Pattern.compile(DECIMAL);
  private static final Pattern PERCENT =
      Pattern.compile("(" + DECIMAL + ")\\s*-?(?:\\\\?%|per\\s?cent)");
  private static final Pattern FRACTION =
      Pattern.compile("(?:(" + DECIMAL + ")[\\s-]+)?(" + DECIMAL + ")\\s*[/\\x{2044}]\\s*(\\d+)");
  private static final Pattern LATEX_FRACTION =
      Pattern.compile(
          "("
              + DECIMAL
              + ")?\\s*\\\\[dt]?frac\\s*(?:\\{\\s*("
              + DECIMAL
              + ")\\s*\\}|(\\d))"
              + "\\s*(?:\\{\\s*(\\d+)\\s*\\}|(\\d))");
  private static final Pattern POWER =
      Pattern.compile(
          "(?:("
              + DECIMAL
              + ")\\s*(?:\\\\times|\\\\cdot|[*x\\x{d7}\\x{b7}])\\s*)?"
              + "(\\d{1,4})\\s*(?:\\^|\\*\\*)\\s*\\{?\\s*(-?\\d{1,3})\\s*\\}?");
  private static final Pattern CLOCK = Pattern.compile("\\b(\\d{1,2}):([0-5]\\d)\\b");
  private static final Pattern VULGAR =
      Pattern.compile("(\\d*)\\s*([\\x{bc}-\\x{be}\\x{2150}-\\x{215e}])");

  private final NavigableSet<BigDecimal> values = new TreeSet<>();
  private final NavigableSet<BigDecimal> numerals = new TreeSet<>();
  private final NavigableSet<BigDecimal> shares = new TreeSet<>();
  private final String text;
  private final KnownNumbers known;

  private StatedNumbers(String text) {
    this.text = LowerCase.of(text.substring(0, Math.min(text.length(), MAX_LENGTH)));
    this.known = new KnownNumbers(this.text);
  }

  static StatedNumbers of(String text) {
    StatedNumbers stated = new StatedNumbers(text);
    stated.readDigits();
    stated.readFractions();
    SpelledNumbers.read(stated.text, stated.values::add, stated::share);
    return stated;
  }

  /** The numbers that stand in digits, exactly as written, for a person to read. */
  NavigableSet<BigDecimal> numerals() {
    return numerals;
  }

  /**
   * Whether the text states a number. A percentage and its share count as the same, and so do a
   * change by a share and the factor it makes, an amount in units and in larger units that the text
   * names, and a number that everybody knows, such as 7 where the text speaks of weeks.
   */
  boolean states(BigDecimal number) {
    BigDecimal value = number.abs();
    BigDecimal hundredth = value.movePointLeft(2);
    return has(values, value)
        || has(shares, hundredth)
        || (!isInteger(hundredth) && has(values, hundredth))
        || has(shares, value)
        || has(shares, value.subtract(BigDecimal.ONE).abs())
        || known.implied(value, each -> has(values, each));
  }

  private static boolean isInteger(BigDecimal value) {
    return value.stripTrailingZeros().scale() <= 0;
  }

  private static boolean has(NavigableSet<BigDecimal> among, BigDecimal value) {
    if (among.contains(value)) {
      return true;
    }
    if (isInteger(value)) {
      return false;
    }
    BigDecimal margin = value.abs().multiply(TOLERANCE);
    BigDecimal next = among.ceiling(value.subtract(margin));
    return next != null && next.compareTo(value.add(margin)) <= 0;
  }

  private void share(BigDecimal share) {
    values.add(share);
    shares.add(share);
  }

  private void numeral(BigDecimal value) {
    values.add(value);
    numerals.add(value);
  }

  private void readDigits() {
    readThousands();
    each(PLAIN, m -> numeral(new BigDecimal(m.group())));
    each(PERCENT, m -> share(new BigDecimal(m.group(1)).movePointLeft(2)));
    each(
        CLOCK,
        m ->
            values.add(
                new BigDecimal(m.group(1))
                    .add(new BigDecimal(m.group(2)).divide(BigDecimal.valueOf(60), DIGITS))));
    readPowers();
  }

  private void readThousands() {
    Matcher m = THOUSANDS.matcher(text);
    for (int at = 0; m.find(at); ) {
      // 1,234,5678 is 1,234 and something else.
      boolean cut = m.end() < text.length() && isDigit(text.charAt(m.end()));
      int end = cut ? m.start(2) : m.end();
      boolean read = end > m.end(1) && end - m.start() <= MAX_DIGITS;
      if (isInNumber(m.start()) || !read) {
        at = m.end(1);
      } else {
        numeral(new BigDecimal(digits(text.substring(m.start(), end))));
        at = end;
      }
    }
  }

  private static String digits(String text) {
    StringBuilder digits = new StringBuilder();
    text.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> digits.append((char) c));
    return digits.toString();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether what begins at {@code start} goes on with a number that begins before. */
  private boolean isInNumber(int start) {
    return start > 0 && (isDigit(text.charAt(start - 1)) || text.charAt(start - 1) == '.');
  }

  private void readPowers() {
    Matcher m = POWER.matcher(text);
    for (int at = 0; m.find(at); ) {
      if (isInNumber(m.start(2))) {
        at = m.end(2);
      } else {
        power(m);
        at = m.end();
      }
    }
  }

  private void readFractions() {
    each(FRACTION, m -> fraction(m.group(1), m.group(2), m.group(3)));
    each(
        LATEX_FRACTION,
        m ->
            fraction(
                m.group(1),
                m.group(2) == null ? m.group(3) : m.group(2),
                m.group(4) == null ? m.group(5) : m.group(4)));
    each(
        VULGAR,
        m -> {
          // Such as 3, a fraction slash, 4.
          String[] parts =
              Normalizer.normalize(m.group(2), Normalizer.Form.NFKC).split("\u2044", -1);
          if (parts.length == 2) {
            fraction(m.group(1), parts[0], parts[1]);
          }
        });
  }

  private void fraction(String whole, String numerator, String denominator) {
    BigDecimal below = new BigDecimal(denominator);
    if (below.signum() == 0) {
      return;
    }
    BigDecimal fraction = new BigDecimal(numerator).divide(below, DIGITS);
    share(fraction);
    if (whole != null && !whole.isEmpty()) {
      values.add(new BigDecimal(whole).add(fraction));
    }
  }

  private void power(Matcher m) {
    int exponent = Integer.parseInt(m.group(3));
    if (Math.abs(exponent) > MAX_EXPONENT) {
      return;
    }
    BigDecimal power = new BigDecimal(new BigInteger(m.group(2)).pow(Math.abs(exponent)));
    if (power.signum() == 0) {
      return;
    }
    BigDecimal value = exponent < 0 ? BigDecimal.ONE.divide(power, DIGITS) : power;
    values.add(value);
    if (m.group(1) != null) {
      values.add(value.multiply(new BigDecimal(m.group(1))));
    }
  }

  private void each(Pattern pattern, Consumer<Matcher> reader) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (matcher.end() - matcher.start() <= MAX_DIGITS) {
        reader.accept(matcher);
      }
    }
  }
}
