package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.text.Normalizer;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers that a text states: in digits with or without thousands separators, as fractions,
 * mixed numbers, percents, powers, times of day, in words, and in LaTeX. A text with two readings
 * states both, since a number that is missed loses a good problem, and one too many seldom harms.
 */
final class StatedNumbers {
  private static final MathContext DIGITS = MathContext.DECIMAL64;

  /** How far a decimal may be off the fraction that it stands for, as 0.3333333 is off 1/3. */
  private static final BigDecimal TOLERANCE = new BigDecimal("1e-6");

  private static final int MAX_LENGTH = 100_000;
  private static final int MAX_EXPONENT = 40;

  private static final String DECIMAL = "(?:\\d++(?:\\.\\d++)?|\\.\\d++)";
  private static final Pattern THOUSANDS =
      Pattern.compile(
          "(?<![\\d.])(\\d{1,3}(?:(?:,|\\{,\\}|\\\\,|[ \\u00a0\\u202f])\\d{3})+)(?!\\d)");
  private static final Pattern PLAIN = Pattern.compile(DECIMAL);
  private static final Pattern PERCENT =
      Pattern.compile("(" + DECIMAL + ")\\s*-?(?:\\\\?%|per\\s?cent)");
  private static final Pattern FRACTION =
      Pattern.compile("(?:(" + DECIMAL + ")[\\s-]+)?(" + DECIMAL + ")\\s*[/\\u2044]\\s*(\\d++)");
  private static final Pattern LATEX_FRACTION =
      Pattern.compile(
          "("
              + DECIMAL
              + ")?\\s*\\\\[dt]?frac\\s*(?:\\{\\s*("
              + DECIMAL
              + ")\\s*\\}|(\\d))"
              + "\\s*(?:\\{\\s*(\\d++)\\s*\\}|(\\d))");
  private static final Pattern POWER =
      Pattern.compile(
          "(?:("
              + DECIMAL
              + ")\\s*(?:\\\\times|\\\\cdot|[*x\\u00d7\\u00b7])\\s*)?"
              + "(?<![\\d.])(\\d{1,4})\\s*(?:\\^|\\*\\*)\\s*\\{?\\s*(-?\\d{1,3})\\s*\\}?");
  private static final Pattern CLOCK = Pattern.compile("\\b(\\d{1,2}):([0-5]\\d)\\b");
  private static final Pattern VULGAR =
      Pattern.compile("(\\d*+)\\s*([\\u00bc-\\u00be\\u2150-\\u215e])");

  private final NavigableSet<BigDecimal> values = new TreeSet<>();
  private final NavigableSet<BigDecimal> numerals = new TreeSet<>();
  private final NavigableSet<BigDecimal> shares = new TreeSet<>();
  private final String text;

  private StatedNumbers(String text) {
    this.text = text.substring(0, Math.min(text.length(), MAX_LENGTH)).toLowerCase(Locale.ROOT);
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
        || KnownNumbers.implied(text, value, each -> has(values, each));
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
    each(THOUSANDS, m -> numeral(new BigDecimal(m.group(1).replaceAll("[^0-9]", ""))));
    each(PLAIN, m -> numeral(new BigDecimal(m.group())));
    each(PERCENT, m -> share(new BigDecimal(m.group(1)).movePointLeft(2)));
    each(
        CLOCK,
        m ->
            values.add(
                new BigDecimal(m.group(1))
                    .add(new BigDecimal(m.group(2)).divide(BigDecimal.valueOf(60), DIGITS))));
    each(POWER, this::power);
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
      reader.accept(matcher);
    }
  }
}
