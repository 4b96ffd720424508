package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what numbers are of units: 5 feet 8 inches, two hours and a half, 90 km/h. */
final class Amounts {
  /** Words that may stand between a number and its unit: two full hours, half of an hour. */
  private static final Set<String> BETWEEN =
      Set.of(
          "full",
          "more",
          "whole",
          "extra",
          "additional",
          "other",
          "consecutive",
          "straight",
          "long",
          "short",
          "fluid",
          "entire",
          "{",
          "us",
          "working");

  private static final Set<String> POWERS = Set.of("square", "sq", "cubic");
  private static final Set<String> A_OR_ONE = Set.of("a", "one");
  private static final Set<String> SPEEDS = Set.of("mph", "kph", "kmh");
  private static final Set<String> BEHIND_SHARES = Set.of("of", "a", "an", "one");

  /** An amount, for 5 feet 8 inches. */
  private record Amount(BigDecimal number, Unit unit, int end) {}

  /** An amount that has been converted; a text may say it thousands of times. */
  private record Converted(BigDecimal number, Unit unit, int power) {}

  private final Map<Converted, List<BigDecimal>> converted = new HashMap<>();

  private final Tokens tokens;
  private final NumberReader numbers;
  private final KnownNumbers known;

  private @Nullable Amount last;

  /**
   * @param known is told of the units
   */
  Amounts(Tokens tokens, NumberReader numbers, KnownNumbers known) {
    this.tokens = tokens;
    this.numbers = numbers;
    this.known = known;
  }

  /**
   * Takes a number with the unit behind it, if there is one.
   *
   * @param values is given what the amount comes to in other units
   */
  void behind(int index, Reading reading, List<BigDecimal> values) {
    int at = tokens.behindHyphen(reading.end());
    for (int i = 0; i < 2 && BETWEEN.contains(tokens.text(at)); i++) {
      at++;
    }
    for (int i = 0; reading.isShare() && i < 2 && BEHIND_SHARES.contains(tokens.word(at)); i++) {
      at++;
    }
    int power = 1;
    if (POWERS.contains(tokens.word(at))) {
      power = tokens.is(at, "cubic") ? 3 : 2;
      at++;
    }
    Unit unit = Unit.behindNumber(tokens.word(at));
    if (unit == null) {
      return;
    }
    BigDecimal raised = tokens.is(at + 1, "^") ? tokens.number(at + 2) : null;
    if (raised != null && raised.compareTo(BigDecimal.valueOf(3)) <= 0 && raised.scale() == 0) {
      power = Math.max(1, raised.intValue());
    }
    BigDecimal amount = reading.value().add(andAPart(at + 1, reading.value(), values));
    values.addAll(converted.computeIfAbsent(new Converted(amount, unit, power), Amounts::convert));
    known.mention(unit, false);
    speed(at);
    compound(index, at, amount, unit, values);
  }

  /** 90 km/h and 60 mph speak of an hour. */
  private void speed(int at) {
    Unit per = tokens.is(at + 1, "/") ? Unit.behindNumber(tokens.word(at + 2)) : null;
    if (SPEEDS.contains(tokens.word(at))) {
      per = Unit.named("hour");
    }
    if (per != null) {
      known.mention(per, true);
    }
  }

  private static List<BigDecimal> convert(Converted amount) {
    List<BigDecimal> values = new ArrayList<>();
    amount.unit().convert(amount.number(), amount.power(), values::add);
    return values;
  }

  /** Two hours and a half: what to add. */
  private BigDecimal andAPart(int index, BigDecimal value, List<BigDecimal> values) {
    if (!tokens.is(index, "and") || !A_OR_ONE.contains(tokens.word(index + 1))) {
      return BigDecimal.ZERO;
    }
    Reading part = numbers.at(index + 1);
    Unit own = part == null ? null : Unit.behindNumber(tokens.word(part.end()));
    if (part == null || !part.isShare() || own != null) {
      return BigDecimal.ZERO;
    }
    values.add(value.add(part.value()));
    return part.value();
  }

  /** 5 feet 8 inches, 2 hours and 15 minutes. */
  private void compound(int index, int at, BigDecimal amount, Unit unit, List<BigDecimal> values) {
    Amount whole = new Amount(amount, unit, at + 1);
    Amount before = last;
    if (before != null && index - before.end() <= 2) {
      BigDecimal factor = before.unit().in(unit);
      if (factor != null) {
        BigDecimal sum = before.number().multiply(factor).add(amount);
        values.add(sum);
        unit.convert(sum, 1, values::add);
        whole = new Amount(sum, unit, at + 1);
      }
    }
    last = whole;
  }

  /** What an hour and a half comes to, first in the unit itself; nothing where there is no more. */
  List<BigDecimal> andAHalf(int index, Unit unit) {
    if (!SpelledNumbers.ONE.contains(tokens.word(index - 1))) {
      return List.of();
    }
    List<BigDecimal> values = new ArrayList<>();
    BigDecimal more = andAPart(index + 1, BigDecimal.ONE, values);
    if (more.signum() > 0) {
      unit.convert(BigDecimal.ONE.add(more), 1, values::add);
    }
    return values;
  }
}
