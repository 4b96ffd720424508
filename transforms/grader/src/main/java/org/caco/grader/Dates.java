package org.caco.grader;

import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/**
 * Days of the calendar, as people and programs write them: January 5, 2020; 5th of Jan. 2020;
 * 2020-01-05. Of figures with slashes only those are read that can be meant in one way.
 */
final class Dates {
  private static final int MAX_LENGTH = 60;
  private static final int MAX_PARTS = 8;

  private Dates() {}

  /** The day that {@code text} names as a whole, or null. */
  static Answer.@Nullable Date parse(String text) {
    if (text.length() > MAX_LENGTH || text.length() < 5) {
      return null;
    }
    int digits = 0;
    int letters = 0;
    int separators = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (Character.isLetter(c)) {
        letters++;
      } else if (c == '-' || c == '/' || c == '.') {
        separators++;
      } else if (" ,:".indexOf(c) < 0) {
        return null;
      }
    }
    if (digits == 0) {
      return null;
    }
    if (letters == 0) {
      return separators > 1 ? figures(text) : null;
    }
    return letters > 2 ? words(text) : null;
  }

  /** 2020-01-05, also with the time 00:00:00, 2020/1/5, 12/25/2020 and 25.12.2020. */
  private static Answer.@Nullable Date figures(String given) {
    boolean midnight = given.length() > 10 && given.substring(10).strip().equals("00:00:00");
    String text = midnight ? given.substring(0, 10) : given;
    char separator = text.indexOf('-') > 0 ? '-' : text.indexOf('/') > 0 ? '/' : '.';
    List<String> parts = List.of(text.split(separator == '.' ? "\\." : "" + separator, -1));
    if (parts.size() != 3 || !parts.stream().allMatch(Dates::isFigure)) {
      return null;
    }
    int first = Integer.parseInt(parts.get(0));
    int second = Integer.parseInt(parts.get(1));
    int third = Integer.parseInt(parts.get(2));
    if (parts.get(0).length() == 4) {
      return separator == '.' || parts.get(1).length() > 2 ? null : date(first, second, third);
    }
    return parts.get(2).length() != 4 || separator == '-'
        ? null
        : yearLast(separator == '/', first, second, third);
  }

  /** The month comes first in America, and is taken for one where it cannot be the day. */
  private static Answer.@Nullable Date yearLast(boolean slashes, int first, int second, int year) {
    if (slashes && second > 12) {
      return date(year, first, second);
    }
    return first > 12 || !slashes || first == second ? date(year, second, first) : null;
  }

  private static boolean isFigure(String part) {
    return !part.isEmpty()
        && part.length() <= 4
        && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Answer.@Nullable Date words(String text) {
    int month = 0;
    List<String> numbers = new ArrayList<>();
    List<String> parts = parts(text);
    if (parts.size() > MAX_PARTS) {
      return null;
    }
    for (String part : parts) {
      int named = month(part);
      if (Character.isDigit(part.charAt(0))) {
        numbers.add(part);
      } else if (named > 0 && month == 0) {
        month = named;
      } else if (!isDayOfWeek(part) && !part.equals("the") && !part.equals("of")) {
        return null;
      }
    }
    if (month == 0 || numbers.isEmpty() || numbers.size() > 2) {
      return null;
    }
    int day = number(numbers.get(0), true);
    int year = numbers.size() == 2 ? number(numbers.get(1), false) : 0;
    return day > 31 || year < 0 ? null : date(year, month, day);
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (char c : (LowerCase.of(text) + " ").toCharArray()) {
      if (c != ' ' && c != ',' && c != '.') {
        part.append(c);
      } else if (!part.isEmpty()) {
        parts.add(part.toString());
        part.setLength(0);
      }
    }
    return parts;
  }

  /** 1 to 12, or 0; a name may be cut to its first three letters. */
  private static int month(String word) {
    for (Month month : Month.values()) {
      String name = month.name().toLowerCase(Locale.ROOT);
      if (word.equals(name) || word.equals(name.substring(0, 3)) || word.equals("sept")) {
        return word.equals("sept") ? 9 : month.getValue();
      }
    }
    return 0;
  }

  static boolean isDayOfWeek(String word) {
    return switch (word) {
      case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" -> true;
      default -> false;
    };
  }

  /** The value of figures, of a day also with the ending of an ordinal; -1 where it is none. */
  private static int number(String figures, boolean day) {
    int digits = 0;
    while (digits < figures.length()
        && figures.charAt(digits) >= '0'
        && figures.charAt(digits) <= '9') {
      digits++;
    }
    String ending = figures.substring(digits);
    boolean known = ending.isEmpty() || (day && List.of("st", "nd", "rd", "th").contains(ending));
    boolean size = day ? digits > 0 && digits <= 2 : digits == 4;
    return known && size ? Integer.parseInt(figures.substring(0, digits)) : -1;
  }

  private static Answer.@Nullable Date date(int year, int month, int day) {
    boolean valid = month >= 1 && month <= 12 && day >= 1 && day <= Month.of(month).maxLength();
    return valid ? new Answer.Date(year, month, day) : null;
  }
}
