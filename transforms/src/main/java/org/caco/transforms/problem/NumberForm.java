package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a problem writes a number of its input, so that another one can be written in the same way.
 * Every form writes the number that it was found for exactly as it stands in the text.
 */
final class NumberForm {
  /** What is written. */
  enum Style {
    /** 1234.5 */
    DIGITS,
    /** 1,234.5 */
    GROUPED,
    /** twenty-five */
    WORDS,
    /** 3/4 */
    FRACTION,
    /** three quarters */
    SHARE
  }

  /** What the number of the input is to what is written. */
  enum Relation {
    SAME(""),
    /** 0.25 for 25 percent. */
    PERCENT("percent"),
    /** An hour up to 12. */
    HOUR("hour"),
    /** 15 for 3 pm. */
    AFTERNOON("afternoon");

    private final String label;

    Relation(String label) {
      this.label = label;
    }
  }

  /** Of whole numbers in words, the largest that replaces a small one. */
  private static final BigDecimal FEW_WORDS = BigDecimal.valueOf(100);

  private static final BigDecimal TWELVE = BigDecimal.valueOf(12);
  private static final BigDecimal TOLERANCE = new BigDecimal("1e-9");
  private static final int MONEY_DECIMALS = 2;
  private static final int MAX_BELOW = 12;

  /** Denominators that are common in words. */
  static final Set<Integer> SPOKEN = Set.of(2, 3, 4, 5, 6, 8, 10);

  private final Style style;
  private final Relation relation;
  private final boolean money;
  private final boolean capital;
  private final int decimals;
  private final SpelledForm spelled;
  private final boolean large;

  private NumberForm(
      Style style, Relation relation, boolean money, String text, SpelledForm spelled) {
    this.style = style;
    this.relation = relation;
    this.money = money;
    this.capital = Character.isUpperCase(text.charAt(0));
    int point = text.indexOf('.');
    this.decimals = point < 0 ? 0 : text.length() - point - 1;
    this.spelled = spelled;
    this.large = text.contains("hundred") || text.contains("thousand");
  }

  /**
   * The form of {@code text}, if it is one of these and says {@code number}.
   *
   * @param number what the input has, not negative
   * @param percent whether a sign or a word of percentage follows
   * @param money whether a sign of a currency stands before
   * @param hour whether it is an hour by the clock: "am", "pm", or null if it is none
   */
  static Optional<NumberForm> of(
      String text, BigDecimal number, boolean percent, boolean money, @Nullable String hour) {
    List<Relation> relations = new ArrayList<>();
    if (hour != null) {
      relations.add(hour.equals("pm") ? Relation.AFTERNOON : Relation.HOUR);
      relations.add(Relation.HOUR);
    } else {
      relations.add(Relation.SAME);
      if (percent) {
        relations.add(Relation.PERCENT);
      }
    }
    for (Relation relation : relations) {
      for (Style style : Style.values()) {
        for (SpelledForm spelled : SpelledForm.of(style)) {
          NumberForm form = new NumberForm(style, relation, money, text, spelled);
          if (form.write(number).filter(text::equals).isPresent()) {
            return Optional.of(form);
          }
        }
      }
    }
    return Optional.empty();
  }

  Style style() {
    return style;
  }

  Relation relation() {
    return relation;
  }

  /** Decimals of the number of the input, at most, that are written in this form. */
  int scale() {
    int written = money && style != Style.WORDS ? Math.max(decimals, MONEY_DECIMALS) : decimals;
    return relation == Relation.PERCENT ? written + 2 : written;
  }

  /** A name for records: digits, words percent, digits money. */
  String label() {
    String label = style.name().toLowerCase(Locale.ROOT);
    label += relation == Relation.SAME ? "" : " " + relation.label;
    return money ? label + " money" : label;
  }

  /** Another number in this form; empty where the form cannot hold it. */
  Optional<String> write(BigDecimal number) {
    BigDecimal written =
        switch (relation) {
          case PERCENT -> number.movePointRight(2);
          case AFTERNOON -> number.subtract(TWELVE);
          case HOUR, SAME -> number;
        };
    if (written.signum() < 0 || (isHour() && !isHourBeforeTwelve(written))) {
      return Optional.empty();
    }
    String text =
        switch (style) {
          case DIGITS, GROUPED -> digits(written);
          case WORDS -> words(written);
          case FRACTION -> fraction(written);
          case SHARE -> share(written);
        };
    return Optional.ofNullable(text).map(this::capitalised);
  }

  private boolean isHour() {
    return relation == Relation.HOUR || relation == Relation.AFTERNOON;
  }

  private static boolean isHourBeforeTwelve(BigDecimal hour) {
    return StatedNumbers.isInteger(hour) && hour.signum() > 0 && hour.compareTo(TWELVE) < 0;
  }

  private String capitalised(String text) {
    return capital ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) : text;
  }

  private @Nullable String digits(BigDecimal number) {
    BigDecimal plain = strip(number);
    // $3 and $3.50, but no $3.5; of what had cents before, $3.00.
    boolean cents = money && (decimals == MONEY_DECIMALS || (decimals == 0 && plain.scale() > 0));
    int most = cents ? MONEY_DECIMALS : decimals;
    if (plain.scale() > most) {
      return null;
    }
    String text = (cents ? plain.setScale(MONEY_DECIMALS) : plain).toPlainString();
    return style == Style.GROUPED ? grouped(text) : text;
  }

  private static String grouped(String digits) {
    int point = digits.indexOf('.');
    int at = (point < 0 ? digits.length() : point) - 3;
    StringBuilder text = new StringBuilder(digits);
    for (; at > 0; at -= 3) {
      text.insert(at, ',');
    }
    return text.toString();
  }

  private @Nullable String words(BigDecimal number) {
    boolean few = large || number.compareTo(FEW_WORDS) < 0;
    return few && StatedNumbers.isInteger(number) ? spelled.whole(number.toBigInteger()) : null;
  }

  private static @Nullable String fraction(BigDecimal number) {
    int below = below(number);
    return below == 0 ? null : above(number, below) + "/" + below;
  }

  private @Nullable String share(BigDecimal number) {
    int below = below(number);
    return SPOKEN.contains(below) ? spelled.share(above(number, below), below) : null;
  }

  /** The smallest denominator of a share, or 0. */
  private static int below(BigDecimal number) {
    if (number.signum() <= 0 || number.compareTo(BigDecimal.ONE) >= 0) {
      return 0;
    }
    for (int below = 2; below <= MAX_BELOW; below++) {
      BigDecimal above = number.multiply(BigDecimal.valueOf(below));
      BigDecimal whole = above.setScale(0, RoundingMode.HALF_UP);
      if (above.subtract(whole).abs().compareTo(TOLERANCE) <= 0 && whole.signum() > 0) {
        return below;
      }
    }
    return 0;
  }

  private static int above(BigDecimal number, int below) {
    return number
        .multiply(BigDecimal.valueOf(below))
        .setScale(0, RoundingMode.HALF_UP)
        .intValueExact();
  }

  private static BigDecimal strip(BigDecimal number) {
    BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }
}
