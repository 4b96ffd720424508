package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.caco.text.LowerCase;

/**
 * The name of an entry of the input as words in the singular: {@code sides_per_die} and {@code
 * sidesPerDie} are side, per, die. It tells whether a number that words imply may be meant.
 */
final class EntryName {
  /** Words that say nothing of what a number counts. */
  private static final Set<String> EMPTY =
      Set.of(
          "num",
          "number",
          "count",
          "value",
          "val",
          "factor",
          "multiplier",
          "multiple",
          "total",
          "amount",
          "size",
          "qty",
          "quantity",
          "times",
          "time",
          "per",
          "the",
          "and",
          "for",
          "arg",
          "param",
          "list",
          "data",
          "item",
          "const",
          "constant",
          "conversion",
          "conv",
          "unit",
          "base",
          "divisor",
          "dividend",
          "term",
          "input",
          "var",
          "ratio",
          "each",
          "all",
          "int",
          "values",
          "numbers",
          "first",
          "last",
          "min",
          "max",
          "start",
          "end",
          "left",
          "right");

  /** What stands before a unit of which a number is how many of another it has. */
  static final String PER = "per ";

  /** What stands before a unit that is the whole name, in the singular. */
  static final String ONE = "one ";

  /** What stands before a unit that is the whole name. */
  static final String ALL = "all ";

  /** Words for how many times as much something is, or which part. */
  private static final Set<String> TIMES =
      Set.of(
          "factor",
          "multiplier",
          "multiple",
          "multiplication",
          "times",
          "time",
          "ratio",
          "rate",
          "double",
          "twice",
          "triple",
          "half",
          "third",
          "quarter",
          "fold",
          "scale",
          "growth",
          "more",
          "less",
          "increase",
          "decrease",
          "divisor",
          "denominator",
          "numerator",
          "num",
          "den",
          "denom",
          "part",
          "fraction",
          "frac",
          "share",
          "portion",
          "proportion",
          "split",
          "base",
          "power",
          "exponent",
          "older",
          "longer",
          "bigger",
          "larger",
          "faster",
          "heavier",
          "taller",
          "coefficient",
          "coeff",
          "compared",
          "comparison",
          "relative",
          "boost",
          "bonus",
          "change",
          "mult",
          "reduction",
          "divide",
          "division",
          "divided",
          "ratios",
          "fractions",
          "many",
          "much",
          "increment",
          "doubling",
          "halving",
          "round",
          "trip",
          "way",
          "raise",
          "fast",
          "old",
          "as");

  /** Words for shares and percentages. */
  private static final Set<String> SHARES =
      Set.of(
          "percent",
          "percentage",
          "pct",
          "discount",
          "tax",
          "tip",
          "off",
          "loss",
          "gain",
          "interest",
          "profit",
          "markup",
          "markdown",
          "probability",
          "prob",
          "chance",
          "commission",
          "efficiency",
          "concentration",
          "drop",
          "rise",
          "remaining",
          "left",
          "kept",
          "keep",
          "saved",
          "save",
          "inflation",
          "depreciation",
          "appreciation",
          "decay",
          "success",
          "failure",
          "win",
          "fee",
          "level",
          "pass",
          "passing",
          "p",
          "q",
          "overtime",
          "sold",
          "used",
          "eaten",
          "completion",
          "completed",
          "done",
          "margin",
          "yield",
          "vat",
          "cut",
          "weight",
          "retention",
          "survival");

  private static final Set<String> PEOPLE =
      Set.of("people", "men", "women", "children", "sheep", "fish", "deer", "mice", "geese");

  /** What is measured, so that its plural counts no things. */
  private static final Set<String> MEASURES =
      Set.of(
          "wage",
          "earning",
          "cost",
          "price",
          "expense",
          "saving",
          "sale",
          "length",
          "weight",
          "distance",
          "time",
          "duration",
          "speed",
          "height",
          "width",
          "depth",
          "volume",
          "capacity",
          "amount",
          "salary",
          "fee",
          "payment",
          "mass",
          "area",
          "value",
          "total",
          "measurement",
          "size",
          "temperature",
          "rate",
          "dimension",
          "side",
          "radius",
          "age",
          "interval",
          "period",
          "loss",
          "gain",
          "profit",
          "bill",
          "fund",
          "gross",
          "net",
          "class",
          "pass",
          "address",
          "less");

  private final Set<String> words = new LinkedHashSet<>();
  private final Set<Unit> units = new LinkedHashSet<>();
  private final boolean telling;
  private final boolean count;

  private EntryName(List<String> names) {
    List<String> all = new ArrayList<>();
    names.forEach(name -> split(name, all));
    Unit.join(all);
    boolean plural = false;
    boolean tells = false;
    boolean behindPer = false;
    for (int i = 0; i < all.size(); i++) {
      String word = all.get(i);
      String singular = Words.singular(word);
      plural |= !word.equals(singular) || PEOPLE.contains(word);
      boolean per = i > 0 && all.get(i - 1).equals("per");
      boolean unit = add(word, per);
      behindPer |= per && !unit;
      tells |= !unit && !per && isTelling(singular);
    }
    addWhole(all, plural);
    if (tells) {
      words.removeIf(word -> word.startsWith(PER));
    } else if (!plural && all.size() > 1 && units.size() == 1) {
      // A dime's value is one of a dime, but nothing is known of any dimes.
      words.add(PER + units.iterator().next().name());
    }
    this.telling = tells || behindPer || !units.isEmpty();
    this.count = plural && units.isEmpty() && words.stream().noneMatch(MEASURES::contains);
  }

  /** Takes note of a name that is nothing but a unit. */
  private void addWhole(List<String> all, boolean plural) {
    for (Unit unit : all.size() == 1 ? units : Set.<Unit>of()) {
      words.add(ALL + unit.name());
      words.add((plural ? ALL : ONE) + unit.name());
    }
  }

  private static boolean isTelling(String word) {
    return word.length() > 2 && !EMPTY.contains(word);
  }

  /** Takes a word; whether it is a unit. */
  private boolean add(String word, boolean per) {
    Unit unit = word.length() > 1 ? Unit.behindNumber(word) : null;
    if (unit != null) {
      units.add(unit);
      words.add((per ? PER : "") + unit.name());
    }
    if (unit == null || !per) {
      words.add(Words.singular(word));
      words.add((per ? PER : "") + Words.singular(word));
    }
    return unit != null;
  }

  /** The words of these names together, as of an entry in an entry. */
  static EntryName of(String... names) {
    return new EntryName(List.of(names));
  }

  private static void split(String name, List<String> words) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean capital =
          Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1));
      if ((capital || !Character.isLetter(c)) && !word.isEmpty()) {
        words.add(LowerCase.of(word));
        word.setLength(0);
      }
      if (Character.isLetter(c)) {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(LowerCase.of(word));
    }
  }

  /** Whether it says what the number is, as {@code months_per_year} says 12. */
  boolean says(BigDecimal number) {
    for (Unit whole : units) {
      for (Unit.Smaller part : whole.smaller()) {
        if (units.contains(part.unit()) && part.number().compareTo(number) == 0) {
          return true;
        }
      }
    }
    return false;
  }

  Set<String> words() {
    return words;
  }

  /** Whether it may say how far something is below 0, as {@code below} and {@code n} do. */
  boolean mayBeBelow() {
    return mayBe(ProblemText.BELOW);
  }

  /** Whether it may say how many times as much something is. */
  boolean mayBeTimes() {
    return mayBe(TIMES);
  }

  /** Whether it may be a share or a percentage. */
  boolean mayBeShare() {
    return mayBe(SHARES) || mayBe(TIMES);
  }

  /** Whether it counts things, as {@code apples} does and {@code apple_weight_kg} does not. */
  boolean isCount() {
    return count;
  }

  /** Whether it is of something measured, as {@code hours} and {@code price} are. */
  boolean isMeasure() {
    return telling && (!units.isEmpty() || words.stream().anyMatch(MEASURES::contains));
  }

  /** Whether it has one of the words. */
  boolean has(Collection<String> names) {
    return words.stream().anyMatch(names::contains);
  }

  /** Whether the name says nothing, or has one of the words. */
  boolean mayBe(Collection<String> names) {
    return !telling || has(names);
  }
}
