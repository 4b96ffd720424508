package org.caco.transforms.problem;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.caco.grader.NumberWords;
import org.jspecify.annotations.Nullable;

/** Reads the numbers that English spells: twenty-five, 2.5 million, two thirds, half a dozen. */
final class SpelledNumbers {
  private static final Pattern TOKEN = Pattern.compile("[a-z]+|\\d[\\d,]*(?:\\.\\d+)?|\\.\\d+");
  private static final int MAX_WHOLE_DIGITS = 40;
  private static final Map<String, Long> SCALES = new HashMap<>();
  private static final Map<String, Integer> PARTS = new HashMap<>();

  static {
    SCALES.putAll(NumberWords.SCALES);
    SCALES.putAll(Map.of("hundreds", 100L, "thousands", 1_000L, "millions", 1_000_000L));
    SCALES.putAll(Map.of("dozens", 12L, "score", 20L, "pair", 2L, "pairs", 2L));
    number(
        PARTS,
        3,
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
            + " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth");
    PARTS.putAll(Map.of("half", 2, "quarter", 4, "hundredth", 100, "thousandth", 1_000));
    new HashMap<>(PARTS).forEach((word, n) -> PARTS.put(word + "s", n));
    PARTS.put("halves", 2);
  }

  private final List<String> tokens = new ArrayList<>();
  private final Consumer<BigDecimal> values;
  private final Consumer<BigDecimal> shares;
  private int at;

  private SpelledNumbers(Consumer<BigDecimal> values, Consumer<BigDecimal> shares) {
    this.values = values;
    this.shares = shares;
  }

  private static void number(Map<String, Integer> into, int first, String words) {
    int value = first;
    for (String word : words.split(" ", -1)) {
      into.put(word, value++);
    }
  }

  /**
   * @param text in lower case
   * @param values takes each number, the parts of longer ones too
   * @param shares takes each fraction and, for a percentage in words, its hundredth
   */
  static void read(String text, Consumer<BigDecimal> values, Consumer<BigDecimal> shares) {
    SpelledNumbers reader = new SpelledNumbers(values, shares);
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      reader.tokens.add(matcher.group());
    }
    while (reader.at < reader.tokens.size()) {
      reader.next();
    }
  }

  /** Reads a number and what belongs to it, or skips a word. */
  private void next() {
    int start = at;
    BigDecimal number = number();
    if (number == null) {
      Integer part = PARTS.get(token(0));
      if (part != null) {
        values.accept(BigDecimal.valueOf(part));
        shares.accept(part(BigDecimal.ONE, part));
        at++;
        dozenAfterHalf(part);
      } else {
        at = start + 1;
      }
      return;
    }
    values.accept(number);
    if (token(0).equals("percent") || (token(0).equals("per") && token(1).equals("cent"))) {
      shares.accept(number.movePointLeft(2));
    }
    Integer part = PARTS.get(token(0));
    if (part != null) {
      shares.accept(part(number, part));
      values.accept(BigDecimal.valueOf(part));
      at++;
    } else if (token(0).equals("and")) {
      mixed(number);
    }
  }

  /** Two and a half, two and three quarters, two and a half million. */
  private void mixed(BigDecimal whole) {
    int save = at;
    at++;
    BigDecimal numerator = BigDecimal.ONE;
    if (token(0).equals("a") || token(0).equals("an")) {
      at++;
    } else {
      BigDecimal number = number();
      numerator = number == null ? BigDecimal.ONE : number;
    }
    Integer part = PARTS.get(token(0));
    if (part != null) {
      BigDecimal sum = whole.add(part(numerator, part));
      values.accept(sum);
      Long scale = SCALES.get(token(1));
      if (scale != null) {
        values.accept(sum.multiply(BigDecimal.valueOf(scale)));
      }
    }
    // What was looked at is read again by itself.
    at = save;
  }

  private void dozenAfterHalf(int part) {
    int skip = token(0).equals("a") ? 1 : 0;
    Long scale = SCALES.get(token(skip));
    if (scale != null) {
      values.accept(part(BigDecimal.valueOf(scale), part));
    }
  }

  private static BigDecimal part(BigDecimal of, int denominator) {
    return of.divide(BigDecimal.valueOf(denominator), MathContext.DECIMAL64);
  }

  private String token(int ahead) {
    return at + ahead < tokens.size() ? tokens.get(at + ahead) : "";
  }

  /** The longest number from here on, in words, or in digits followed by a scale; or null. */
  private @Nullable BigDecimal number() {
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal current = null;
    boolean anything = false;
    while (at < tokens.size()) {
      String word = token(0);
      BigDecimal simple = simple(word);
      if (simple != null && fits(simple, current)) {
        values.accept(simple);
        current = current == null ? simple : current.add(simple);
      } else if (simple == null && mayScale(word, current, total)) {
        BigDecimal scale = BigDecimal.valueOf(SCALES.get(word));
        BigDecimal scaled = (current == null ? BigDecimal.ONE : current).multiply(scale);
        values.accept(scaled);
        boolean ends = scale.compareTo(BigDecimal.valueOf(1_000)) >= 0;
        total = ends ? total.add(scaled) : total;
        current = ends ? null : scaled;
      } else if (simple != null || !anything || !joins(word)) {
        break;
      }
      anything = true;
      at++;
    }
    if (!anything) {
      return null;
    }
    return current == null ? total : total.add(current);
  }

  /**
   * Whether {@code next} goes on with a number: five after twenty, anything below 100 after 300.
   */
  private static boolean fits(BigDecimal next, @Nullable BigDecimal current) {
    BigDecimal hundred = BigDecimal.valueOf(100);
    return current == null
        || (current.remainder(hundred).signum() == 0 && next.compareTo(hundred) < 0)
        || (isTens(current) && next.compareTo(BigDecimal.TEN) < 0);
  }

  private static boolean mayScale(String word, @Nullable BigDecimal current, BigDecimal total) {
    return SCALES.containsKey(word) && !isVast(current) && !isVast(total);
  }

  /** Whether this is the "and" of "two hundred and five". */
  private boolean joins(String word) {
    return word.equals("and") && isScale(at - 1) && simple(token(1)) != null;
  }

  private boolean isScale(int index) {
    return index >= 0 && SCALES.containsKey(tokens.get(index));
  }

  /** No text speaks of such numbers; hundred hundred hundred and so on would take for ever. */
  private static boolean isVast(@Nullable BigDecimal value) {
    return value != null && value.precision() - value.scale() > MAX_WHOLE_DIGITS;
  }

  private static boolean isTens(BigDecimal value) {
    int last = value.remainder(BigDecimal.valueOf(100)).intValue();
    return last >= 20 && last % 10 == 0;
  }

  private static @Nullable BigDecimal simple(String word) {
    Integer small = NumberWords.SMALL.get(word);
    if (small != null) {
      return BigDecimal.valueOf(small);
    }
    boolean digits =
        !word.isEmpty()
            && word.length() <= StatedNumbers.MAX_DIGITS
            && (Character.isDigit(word.charAt(0)) || word.charAt(0) == '.');
    return digits ? new BigDecimal(word.replace(",", "")) : null;
  }
}
