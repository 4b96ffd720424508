package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.caco.transforms.problem.Reading.Form;
import org.caco.transforms.problem.StatedNumbers.Mention;

/** Goes through a text once and takes down what numbers it states and implies. */
final class StatementReader {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal TWELVE = BigDecimal.valueOf(12);

  private static final Set<String> PERCENT = Set.of("percent", "percentage", "pct");

  private static final Set<String> IN_OR_OF = Set.of("in", "of");
  private static final Set<String> EACH = Set.of("every", "each", "the");
  private static final Set<String> COIN_NAMES = Set.of("quarter", "coin", "cent", "value");
  private static final Set<String> ONE = Set.of("a", "an", "one", "per", "each", "every");

  private static final Set<String> BEHIND_SHARES = Set.of("of", "a", "an", "one");

  private static final Set<String> MINUS = Set.of("minus", "negative");
  private static final Set<String> DEGREES =
      Set.of("\u00b0", "\u2103", "\u2109", "degrees", "degree");

  /** Names of inputs that may be a denominator. */
  private static final Set<String> PIECES = Set.of("slice", "piece", "part");

  /** The smallest number that may be the hundreds of a year: nineteen ninety-eight. */
  private static final BigDecimal CENTURY = BigDecimal.valueOf(10);

  private final Tokens tokens;
  private final StatedNumbers stated;
  private final NumberReader numbers;
  private final ClockTimes clock;
  private final CalendarDates calendar;

  /** What times of day come to. */
  private final List<BigDecimal> hours = new ArrayList<>();

  private final Sequences sequences;
  private final Enumerations enumerations;
  private final Amounts units;

  StatementReader(Tokens tokens, StatedNumbers stated) {
    this.tokens = tokens;
    this.stated = stated;
    this.numbers = new NumberReader(tokens);
    this.sequences = new Sequences(tokens, stated.known());
    this.enumerations = new Enumerations(tokens, numbers, stated.known());
    this.units = new Amounts(tokens, numbers, stated.known());
    this.clock = new ClockTimes(tokens, numbers, hours::add);
    this.calendar = new CalendarDates(tokens, numbers, stated.known());
  }

  void read() {
    for (int i = 0; i < tokens.size(); ) {
      hours.clear();
      clock.read(i);
      calendar.read(i);
      enumerations.read(i);
      stated.known().read(tokens, i);
      Reading reading = numbers.at(i);
      int first = i;
      if (reading == null) {
        word(i);
        i++;
      } else {
        number(i, reading);
        for (int j = i; j < reading.end(); j++) {
          if (!isPartOfPack(reading, j)) {
            stated.known().read(tokens, j);
          }
          quarter(tokens.word(j));
          if (j > i) {
            calendar.read(j);
          }
          if (j > i && tokens.is(j, "quarter")) {
            // A quarter to eight.
            clock.read(j);
          }
        }
        i = reading.end();
      }
      if (!hours.isEmpty()) {
        add(first, i, hours.get(0), false, List.copyOf(hours), List.of());
      }
    }
    stated.known().connectUnits();
    stated.dates().addAll(calendar.dates());
    stated.minutes().addAll(clock.minutes());
  }

  private void add(
      int from,
      int to,
      BigDecimal value,
      boolean exact,
      List<BigDecimal> values,
      List<BigDecimal> shares) {
    stated.add(
        new Mention(
            tokens.get(from).start(),
            tokens.get(to - 1).end(),
            value,
            exact,
            values,
            List.of(),
            shares,
            /* percent= */ false,
            /* below= */ false));
  }

  private void number(int index, Reading reading) {
    BigDecimal value = reading.value();
    for (int i = index; i < reading.end(); i++) {
      BigDecimal numeral = tokens.number(i);
      if (numeral != null) {
        stated.numeral(numeral);
      }
    }
    if (reading.form() == Form.ORDINAL) {
      stated.known().implyPlace(value, tokens.word(index - 1), tokens.word(reading.end()));
      return;
    }
    packs(index, reading);
    List<BigDecimal> values = new ArrayList<>();
    values.add(value);
    if (reading.form() == Form.SPELLED_SHARE) {
      // Half of it may be divided by 2, but there are not 2 of anything.
      for (BigDecimal each : reading.others()) {
        stated.known().implyTimes(each);
        stated.known().imply(each, PIECES);
      }
    } else if (!isMixedMultiple(reading)) {
      values.addAll(reading.others());
    }
    List<BigDecimal> conversions = new ArrayList<>();
    List<BigDecimal> shares = new ArrayList<>();
    if (reading.isShare()) {
      shares.add(value);
    }
    boolean percent = percent(reading, shares);
    outOf(reading, shares, values);
    money(index, reading, conversions);
    quarters(reading, conversions);
    feet(reading, conversions);
    sequences.read(index, reading);
    units.behind(index, reading, conversions);
    year(reading, values);
    boolean exact = reading.form() == Form.DIGITS || reading.form() == Form.WORDS;
    if (exact && value.compareTo(BigDecimal.ONE) < 0) {
      // 0.2 of them are 20 percent.
      shares.add(value);
    }
    values.addAll(shares);
    stated.add(
        new Mention(
            tokens.get(index).start(),
            tokens.get(reading.end() - 1).end(),
            value,
            exact,
            values,
            conversions,
            shares,
            percent,
            isBelow(index, reading.end())));
  }

  /** Four score: an input score may be 20. */
  private void packs(int index, Reading reading) {
    for (int i = index; i < reading.end(); i++) {
      String word = tokens.word(i);
      if (SpelledNumbers.isPack(word)) {
        stated
            .known()
            .implyTold(
                BigDecimal.valueOf(SpelledNumbers.scale(word)), Set.of(Words.singular(word)));
      }
    }
  }

  /** Half a dozen: nothing is a dozen. */
  private boolean isPartOfPack(Reading reading, int index) {
    String word = tokens.word(index);
    return SpelledNumbers.isPack(word)
        && reading.value().compareTo(BigDecimal.valueOf(SpelledNumbers.scale(word))) < 0;
  }

  /** Whether it is 2 1/2 times or percent, of which nothing is 2 times. */
  private boolean isMixedMultiple(Reading reading) {
    int at = tokens.behindHyphen(reading.end());
    return !StatedNumbers.isInteger(reading.value()) && (tokens.is(at, "times") || isPercent(at));
  }

  /** -7 °C, minus eleven degrees. */
  private boolean isBelow(int index, int end) {
    boolean minus =
        (tokens.isHyphen(index - 1) && tokens.isGlued(index) && !tokens.isGlued(index - 1))
            || MINUS.contains(tokens.word(index - 1));
    return minus
        && (DEGREES.contains(tokens.text(end))
            || (tokens.is(end, "^") && tokens.is(end + 1, "\\circ")));
  }

  private boolean percent(Reading reading, List<BigDecimal> shares) {
    int at = tokens.behindHyphen(reading.end());
    // Half a percent, three quarters of a percent.
    for (int i = 0; reading.isShare() && i < 2 && BEHIND_SHARES.contains(tokens.word(at)); i++) {
      at++;
    }
    boolean percent = isPercent(at);
    if (percent) {
      shares.add(reading.value().movePointLeft(2));
      if (!isMixedMultiple(reading)) {
        reading.others().forEach(other -> shares.add(other.movePointLeft(2)));
      }
    } else if (tokens.is(at, "basis") && tokens.is(at + 1, "points")) {
      shares.add(reading.value().movePointLeft(4));
    }
    return percent;
  }

  private boolean isPercent(int index) {
    return tokens.is(index, "%")
        || PERCENT.contains(tokens.word(index))
        || (tokens.is(index, "per") && tokens.is(index + 1, "cent"));
  }

  /** Nine in ten, two out of every five, 3 of 4, 3:5. */
  private void outOf(Reading reading, List<BigDecimal> shares, List<BigDecimal> values) {
    int at = reading.end();
    boolean ratio = tokens.is(at, ":") || tokens.is(at, "to");
    if (tokens.is(at, "out")) {
      at++;
    }
    boolean of = IN_OR_OF.contains(tokens.word(at));
    if (!ratio && !of) {
      return;
    }
    at++;
    while (of && EACH.contains(tokens.word(at))) {
      at++;
    }
    Reading whole = numbers.at(at);
    if (whole == null || whole.isShare() || whole.value().signum() <= 0) {
      return;
    }
    BigDecimal part = reading.value().divide(whole.value(), MathContext.DECIMAL64);
    if (of && part.compareTo(BigDecimal.ONE) < 0 && StatedNumbers.isInteger(reading.value())) {
      shares.add(part);
    } else if (tokens.is(reading.end(), ":")) {
      values.add(part);
    }
  }

  /** An amount with a sign before it: $2.30 is 230 cents. */
  private void money(int index, Reading reading, List<BigDecimal> values) {
    if (Money.isSign(tokens.text(index - 1))
        && !tokens.is(reading.end(), "$")
        && reading.value().precision() < 20) {
      values.add(reading.value().multiply(HUNDRED));
    }
  }

  /** Three quarters may be coins. */
  private void quarters(Reading reading, List<BigDecimal> values) {
    if (reading.isShare() && tokens.is(reading.end() - 1, "quarters")) {
      values.add(reading.value().multiply(HUNDRED));
      values.add(reading.value());
    }
  }

  /** 5'8". */
  private void feet(Reading reading, List<BigDecimal> values) {
    int at = reading.end();
    BigDecimal inches = tokens.number(at + 1);
    boolean feet = Phrases.isApostrophe(tokens.text(at)) || tokens.is(at, "\u2032");
    if (feet && inches != null && inches.compareTo(TWELVE) < 0) {
      values.add(reading.value().multiply(TWELVE).add(inches));
    }
  }

  /** x/2, \frac{x}{2}: half of it. */
  private void divisor(int index) {
    boolean slash =
        tokens.is(index, "/")
            && (tokens.word(index - 1).length() == 1 || tokens.is(index - 1, ")"));
    boolean frac = tokens.is(index, "}") && tokens.is(index + 1, "{") && tokens.is(index - 2, "{");
    BigDecimal below = tokens.number(slash ? index + 1 : index + 2);
    if ((slash || frac) && below != null && below.signum() > 0 && below.precision() < 10) {
      BigDecimal share = BigDecimal.ONE.divide(below, MathContext.DECIMAL64);
      add(index, index + 1, share, false, List.of(share), List.of());
    }
  }

  /** Nineteen ninety-eight. */
  private void year(Reading reading, List<BigDecimal> values) {
    BigDecimal century = reading.value();
    if (reading.form() != Form.WORDS
        || century.compareTo(CENTURY) < 0
        || century.compareTo(HUNDRED) >= 0) {
      return;
    }
    Reading rest = numbers.at(tokens.behindHyphen(reading.end()));
    if (rest != null
        && rest.form() == Form.WORDS
        && rest.value().compareTo(CENTURY) >= 0
        && rest.value().compareTo(HUNDRED) < 0) {
      values.add(century.multiply(HUNDRED).add(rest.value()));
    }
  }

  /** What a word says that is no number: a unit, and with "a" before it one of them. */
  private void word(int index) {
    String word = tokens.word(index);
    Unit unit = word.isEmpty() ? null : Unit.named(word);
    // A second may be one after the first, and second-hand is old.
    boolean time = unit != null && (!word.equals("second") || tokens.is(index - 1, "per"));
    // A nautical mile is no mile.
    time &= !tokens.is(index - 1, "nautical");
    if (unit != null && time) {
      stated.known().mention(unit, ONE.contains(tokens.word(index - 1)));
      List<BigDecimal> more = units.andAHalf(index, unit);
      if (!more.isEmpty()) {
        add(index - 1, index + 1, more.get(0), false, more, List.of());
      }
    }
    divisor(index);
    int roman = tokens.roman(index);
    if (roman > 0) {
      BigDecimal value = BigDecimal.valueOf(roman);
      add(index, index + 1, value, false, List.of(value), List.of());
    }
    if (word.equals("no") || word.equals("none")) {
      add(index, index + 1, BigDecimal.ZERO, false, List.of(BigDecimal.ZERO), List.of());
    }
  }

  /** What a quarter is worth, if it is a coin. */
  private void quarter(String word) {
    if (word.equals("quarters") || word.equals("quarter")) {
      stated.known().imply(new BigDecimal("25"), COIN_NAMES);
      stated.known().imply(new BigDecimal("0.25"), COIN_NAMES);
    }
  }
}
