package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dates of a text: March 14, 1998; the 14th of March; 2023-01-10; 10/01/2023; Christmas. */
final class CalendarDates {
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");
  private static final List<String> WEEKDAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
  private static final Set<String> ORDINAL_ENDS = Set.of("st", "nd", "rd", "th");
  private static final Set<String> TO = Set.of("to", "through", "until", "till", "thru");
  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final Map<String, Integer> NAMES = new HashMap<>();

  /** Days with names of their own, by the words behind the first. */
  private static final Map<String, Date> FEASTS =
      Map.of(
          "christmas", new Date(0, 12, 25),
          "halloween", new Date(0, 10, 31),
          "valentine", new Date(0, 2, 14));

  static {
    for (String month : MONTHS) {
      NAMES.put(month, MONTHS.indexOf(month) + 1);
      NAMES.put(month.substring(0, 3), MONTHS.indexOf(month) + 1);
    }
    NAMES.put("sept", 9);
  }

  /**
   * @param year 0 where none is said
   */
  record Date(int year, int month, int day) {}

  private final Tokens tokens;
  private final NumberReader numbers;
  private final KnownNumbers known;
  private final Set<Integer> days = new HashSet<>();
  private final Set<Date> dates = new LinkedHashSet<>();

  /**
   * @param known is told of months' numbers and lengths
   */
  CalendarDates(Tokens tokens, NumberReader numbers, KnownNumbers known) {
    this.tokens = tokens;
    this.numbers = numbers;
    this.known = known;
  }

  /** The dates read so far. */
  Set<Date> dates() {
    return dates;
  }

  /** The number of the month that a word in lower case names or shortens; 0 where it does not. */
  static int month(String word) {
    return NAMES.getOrDefault(word, 0);
  }

  /** Reads the date, month or range that begins at {@code index}, if one does. */
  void read(int index) {
    String word = tokens.word(index);
    range(index, word);
    int month = month(word);
    if (month > 0) {
      named(index, month);
    }
    Date feast = FEASTS.get(word);
    if (feast != null) {
      boolean eve = tokens.is(index + 1, "eve");
      dates.add(new Date(0, feast.month(), feast.day() - (eve ? 1 : 0)));
    } else if (word.equals("new") && tokens.is(index + 1, "year")) {
      boolean eve = tokens.is(index + 4, "eve") || tokens.is(index + 3, "eve");
      dates.add(eve ? new Date(0, 12, 31) : new Date(0, 1, 1));
    }
    numeric(index);
  }

  /** Monday to Friday are 5 days, January through March 3 months. */
  private void range(int index, String word) {
    int day = WEEKDAYS.indexOf(Words.singular(word));
    if (day >= 0) {
      days.add(day);
      known.imply(days.size(), "day");
    }
    boolean to = tokens.isHyphen(index + 1) || TO.contains(tokens.word(index + 1));
    String last = tokens.word(index + 2);
    int lastDay = WEEKDAYS.indexOf(Words.singular(last));
    if (to && day >= 0 && lastDay >= 0) {
      known.imply((lastDay - day + 7) % 7 + 1, "day");
    } else if (to && month(word) > 0 && month(last) > 0) {
      known.imply((month(last) - month(word) + 12) % 12 + 1, "month");
    }
  }

  private void named(int index, int month) {
    boolean dotted = tokens.is(index + 1, ".");
    int next = dotted ? index + 2 : index + 1;
    Integer behind = day(next);
    Integer before = dayBefore(index);
    boolean certain = tokens.get(index).capital() || behind != null || before != null;
    if (!certain) {
      // May I march?
      return;
    }
    known.mentionMonth();
    String own = MONTHS.get(month - 1);
    known.imply(
        month, "month", "date", "from", "to", "now", "then", "current", "birth", "due", own);
    known.imply(DAYS[month - 1], "day", own, own.substring(0, 3), "length", "month");
    if (month == 2) {
      known.imply(29, "day", own, own.substring(0, 3), "length", "month");
    }
    if (behind != null) {
      known.imply(month, "*");
      int end = ordinalEnd(next + 1);
      end = tokens.is(end, ",") ? end + 1 : end;
      dates.add(new Date(year(end), month, behind));
    }
    if (before != null) {
      known.imply(month, "*");
      dates.add(new Date(year(tokens.is(next, ",") ? next + 1 : next), month, before));
    }
  }

  private int ordinalEnd(int index) {
    return ORDINAL_ENDS.contains(tokens.word(index)) ? index + 1 : index;
  }

  private @Nullable Integer day(int index) {
    return dayOf(numbers.at(index));
  }

  /** The day of "14 March", "14th of March" and "the fourteenth of March". */
  private @Nullable Integer dayBefore(int index) {
    int at = tokens.is(index - 1, "of") ? index - 2 : index - 1;
    at = ordinalEnd(at) > at ? at - 1 : at;
    Integer day = dayOf(numbers.at(at));
    boolean compound = tokens.isHyphen(at - 1) && day != null;
    Integer longer = compound ? dayOf(numbers.at(at - 2)) : null;
    return longer == null ? day : longer;
  }

  private static @Nullable Integer dayOf(@Nullable Reading reading) {
    if (reading == null || reading.isShare() || reading.value().stripTrailingZeros().scale() > 0) {
      return null;
    }
    boolean fits =
        reading.value().signum() > 0 && reading.value().compareTo(BigDecimal.valueOf(31)) <= 0;
    return fits ? Integer.valueOf(reading.value().intValue()) : null;
  }

  private int year(int index) {
    return tokens.text(index).length() == 4 ? whole(index) : 0;
  }

  /** 2023-01-10, 2023/1/10, 1/10/2023 either way round. */
  private void numeric(int index) {
    String separator = tokens.text(index + 1);
    if (tokens.number(index) == null
        || !(separator.equals("-") || separator.equals("/"))
        || !tokens.is(index + 3, separator)) {
      return;
    }
    int first = whole(index);
    int second = whole(index + 2);
    int third = whole(index + 4);
    if (tokens.text(index).length() == 4) {
      add(first, second, third);
    } else if (tokens.text(index + 4).length() == 4) {
      add(third, first, second);
      add(third, second, first);
    }
  }

  private void add(int year, int month, int day) {
    if (month >= 1 && month <= 12 && day >= 1 && day <= 31) {
      dates.add(new Date(year, month, day));
      known.imply(month, "*");
    }
  }

  private int whole(int index) {
    BigDecimal number = tokens.number(index);
    return number != null && number.scale() <= 0 && number.precision() <= 4
        ? number.intValue()
        : -1;
  }
}
