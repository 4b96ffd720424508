package org.caco.transforms.behaviour;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.caco.python.PythonValue;
import org.caco.python.PythonValue.Bool;
import org.caco.python.PythonValue.Complex;
import org.caco.python.PythonValue.Decimal;
import org.caco.python.PythonValue.Dict;
import org.caco.python.PythonValue.Entry;
import org.caco.python.PythonValue.Floating;
import org.caco.python.PythonValue.Fraction;
import org.caco.python.PythonValue.Int;
import org.caco.python.PythonValue.Items;
import org.caco.python.PythonValue.Text;
import org.caco.text.BoundedPattern;
import org.jspecify.annotations.Nullable;

/**
 * Other values of the type that a value has, in the encoding that docs/output.md describes: numbers
 * keep their sign and their decimals, fractions of one stay below one, percentages at 100 or less.
 *
 * <p>Near by, lists keep their length and order, dicts their keys, and what is made of few
 * different items or characters is made of them. An integer that may count another value's items,
 * or be a place among them, stays one. Wide variations go farther, to find out whether a value
 * matters at all: numbers change by a factor of ten or become small, lists and texts lose, gain and
 * repeat items, and what stands elsewhere in the input is taken over, for programs that look for
 * equals.
 *
 * @param random where the choices come from
 * @param wide whether the variation is a wide one; otherwise it is near
 * @param keepsText whether texts stay as they are
 * @param around what the value stands beside
 */
record Variation(Random random, boolean wide, boolean keepsText, Surroundings around) {
  private static final Pattern PERCENTAGE =
      BoundedPattern.of("(?i)percent|pct|rate|ratio|share|discount|tax|probab|fraction");
  private static final Pattern NUMERAL = BoundedPattern.of("-?\\d{1,300}(\\.\\d{1,300})?");
  private static final Pattern BINARY = BoundedPattern.of("(?=.{0,300}10|.{0,300}01)[01]{4,300}");
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  private static final BigInteger TEN = BigInteger.TEN;
  private static final int TRIES = 8;

  /** Of so many items, half may be different where they count as an alphabet. */
  static final int ALPHABET_ITEMS = 4;

  private static final int SMALL = 10;

  /** Another value than {@code value}, where there is one. */
  PythonValue of(String name, PythonValue value) {
    for (int i = 0; i < TRIES; i++) {
      PythonValue changed =
          value instanceof Int number && !wide
              ? integer(name, number.value(), lastPlace(number.value()))
              : vary(name, value);
      if (!changed.equals(value)) {
        return changed;
      }
    }
    return value;
  }

  private PythonValue vary(String name, PythonValue value) {
    PythonValue elsewhere = wide && random.nextInt(4) == 0 ? around.like(value, random) : value;
    if (!elsewhere.equals(value) && mayBecome(name, value, elsewhere)) {
      return elsewhere;
    }
    if (value instanceof Bool bool) {
      return new Bool(!bool.value());
    }
    if (value instanceof Text text) {
      return keepsText ? value : new Text(text(name, text.value()));
    }
    if (value instanceof Items items) {
      return list(name, items);
    }
    return value instanceof Dict dict ? dict(dict) : number(name, value);
  }

  private PythonValue number(String name, PythonValue value) {
    if (value instanceof Int number) {
      return integer(name, number.value(), null);
    }
    if (value instanceof Floating number && number.isFinite()) {
      return Floating.of(
          decimal(name, BigDecimal.valueOf(number.decimal().doubleValue())).doubleValue());
    }
    if (value instanceof Complex complex) {
      return new Complex(
          (Floating) vary(name, complex.real()), (Floating) vary(name, complex.imaginary()));
    }
    if (value instanceof Fraction fraction) {
      return fraction(name, fraction);
    }
    return value instanceof Decimal number && NUMERAL.matcher(number.text()).matches()
        ? new Decimal(numeral(name, number.text()))
        : value;
  }

  private static boolean isNumber(PythonValue value) {
    return value instanceof Int || (value instanceof Floating number && number.isFinite());
  }

  private static BigDecimal decimal(PythonValue number) {
    return number instanceof Int integer
        ? new BigDecimal(integer.value())
        : ((Floating) number).decimal();
  }

  /** What programs may refuse is no variation: they need not use what they check. */
  private boolean mayBecome(String name, PythonValue value, PythonValue other) {
    if (value instanceof Text) {
      return !keepsText;
    }
    BigDecimal size = decimal(other).abs();
    boolean small = size.compareTo(BigDecimal.ONE) < 0;
    boolean percentage = PERCENTAGE.matcher(name).find() && isPercentage(decimal(value));
    return small == (decimal(value).abs().compareTo(BigDecimal.ONE) < 0)
        && (!percentage || isPercentage(size));
  }

  private static boolean isPercentage(BigDecimal value) {
    return value.abs().compareTo(new BigDecimal(HUNDRED)) <= 0;
  }

  private Int integer(String name, BigInteger value, @Nullable BigInteger limit) {
    return new Int(unscaled(name, value, 0, limit));
  }

  /** The end of the shortest value in which this may be a place; null where there is none. */
  private @Nullable BigInteger lastPlace(BigInteger value) {
    if (value.signum() <= 0) {
      return null;
    }
    return around.lengths().stream()
        .map(BigInteger::valueOf)
        // One beyond the end is the number of items and one more.
        .filter(length -> length.compareTo(BigInteger.ONE) > 0)
        .filter(length -> value.compareTo(length.add(BigInteger.ONE)) <= 0)
        .min(Comparator.naturalOrder())
        .map(value::max)
        .orElse(null);
  }

  private Dict dict(Dict dict) {
    List<Entry> changed = new ArrayList<>();
    int left = wide && dict.size() > 1 ? random.nextInt(2 * dict.size()) : -1;
    for (Entry entry : dict.entries()) {
      if (left-- != 0) {
        changed.add(entry.with(vary(entry.name(), entry.value())));
      }
    }
    return new Dict(changed);
  }

  private Items list(String name, Items list) {
    if (wide && !list.isEmpty() && random.nextBoolean()) {
      return list.with(reshaped(list.items()));
    }
    List<PythonValue> alphabet = wide ? List.of() : alphabet(list.items());
    List<PythonValue> changed = new ArrayList<>();
    for (PythonValue item : list.items()) {
      changed.add(
          alphabet.isEmpty() ? vary(name, item) : alphabet.get(random.nextInt(alphabet.size())));
    }
    if (ascends(list.items())) {
      changed.sort(Comparator.comparing(Variation::decimal));
    }
    return list.with(changed);
  }

  /** With an item less or more, or one of them twice or in another place. */
  private List<PythonValue> reshaped(List<PythonValue> list) {
    List<PythonValue> items = new ArrayList<>(list);
    int at = random.nextInt(items.size());
    int from = random.nextInt(items.size());
    switch (random.nextInt(4)) {
      case 0 -> items.add(random.nextInt(items.size() + 1), items.get(from));
      case 1 -> items.set(at, items.get(from));
      case 2 -> Collections.swap(items, at, from);
      default -> {
        if (items.size() > 1) {
          items.remove(at);
        }
      }
    }
    return items;
  }

  /** The different items of a list that repeats numbers or texts much; of another, none. */
  private static List<PythonValue> alphabet(List<PythonValue> items) {
    List<PythonValue> different = items.stream().distinct().toList();
    boolean repeats = items.size() >= ALPHABET_ITEMS && different.size() * 2 <= items.size();
    boolean scalars = items.stream().allMatch(item -> isNumber(item) || item instanceof Text);
    return repeats && scalars && different.size() > 1 ? different : List.of();
  }

  private static boolean ascends(List<PythonValue> list) {
    BigDecimal last = null;
    for (PythonValue item : list) {
      if (!isNumber(item) || (last != null && decimal(item).compareTo(last) < 0)) {
        return false;
      }
      last = decimal(item);
    }
    return true;
  }

  private Fraction fraction(String name, Fraction fraction) {
    BigInteger numerator = fraction.numerator();
    BigInteger denominator = fraction.denominator();
    boolean proper = numerator.abs().compareTo(denominator) < 0;
    BigInteger changed = away(numerator, proper ? denominator.subtract(BigInteger.ONE) : null);
    return changed.equals(numerator)
        ? Fraction.of(numerator, unscaled(name, denominator.add(BigInteger.ONE), 0, null))
        : Fraction.of(changed, denominator);
  }

  private String numeral(String name, String text) {
    return decimal(name, new BigDecimal(text)).toPlainString();
  }

  private BigDecimal decimal(String name, BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    int scale = Math.max(0, shortest.scale());
    BigDecimal changed =
        new BigDecimal(
            unscaled(name, shortest.setScale(scale).unscaledValue(), scale, null), scale);
    return value.scale() > scale ? changed.setScale(value.scale()) : changed;
  }

  /**
   * Another number for {@code unscaled / 10^scale}, with the same decimals.
   *
   * @param limit what it may be at most, or null
   */
  private BigInteger unscaled(
      String name, BigInteger unscaled, int scale, @Nullable BigInteger limit) {
    BigInteger one = TEN.pow(scale);
    BigInteger size = unscaled.abs();
    if (scale > 0 && size.compareTo(one) < 0) {
      return away(unscaled, one.subtract(BigInteger.ONE));
    }
    if (wide && scale == 0 && random.nextInt(4) == 0) {
      BigInteger small = BigInteger.valueOf(1L + random.nextInt(SMALL));
      return unscaled.signum() < 0 ? small.negate() : small;
    }
    BigInteger hundred = one.multiply(HUNDRED);
    boolean percentage = PERCENTAGE.matcher(name).find() && size.compareTo(hundred) <= 0;
    return away(unscaled, percentage && limit == null ? hundred : limit);
  }

  /** Another number of the same sign, at most {@code limit} in size where there is a limit. */
  private BigInteger away(BigInteger value, @Nullable BigInteger limit) {
    BigInteger size = value.abs();
    BigInteger low;
    BigInteger high;
    if (wide) {
      low = size.divide(TEN);
      high = size.multiply(TEN).add(TEN);
    } else if (size.compareTo(BigInteger.valueOf(20)) <= 0) {
      low = size.add(BigInteger.ONE).shiftRight(1);
      high = size.shiftLeft(1).max(size.add(BigInteger.TWO));
    } else {
      BigInteger quarter = size.shiftRight(2);
      low = size.subtract(quarter);
      high = size.add(quarter);
    }
    low = low.max(BigInteger.ONE);
    high = limit == null ? high : high.min(limit);
    if (high.compareTo(low) < 0) {
      return value;
    }
    BigInteger drawn = wide ? logarithmic(low, high) : between(low, high);
    if (drawn.equals(size)) {
      drawn = drawn.equals(high) ? low : drawn.add(BigInteger.ONE);
    }
    return value.signum() < 0 ? drawn.negate() : drawn;
  }

  /** Each power of two is as likely as the next. */
  private BigInteger logarithmic(BigInteger low, BigInteger high) {
    BigInteger from = low.shiftLeft(random.nextInt(high.divide(low).bitLength()));
    return between(from, from.shiftLeft(1).min(high));
  }

  private BigInteger between(BigInteger low, BigInteger high) {
    BigInteger range = high.subtract(low).add(BigInteger.ONE);
    return low.add(new BigInteger(range.bitLength() + 16, random).mod(range));
  }

  private String text(String name, String text) {
    return NUMERAL.matcher(text).matches() && !BINARY.matcher(text).matches()
        ? numeral(name, text)
        : new TextVariation(random, wide).of(text);
  }
}
