package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The times of day of a text: 2 pm, 14:30, half past seven, a quarter to 6, noon. A time without am
 * or pm is of the afternoon too where the text speaks of afternoons, evenings or nights.
 */
final class ClockTimes {
  private static final Set<String> RANGE_WORDS = Set.of("to", "and", "until", "till", "through");
  private static final Set<String> BEFORE_PARTS_OF_DAY =
      Set.of("at", "this", "that", "on", "tomorrow", "every");
  private static final Set<String> EVENING =
      Set.of(
          "pm", "afternoon", "evening", "night", "tonight", "dinner", "noon", "sunset", "bedtime");
  private static final Set<String> HOUR_BEFORE =
      Set.of("at", "from", "until", "till", "by", "before", "after", "between", "to", "and");

  /** Words before the hour that is to come. */
  private static final Set<String> TO = Set.of("to", "before", "of", "till");

  /** Whether a time is said to be before or after noon. */
  private enum Half {
    MORNING,
    EVENING,
    UNKNOWN
  }

  /**
   * @param end the token behind it
   */
  private record Time(int hour, int minute, Half half, int end) {}

  private final Tokens tokens;
  private final NumberReader numbers;
  private final Consumer<BigDecimal> values;
  private final boolean speaksOfEvenings;

  /** Minutes since midnight. */
  private final Set<Integer> times = new TreeSet<>();

  /**
   * @param values takes the numbers that a time may be given as: its hour, counted up to 12 and up
   *     to 24, its minutes, hours as 7.5, minutes since midnight, and 1430 for 14:30
   */
  ClockTimes(Tokens tokens, NumberReader numbers, Consumer<BigDecimal> values) {
    this.tokens = tokens;
    this.numbers = numbers;
    this.values = values;
    boolean evening = false;
    for (int i = 0; i < tokens.size() && !evening; i++) {
      evening = EVENING.contains(tokens.text(i)) || half(i).half() == Half.EVENING;
    }
    this.speaksOfEvenings = evening;
  }

  /** Minutes since midnight of the times read so far. */
  Set<Integer> minutes() {
    return times;
  }

  /** Reads the time that begins at {@code index}, if one does. */
  void read(int index) {
    Time time = at(index);
    if (time == null) {
      return;
    }
    state(time);
    // From 2 to 6 pm.
    int before = index - 1;
    if (time.half() != Half.UNKNOWN && isBetween(before)) {
      Integer hour = hour(before - 1);
      boolean whole = !tokens.is(before - 2, ":") && !tokens.is(before - 2, ".");
      if (hour != null && whole && hour <= 12) {
        state(new Time(hour, 0, time.half(), index));
      }
    }
  }

  private boolean isBetween(int index) {
    return tokens.isHyphen(index) || RANGE_WORDS.contains(tokens.word(index));
  }

  private @Nullable Time at(int index) {
    String word = tokens.word(index);
    if (word.equals("noon") || word.equals("midday")) {
      return new Time(12, 0, Half.EVENING, index + 1);
    }
    if (word.equals("midnight")) {
      times.add(24 * 60);
      values.accept(BigDecimal.valueOf(24));
      return new Time(0, 0, Half.MORNING, index + 1);
    }
    Integer first = word.equals("half") || word.equals("quarter") ? null : hour(index);
    if (first != null && first <= 24) {
      Time time = digital(index, first);
      if (time != null) {
        return time;
      }
    }
    return spoken(index);
  }

  /** 14:30, 2:30 pm, 2.30 pm, 7 o'clock, 7 pm, seven in the evening. */
  private @Nullable Time digital(int index, int hour) {
    int minute = minuteBehind(index + 1);
    if (minute >= 0) {
      int seconds = index + 3;
      boolean said = tokens.is(seconds, ":") && tokens.number(seconds + 1) != null;
      Behind behind = half(said ? seconds + 2 : seconds);
      return new Time(hour, minute, behind.half(), behind.end());
    }
    BigDecimal number = tokens.number(index);
    int dotted = number == null || number.scale() != 2 ? 0 : minuteIn(number);
    int clock = behindClock(index + 1);
    Behind behind = half(clock);
    boolean known = clock > index + 1 || behind.half() != Half.UNKNOWN;
    return known && dotted < 60 ? new Time(hour, dotted, behind.half(), behind.end()) : null;
  }

  private static int minuteIn(BigDecimal number) {
    return number.remainder(BigDecimal.ONE).movePointRight(2).intValue();
  }

  /** The minutes behind a colon, or -1. */
  private int minuteBehind(int index) {
    BigDecimal minutes = tokens.number(index + 1);
    return tokens.is(index, ":")
            && minutes != null
            && tokens.text(index + 1).length() == 2
            && minutes.compareTo(BigDecimal.valueOf(60)) < 0
        ? minutes.intValue()
        : -1;
  }

  /** The token behind "o'clock", if that stands at {@code index}; else {@code index}. */
  private int behindClock(int index) {
    if (tokens.is(index, "oclock")) {
      return index + 1;
    }
    return tokens.is(index, "o") && tokens.is(index + 2, "clock") ? index + 3 : index;
  }

  /** Half past seven, a quarter to 6, ten minutes past 4, ten past four. */
  private @Nullable Time spoken(int index) {
    int minutes = minutes(index);
    if (minutes < 0) {
      return null;
    }
    int at = end(index);
    boolean said = tokens.is(at, "minutes") || minutes % 15 == 0;
    at = tokens.is(at, "minutes") ? at + 1 : at;
    boolean past = tokens.is(at, "past") || (said && tokens.is(at, "after"));
    boolean to = said && TO.contains(tokens.word(at)) && isHour(at + 2, index);
    Integer hour = past || to ? hour(at + 1) : null;
    if (hour == null || hour == 0) {
      return null;
    }
    Behind behind = half(behindClock(at + 2));
    int before = hour == 1 ? 12 : hour - 1;
    return past
        ? new Time(hour, minutes, behind.half(), behind.end())
        : new Time(before, 60 - minutes, behind.half(), behind.end());
  }

  /** The minutes of "half", "quarter" and "ten", or -1. */
  private int minutes(int index) {
    String word = tokens.word(index);
    if (word.equals("half") || word.equals("quarter")) {
      return word.equals("half") ? 30 : 15;
    }
    Integer minutes = smallNumber(index, 59);
    return minutes == null ? -1 : minutes;
  }

  /** Whether "quarter to 6" may be a time: not one of "a quarter of 6 apples". */
  private boolean isHour(int behind, int first) {
    boolean of = tokens.is(behind - 2, "of");
    boolean before = HOUR_BEFORE.contains(tokens.word(first - 1)) || tokens.is(first - 1, "a");
    return !of && (before || tokens.word(behind).isEmpty() || half(behind).half() != Half.UNKNOWN);
  }

  private int end(int index) {
    String word = tokens.word(index);
    if (word.equals("half") || word.equals("quarter")) {
      return index + 1;
    }
    Reading reading = numbers.at(index);
    return reading == null ? index + 1 : reading.end();
  }

  private @Nullable Integer hour(int index) {
    BigDecimal number = tokens.number(index);
    if (number != null && number.scale() == 2 && number.compareTo(BigDecimal.valueOf(24)) < 0) {
      // 8.30 am; whether it is one is seen by what follows.
      return number.intValue();
    }
    return smallNumber(index, 24);
  }

  private @Nullable Integer smallNumber(int index, int most) {
    BigDecimal number = tokens.number(index);
    if (number == null && !tokens.word(index).isEmpty()) {
      Reading reading = numbers.at(index);
      number = reading != null && reading.form() == Reading.Form.WORDS ? reading.value() : null;
    }
    boolean fits =
        number != null && number.scale() <= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
    return fits && number != null ? Integer.valueOf(number.intValue()) : null;
  }

  private record Behind(Half half, int end) {}

  /** Reads am, p.m., in the evening, at night, this morning. */
  private Behind half(int index) {
    String word = tokens.word(index);
    if (word.equals("am") || word.equals("pm")) {
      return new Behind(word.equals("am") ? Half.MORNING : Half.EVENING, index + 1);
    }
    boolean dotted =
        (word.equals("a") || word.equals("p"))
            && tokens.is(index + 1, ".")
            && tokens.is(index + 2, "m");
    if (dotted) {
      return new Behind(word.equals("a") ? Half.MORNING : Half.EVENING, index + 3);
    }
    int at = index;
    if (tokens.is(at, "in") && tokens.is(at + 1, "the")) {
      at += 2;
    } else if (BEFORE_PARTS_OF_DAY.contains(word)) {
      at += 1;
    } else {
      return new Behind(Half.UNKNOWN, index);
    }
    return switch (tokens.word(at)) {
      case "morning" -> new Behind(Half.MORNING, at + 1);
      case "afternoon", "evening", "night", "noon" -> new Behind(Half.EVENING, at + 1);
      default -> new Behind(Half.UNKNOWN, index);
    };
  }

  private void state(Time time) {
    int hour = time.hour();
    boolean evening = time.half() == Half.EVENING && hour < 12;
    boolean midnight = time.half() == Half.MORNING && hour == 12;
    one(hour, time.minute(), !evening && !midnight);
    if (evening || (time.half() == Half.UNKNOWN && hour < 12 && speaksOfEvenings)) {
      one(hour + 12, time.minute(), true);
    } else if (midnight) {
      one(0, time.minute(), true);
    }
  }

  private void one(int hour, int minute, boolean isTime) {
    if (isTime) {
      times.add(hour * 60 + minute);
    }
    BigDecimal minutes = BigDecimal.valueOf(minute);
    BigDecimal hours = BigDecimal.valueOf(hour);
    values.accept(hours);
    values.accept(minutes);
    values.accept(hours.add(minutes.divide(BigDecimal.valueOf(60), MathContext.DECIMAL64)));
    values.accept(BigDecimal.valueOf(hour * 60L + minute));
    values.accept(BigDecimal.valueOf(hour * 3_600L + minute * 60L));
    values.accept(BigDecimal.valueOf(hour * 100L + minute));
    values.accept(hours.add(minutes.movePointLeft(2)));
  }
}
