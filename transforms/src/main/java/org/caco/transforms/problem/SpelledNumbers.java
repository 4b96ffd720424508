package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caco.grader.NumberWords;
import org.caco.transforms.problem.Reading.Form;
import org.jspecify.annotations.Nullable;

/** Reads the numbers that English spells: twenty-five, 2.5 million, two thirds, half a dozen. */
final class SpelledNumbers {
  private static final int MAX_WHOLE_DIGITS = 40;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
  private static final Map<String, Long> SCALES = new HashMap<>();

  /** Scales that are of things rather than of numbers: three dozen are 3 of something too. */
  private static final Set<String> PACKS = Set.of("dozen", "dozens", "score", "pair", "pairs");

  /** Ordinals, and so parts, by what they count up to. */
  private static final Map<String, Integer> ORDINALS = new HashMap<>();

  private static final Map<String, Integer> PARTS = new HashMap<>();

  /** What says that there is one. */
  static final Set<String> ONE = Set.of("a", "an", "one");

  static {
    SCALES.putAll(NumberWords.SCALES);
    SCALES.putAll(Map.of("hundreds", 100L, "thousands", 1_000L, "millions", 1_000_000L));
    SCALES.putAll(Map.of("billions", 1_000_000_000L, "bn", 1_000_000_000L));
    SCALES.putAll(Map.of("dozens", 12L, "score", 20L, "pair", 2L, "pairs", 2L));
    SCALES.putAll(Map.of("lakh", 100_000L, "lakhs", 100_000L, "crore", 10_000_000L));
    String words =
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
            + " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth";
    int value = 1;
    for (String word : words.split(" ", -1)) {
      ORDINALS.put(word, value++);
    }
    NumberWords.SMALL.forEach(
        (word, number) -> {
          if (word.endsWith("ty")) {
            ORDINALS.put(word.substring(0, word.length() - 1) + "ieth", number);
          }
        });
    ORDINALS.putAll(Map.of("hundredth", 100, "thousandth", 1_000));
    PARTS.putAll(ORDINALS);
    PARTS.keySet().removeAll(Set.of("first", "second"));
    PARTS.putAll(Map.of("half", 2, "quarter", 4, "fourth", 4, "tenth", 10));
    new HashMap<>(PARTS).forEach((word, n) -> PARTS.put(word + "s", n));
    PARTS.put("halves", 2);
  }

  private final Tokens tokens;

  SpelledNumbers(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The number that begins with the word at {@code index}, or null. */
  @Nullable Reading at(int index) {
    String word = tokens.word(index);
    if (word.isEmpty()) {
      return null;
    }
    boolean article = word.equals("a") || word.equals("an");
    if (article) {
      Part part = part(index + 1);
      if (part != null) {
        return scaledPart(BigDecimal.ONE, part);
      }
      if (!isScale(index + 1) || (tokens.is(index + 1, "score") && !isOfThings(index + 2))) {
        return null;
      }
      if (PACKS.contains(tokens.word(index + 1))) {
        BigDecimal pack = BigDecimal.valueOf(scale(tokens.word(index + 1)));
        return withParts(Reading.of(pack, Form.WORDS, index + 2));
      }
    }
    if (word.startsWith("half") && word.length() == 4) {
      return scaledPart(BigDecimal.ONE, new Part(2, index + 1));
    }
    Reading number = whole(article ? index + 1 : index);
    if (number != null) {
      return withParts(number);
    }
    return alone(word, index);
  }

  /** "Of marbles", behind a score, and not "of 85" or "of at least". */
  private boolean isOfThings(int index) {
    String things = tokens.word(index + 1);
    return tokens.is(index, "of")
        && !things.equals("points")
        && !things.equals(Words.singular(things))
        && simple(things) == null
        && !isScale(index + 1);
  }

  /** A quarter, eighths, the fifth: a word that is no number by itself. */
  private static @Nullable Reading alone(String word, int index) {
    if (word.equals("quarter") || word.equals("quarters")) {
      return Reading.of(share(BigDecimal.ONE, 4), Form.SPELLED_SHARE, index + 1);
    }
    Integer part = word.endsWith("s") ? PARTS.get(word) : null;
    if (part != null) {
      // Cut into eighths.
      BigDecimal below = BigDecimal.valueOf(part);
      return Reading.of(share(BigDecimal.ONE, part), Form.SPELLED_SHARE, index + 1, below);
    }
    Integer ordinal = ORDINALS.get(word);
    return ordinal == null
        ? null
        : Reading.of(BigDecimal.valueOf(ordinal), Form.ORDINAL, index + 1);
  }

  /** A number in words or digits with the part that it counts: two thirds, 3 and a half. */
  Reading withParts(Reading number) {
    int behind = number.end();
    int at = tokens.behindHyphen(behind);
    Part part = part(at);
    if (part != null && number.value().signum() > 0) {
      Reading share = scaledPart(number.value(), part);
      // 440 seventh-graders are 440 all the same.
      return number.form() == Form.DIGITS && share.isShare()
          ? new Reading(share.value(), Form.SHARE, share.end(), share.others())
          : share;
    }
    if (tokens.is(at, "and")) {
      return mixed(number, tokens.behindHyphen(at + 1));
    }
    return number;
  }

  /** Two and a half, two and three quarters, two and a half million. */
  private Reading mixed(Reading whole, int at) {
    BigDecimal numerator = BigDecimal.ONE;
    int next = at;
    if (ONE.contains(tokens.word(at))) {
      next = tokens.behindHyphen(at + 1);
    } else if (!tokens.is(at, "half")) {
      BigDecimal small = simple(tokens.word(at));
      if (small == null) {
        return whole;
      }
      numerator = small;
      next = tokens.behindHyphen(next + 1);
    }
    Part part = part(next);
    if (part == null) {
      return whole;
    }
    BigDecimal share = share(numerator, part.of());
    BigDecimal sum = whole.value().add(share);
    List<BigDecimal> others = new ArrayList<>(whole.others());
    others.add(whole.value());
    others.add(share);
    // A million and a half.
    Long scale = SCALES.get(tokens.word(whole.end() - 1));
    if (scale != null) {
      others.add(whole.value().add(share.multiply(BigDecimal.valueOf(scale))));
    }
    int end = part.end();
    scale = SCALES.get(tokens.word(end));
    if (scale != null) {
      others.add(sum);
      sum = sum.multiply(BigDecimal.valueOf(scale));
      end++;
    }
    return new Reading(sum, whole.form(), end, others);
  }

  /** A share, and where a scale follows, that share of it: half a dozen, a quarter million. */
  private Reading scaledPart(BigDecimal numerator, Part part) {
    BigDecimal share = share(numerator, part.of());
    BigDecimal below = BigDecimal.valueOf(part.of());
    int next = part.end();
    next = tokens.is(next, "of") && tokens.is(next + 1, "a") ? next + 2 : next;
    next = next == part.end() && tokens.is(next, "a") ? next + 1 : next;
    Long scale = SCALES.get(tokens.word(tokens.behindHyphen(next)));
    if (scale == null) {
      return Reading.of(share, Form.SPELLED_SHARE, part.end(), numerator, below);
    }
    BigDecimal value = share.multiply(BigDecimal.valueOf(scale));
    int end = tokens.behindHyphen(next) + 1;
    return Reading.of(value, Form.WORDS, end, share);
  }

  private record Part(int of, int end) {}

  /** A part's name: third, quarters, twenty-fifths. */
  private @Nullable Part part(int index) {
    String word = tokens.word(index);
    Integer part = PARTS.get(word);
    if (part != null) {
      return new Part(part, index + 1);
    }
    Integer tens = NumberWords.SMALL.get(word);
    int next = tokens.behindHyphen(index + 1);
    Integer unit = PARTS.get(tokens.word(next));
    if (tens == null || unit == null || tens < 20 || unit >= 10) {
      return null;
    }
    return next > index + 1 ? new Part(tens + unit, index + 3) : null;
  }

  private static BigDecimal share(BigDecimal of, int denominator) {
    return of.divide(BigDecimal.valueOf(denominator), MathContext.DECIMAL64);
  }

  /** Whether a word is of a pack of things, such as dozen and score. */
  static boolean isPack(String word) {
    return PACKS.contains(word);
  }

  /** The scale that a word is, such as a thousand, or 0. */
  static long scale(String word) {
    return SCALES.getOrDefault(word, 0L);
  }

  /** The longest whole number in words from {@code index} on, ordinals as twenty-first included. */
  private @Nullable Reading whole(int index) {
    Sum sum = new Sum();
    int at = index;
    while (true) {
      int next = at == index ? at : tokens.behindHyphen(at);
      String word = tokens.word(next);
      BigDecimal simple = simple(word);
      if (simple != null && sum.fits(simple)) {
        sum.add(simple);
      } else if (simple == null && mayScale(sum, next, word, index)) {
        sum.scale(BigDecimal.valueOf(scale(word)), PACKS.contains(word));
      } else if (simple == null && at > index && joins(sum, next)) {
        split(sum, at, next);
      } else {
        break;
      }
      at = next + 1;
    }
    if (at == index) {
      return null;
    }
    Integer ordinal = ORDINALS.get(tokens.word(tokens.behindHyphen(at)));
    if (ordinal != null && ordinal < 10 && tokens.behindHyphen(at) > at && sum.isTens()) {
      return Reading.of(sum.total().add(BigDecimal.valueOf(ordinal)), Form.ORDINAL, at + 2);
    }
    return new Reading(sum.total(), Form.WORDS, at, List.copyOf(sum.others));
  }

  /** Two hundred and five is one number; four score and seven may be two. */
  private void split(Sum sum, int at, int and) {
    sum.split();
    BigDecimal next = simple(tokens.word(and + 1));
    if (next != null && PACKS.contains(tokens.word(at - 1))) {
      sum.others.add(next);
    }
  }

  private static boolean mayScale(Sum sum, int at, String word, int first) {
    // A dozen, a pair and a score are words for themselves; so are hundreds of something.
    boolean bare = at == first && (PACKS.contains(word) || word.endsWith("s"));
    boolean counted = at == first || sum.current != null;
    return SCALES.containsKey(word) && !bare && counted && !sum.isVast();
  }

  /** Whether this is the "and" of "two hundred and five". */
  private boolean joins(Sum sum, int at) {
    BigDecimal next = simple(tokens.word(at + 1));
    return tokens.is(at, "and") && isScale(at - 1) && next != null && sum.fits(next);
  }

  private boolean isScale(int index) {
    return SCALES.containsKey(tokens.word(index));
  }

  private static @Nullable BigDecimal simple(String word) {
    Integer small = NumberWords.SMALL.get(word);
    return small == null ? null : BigDecimal.valueOf(small);
  }

  /** What words have come to so far. */
  private static final class Sum {
    private final List<BigDecimal> others = new ArrayList<>();
    private BigDecimal done = BigDecimal.ZERO;
    private @Nullable BigDecimal current;

    /** Whether a number goes on: five after twenty, anything below 100 after 300. */
    boolean fits(BigDecimal next) {
      return current == null
          ? next.compareTo(THOUSAND) < 0
          : (current.signum() > 0
                  && current.remainder(HUNDRED).signum() == 0
                  && next.compareTo(HUNDRED) < 0)
              || (isTens() && next.signum() > 0 && next.compareTo(BigDecimal.TEN) < 0);
    }

    boolean isTens() {
      if (current == null) {
        return false;
      }
      int last = current.remainder(HUNDRED).intValue();
      return last >= 20 && last % 10 == 0;
    }

    void add(BigDecimal simple) {
      current = current == null ? simple : current.add(simple);
    }

    void scale(BigDecimal scale, boolean pack) {
      BigDecimal by = current == null ? BigDecimal.ONE : current;
      if (current != null && (pack || scale.compareTo(THOUSAND) >= 0)) {
        others.add(by);
      }
      BigDecimal scaled = by.multiply(scale);
      boolean ends = scale.compareTo(THOUSAND) >= 0;
      done = ends ? done.add(scaled) : done;
      current = ends ? null : scaled;
    }

    /** At an "and", which may also stand between two numbers. */
    void split() {
      others.add(total());
    }

    BigDecimal total() {
      return current == null ? done : done.add(current);
    }

    /** No text speaks of such numbers; hundred hundred hundred and so on would take for ever. */
    boolean isVast() {
      return total().precision() - total().scale() > MAX_WHOLE_DIGITS;
    }
  }
}
