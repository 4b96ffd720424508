package org.caco.pipelines.options;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of options that have a unit. */
public final class Quantity {
  private static final Pattern NUMBER_UNIT = Pattern.compile("(\\d{1,12})\\s*([a-z]+)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
  private static final Map<String, Long> BYTES =
      Map.of("k", 1L << 10, "m", 1L << 20, "g", 1L << 30);

  private Quantity() {}

  public static Duration duration(String option, String text) {
    return Duration.ofMillis(amount(option, text, MILLIS, "5s, 500ms, 10m or 1h"));
  }

  public static long bytes(String option, String text) {
    return amount(option, text, BYTES, "512m or 1g");
  }

  private static long amount(String option, String text, Map<String, Long> units, String like) {
    Matcher matcher = NUMBER_UNIT.matcher(text.strip().toLowerCase(Locale.ROOT));
    Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    long number = unit == null ? 0 : Long.parseLong(matcher.group(1));
    if (unit == null || number == 0) {
      throw new UsageException(
          "--" + option + "=" + text + " is not a quantity such as " + like + ".");
    }
    try {
      return Math.multiplyExact(number, unit);
    } catch (ArithmeticException e) {
      throw new UsageException("--" + option + "=" + text + " is too much.", e);
    }
  }
}
