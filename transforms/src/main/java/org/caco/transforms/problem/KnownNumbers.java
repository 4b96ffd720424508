package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;

/**
 * Numbers that a text need not state since everybody knows them: the 7 of a week, the 2 of twice,
 * and what an amount comes to in smaller units.
 */
final class KnownNumbers {
  private static final BigDecimal PI_LEAST = new BigDecimal("3.139");
  private static final BigDecimal PI_MOST = new BigDecimal("3.1437");
  private static final Pattern ROUND =
      BoundedPattern.of("\\\\pi\\b|\\u03c0|\\bpi\\b|circ|radius|radii|diameter|sphere|cylind|cone");

  /**
   * @param number what the words imply
   * @param converts whether amounts are converted by it, as hours to minutes
   */
  private record Known(BigDecimal number, boolean converts, Pattern words) {}

  private static final List<Known> ALL =
      List.of(
          known("0.01", false, "percent|%|cent|penn(?:y|ies)"),
          known("0.05", false, "nickel"),
          known("0.1", false, "\\bdimes?\\b"),
          known("0.25", false, "quarter"),
          known(
              "2",
              false,
              "twice|doubl|both|couple|twin|pair|bicycle|squared?\\b|half|halves|eyes|parents|each"
                  + " other|even\\b|second"),
          known("3", false, "thrice|tripl|trio|cubed?\\b|cubic|triang|tricycle|yard|third"),
          known(
              "4", false, "legs|wheels|quadrupl|quart|square|rectang|season|fourth|quadrilateral"),
          known("5", false, "nickel|pentagon|weekday|quintupl|fifth"),
          known("6", false, "hexagon|cube|\\bdice|\\bdie\\b|half a dozen|sixth"),
          known("7", true, "week|heptagon|daily"),
          known("8", false, "octagon|octopus|spider|eighth"),
          known("10", false, "\\bdimes?\\b|decade|decagon|digit|tenth"),
          known("12", true, "dozen|\\bfoot\\b|\\bfeet\\b|inch|year|annual|month|noon|midnight"),
          known("16", true, "pound|ounce"),
          known("24", true, "\\bdays?\\b|daily|hour"),
          known("25", true, "quarter"),
          known("30", true, "month"),
          known("52", true, "year|deck|annual"),
          known("60", true, "hour|minute|second"),
          known("90", false, "right angle|perpendicular|right triangle"),
          known("100", false, "percent|%|dollar|\\$|century|centuries|met(?:er|re)"),
          known("100", true, "\\bcents?\\b|\u00a2|\\bcm\\b|centi"),
          known("180", false, "triangle|angle|degree"),
          known("360", true, "circle|angle|degree|year|revolution"),
          known("365", true, "year|annual|daily|\\bdays?\\b"),
          known("366", false, "leap"),
          known("1000", true, "kilo|\\bk[gm]\\b|\\bm[lgm]\\b|milli|\\btons?\\b|tonne"),
          known("2000", true, "\\btons?\\b"),
          known("3600", true, "hour"),
          known("5280", true, "mile"));

  private final String text;
  private final Map<Pattern, Boolean> found = new HashMap<>();

  /**
   * @param text in lower case
   */
  KnownNumbers(String text) {
    this.text = text;
  }

  private static Known known(String number, boolean converts, String words) {
    return new Known(new BigDecimal(number), converts, BoundedPattern.of(words));
  }

  /** Whether the text speaks of something; it is looked for once, however many numbers ask. */
  private boolean mentions(Pattern words) {
    return found.computeIfAbsent(words, pattern -> pattern.matcher(text).find());
  }

  /**
   * Whether the text implies a number.
   *
   * @param number not negative
   * @param stated tells whether the text states a number itself
   */
  boolean implied(BigDecimal number, Predicate<BigDecimal> stated) {
    // None and a: English has too many words for them.
    if (number.signum() == 0 || number.compareTo(BigDecimal.ONE) == 0) {
      return true;
    }
    if (number.compareTo(PI_LEAST) >= 0 && number.compareTo(PI_MOST) <= 0) {
      return mentions(ROUND);
    }
    for (Known known : ALL) {
      boolean same = number.compareTo(known.number()) == 0;
      if (!same && !known.converts()) {
        continue;
      }
      if (same
          || stated.test(number.multiply(known.number()))
          || stated.test(number.divide(known.number(), MathContext.DECIMAL64))) {
        if (mentions(known.words())) {
          return true;
        }
      }
    }
    return false;
  }
}
