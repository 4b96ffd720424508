package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The numbers that a text states: in digits with or without thousands separators, as fractions,
 * mixed numbers, percents, powers, amounts in units, times of day, dates, in words, and in LaTeX. A
 * text with two readings states both.
 *
 * <p>A percentage and its share count as the same, and so do a change by a share and the factor it
 * makes, and an amount in one unit and in another.
 */
final class StatedNumbers {
  /** Characters that are read; no problem is as long. */
  static final int MAX_LENGTH = 16_000;

  /** How far a decimal may be off the fraction that it stands for, as 0.3333333 is off 1/3. */
  private static final BigDecimal TOLERANCE = new BigDecimal("1e-6");

  /** Decimals that a rounded share has at most: 0.67 for two thirds. */
  private static final int MAX_ROUNDED = 6;

  /**
   * Where a number stands and what it may mean.
   *
   * @param start its first character
   * @param end behind its last character
   * @param value as written
   * @param exact whether it is written out, and neither a part nor an ordinal
   * @param values what it states, itself too
   * @param conversions what it comes to in other units
   * @param shares what of it is a share or a percentage, as a part of 1
   * @param percent whether it is a percentage in digits
   * @param below whether it is so many degrees below 0
   */
  record Mention(
      int start,
      int end,
      BigDecimal value,
      boolean exact,
      List<BigDecimal> values,
      List<BigDecimal> conversions,
      List<BigDecimal> shares,
      boolean percent,
      boolean below) {}

  private final NavigableSet<BigDecimal> values = new TreeSet<>();
  private final NavigableSet<BigDecimal> below = new TreeSet<>();
  private final NavigableSet<BigDecimal> conversions = new TreeSet<>();
  private final NavigableSet<BigDecimal> percents = new TreeSet<>();
  private final NavigableSet<BigDecimal> shares = new TreeSet<>();
  private final NavigableSet<BigDecimal> numerals = new TreeSet<>();
  private final List<Mention> mentions = new ArrayList<>();
  private final KnownNumbers known = new KnownNumbers();
  private final Set<CalendarDates.Date> dates = new LinkedHashSet<>();
  private final Set<Integer> minutes = new TreeSet<>();

  private StatedNumbers() {}

  static StatedNumbers of(Tokens tokens) {
    StatedNumbers stated = new StatedNumbers();
    new StatementReader(tokens, stated).read();
    return stated;
  }

  static StatedNumbers of(String text) {
    return of(Tokens.of(text.substring(0, Math.min(text.length(), MAX_LENGTH))));
  }

  void add(Mention mention) {
    mentions.add(mention);
    (mention.below() ? below : values).addAll(mention.values());
    conversions.addAll(mention.conversions());
    shares.addAll(mention.shares());
    if (mention.percent()) {
      percents.addAll(mention.shares());
    }
  }

  void numeral(BigDecimal value) {
    numerals.add(value);
  }

  /** The numbers that stand in digits, exactly as written, for a person to read. */
  NavigableSet<BigDecimal> numerals() {
    return numerals;
  }

  /** Every number, in the order of the text. */
  List<Mention> mentions() {
    return mentions;
  }

  /** The dates of the text. */
  Set<CalendarDates.Date> dates() {
    return dates;
  }

  /** The times of day of the text, in minutes since midnight. */
  Set<Integer> minutes() {
    return minutes;
  }

  /** What words imply without saying it. */
  KnownNumbers known() {
    return known;
  }

  /** Whether the text states a number, or implies it for an input of that name. */
  boolean states(BigDecimal number, EntryName name) {
    BigDecimal value = number.abs();
    // None and a: English has too many words for them.
    return value.signum() == 0
        || value.compareTo(BigDecimal.ONE) == 0
        || has(values, value)
        || ((number.signum() < 0 || name.mayBeBelow()) && has(below, value))
        || (has(conversions, value) && !(name.isCount() && isInteger(value)))
        || (isShare(value, shares) && name.mayBeShare())
        || (isShare(value, percents) && !isInteger(value))
        || known.implied(value, name);
  }

  /** Whether the text states this part of 1. */
  boolean statesShare(BigDecimal share) {
    return has(shares, share);
  }

  /** Whether a value is one of the shares as a part of 1 or 100, what is left, or a factor. */
  private static boolean isShare(BigDecimal value, NavigableSet<BigDecimal> shares) {
    return has(shares, value)
        || has(shares, value.movePointLeft(2))
        || has(shares, value.subtract(BigDecimal.ONE).abs())
        || isRounded(value, shares);
  }

  /** Whether a mention is one of these numbers, as the 20 of "20%" is 0.2. */
  static boolean isOneOf(Mention mention, NavigableSet<BigDecimal> numbers) {
    for (BigDecimal value : mention.values()) {
      if (has(numbers, value)) {
        return true;
      }
    }
    for (BigDecimal value : mention.conversions()) {
      if (has(numbers, value)) {
        return true;
      }
    }
    for (BigDecimal share : mention.shares()) {
      boolean found =
          has(numbers, share)
              || has(numbers, share.movePointRight(2))
              || has(numbers, BigDecimal.ONE.add(share))
              || has(numbers, BigDecimal.ONE.subtract(share));
      if (found) {
        return true;
      }
    }
    return false;
  }

  static boolean isInteger(BigDecimal value) {
    return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
  }

  private static boolean has(NavigableSet<BigDecimal> among, BigDecimal value) {
    if (among.contains(value)) {
      return true;
    }
    BigDecimal margin = value.abs().multiply(TOLERANCE);
    if (isInteger(value)) {
      return false;
    }
    BigDecimal next = among.ceiling(value.subtract(margin));
    return next != null && next.compareTo(value.add(margin)) <= 0;
  }

  /** Whether a share that no decimal is has been rounded to the value. */
  private static boolean isRounded(BigDecimal value, NavigableSet<BigDecimal> among) {
    int scale = value.scale();
    if (scale < 2 || scale > MAX_ROUNDED) {
      return false;
    }
    BigDecimal unit = BigDecimal.ONE.movePointLeft(scale);
    Set<BigDecimal> near = among.subSet(value.subtract(unit), true, value.add(unit), true);
    return near.stream()
        .limit(8)
        .anyMatch(
            share ->
                share.scale() > MAX_ROUNDED
                    && (share.setScale(scale, RoundingMode.HALF_UP).compareTo(value) == 0
                        || share.setScale(scale, RoundingMode.DOWN).compareTo(value) == 0));
  }
}
