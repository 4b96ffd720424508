package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Numbers that a text need not state since everybody knows them: the 7 of a week, the 2 of twice,
 * the 6 of a hexagon. They are in the tables {@code facts.txt} and {@code units.txt}, with the
 * words that imply them and the names of the inputs that they may be.
 */
final class KnownNumbers {
  private static final String ANY = "*";

  /** What a fact has whose words are too common to say what an input without a telling name is. */
  private static final String TOLD = "!";

  private static final String TIMES = "times";
  private static final Set<String> SMALL = Set.of("of", "the", "his", "her", "their", "these");

  /**
   * @param number what the words imply
   * @param names of inputs that it may be
   * @param words that imply it
   */
  private record Fact(BigDecimal number, Set<String> names, List<String> words) {}

  /** Constants that are rounded one way or another: from, to, and the words that they go with. */
  private record Constant(BigDecimal least, BigDecimal most, Set<String> words) {}

  /** Names of inputs that may be an ordinal: the second of something is no 2 of anything. */
  private static final Set<String> PLACES =
      Set.of(
          "index",
          "position",
          "rank",
          "place",
          "order",
          "age",
          "grade",
          "floor",
          "level",
          "term",
          "nth",
          "target",
          "day",
          "month",
          "year",
          "century",
          "birthday",
          "anniversary",
          "round",
          "step",
          "stage",
          "item",
          "element",
          "generation",
          "row",
          "column",
          "storey",
          "story");

  /** Names of inputs that may say of how many things one is meant. */
  private static final Set<String> INTERVALS =
      Set.of("every", "each", "interval", "gap", "period", "step", "frequency", "skip", "cycle");

  private static final Map<String, List<Fact>> FACTS = facts();

  private static final List<Constant> CONSTANTS =
      List.of(
          new Constant(
              new BigDecimal("3.139"),
              new BigDecimal("3.1437"),
              Set.of(
                  "\\pi",
                  "\u03c0",
                  "pi",
                  "circle",
                  "circular",
                  "circumference",
                  "radius",
                  "diameter",
                  "sphere",
                  "spherical",
                  "cylinder",
                  "cylindrical",
                  "cone",
                  "conical",
                  "semicircle",
                  "hemisphere",
                  "round",
                  "wheel",
                  "radian",
                  "pendulum",
                  "disk",
                  "disc")),
          new Constant(
              new BigDecimal("2.718"), new BigDecimal("2.7183"), Set.of("e", "exp", "\\exp")),
          new Constant(
              new BigDecimal("1.414"),
              new BigDecimal("1.4143"),
              Set.of("\\sqrt", "sqrt", "root", "diagonal", "\u221a")),
          new Constant(
              new BigDecimal("1.732"),
              new BigDecimal("1.7321"),
              Set.of("\\sqrt", "sqrt", "root", "equilateral", "hexagon", "\u221a")),
          new Constant(new BigDecimal("1.618"), new BigDecimal("1.6181"), Set.of("golden")));

  private final NavigableMap<BigDecimal, Set<String>> implied = new TreeMap<>();
  private final NavigableMap<BigDecimal, Set<String>> told = new TreeMap<>();
  private final NavigableMap<BigDecimal, Set<String>> places = new TreeMap<>();
  private final Set<String> words = new HashSet<>();
  private final Set<Unit> units = new LinkedHashSet<>();

  /** Whether the text names a month, so that it is not left open how many days a month has. */
  private boolean month;

  private static Map<String, List<Fact>> facts() {
    Map<String, List<Fact>> facts = new HashMap<>();
    for (List<String> row : Table.rows("facts.txt")) {
      Set<String> names = new HashSet<>(Table.list(row.get(1)));
      for (String phrase : Table.list(row.get(2))) {
        List<String> words = List.of(phrase.replace("-", " - ").replace("'", " ' ").split(" ", -1));
        Set<String> all = new HashSet<>(names);
        all.add(EntryName.PER + words.get(0));
        facts
            .computeIfAbsent(words.get(0), w -> new ArrayList<>())
            .add(new Fact(new BigDecimal(row.get(0)), Set.copyOf(all), words));
      }
    }
    return Map.copyOf(facts);
  }

  /** Takes note of what the word at {@code index} implies, alone or with those behind it. */
  void read(Tokens tokens, int index) {
    String word = Words.singular(tokens.text(index));
    words.add(word);
    for (Fact fact : FACTS.getOrDefault(word, List.of())) {
      if (stands(fact.words(), tokens, index)) {
        if (fact.names().contains(TOLD)) {
          implyTold(fact.number(), fact.names());
        } else {
          imply(fact.number(), fact.names());
        }
        if (fact.names().contains(ANY)) {
          imply(fact.number(), Set.of(counted(tokens, index + fact.words().size())));
        }
      }
    }
  }

  /** What is counted: of "both of the days" days. */
  private static String counted(Tokens tokens, int index) {
    int at = index;
    while (at < index + 3 && SMALL.contains(tokens.word(at))) {
      at++;
    }
    return Words.singular(tokens.word(at));
  }

  private static boolean stands(List<String> words, Tokens tokens, int index) {
    for (int i = 1; i < words.size(); i++) {
      if (!Words.singular(tokens.text(index + i)).equals(words.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes note that the text speaks of a unit.
   *
   * @param one whether of one of it, as "an hour" and "per hour" do
   */
  void mention(Unit unit, boolean one) {
    units.add(unit);
    for (Unit.Smaller smaller : unit.smaller()) {
      // How long a month is depends on which ones the text names.
      if (!(unit.isMonth() && smaller.unit().isDay())) {
        imply(smaller, unit, one ? unit.kindNames() : Set.of());
      }
    }
  }

  private void imply(Unit.Smaller smaller, Unit unit, Set<String> kinds) {
    Set<String> names = new HashSet<>(kinds);
    names.add(EntryName.PER + unit.name());
    names.add(smaller.unit().name());
    imply(smaller.number(), names);
    // The hours of a year are 365 times those of a day.
    for (Unit.Smaller least : smaller.unit().smaller()) {
      imply(least.number(), Set.of(EntryName.PER + smaller.unit().name()));
    }
  }

  /** Takes note that the text names a month. */
  void mentionMonth() {
    month = true;
  }

  /** Takes note of an ordinal and of the words before and behind it: every seventh customer. */
  void implyPlace(BigDecimal number, String before, String of) {
    if (before.equals("every") || before.equals("each")) {
      imply(number, INTERVALS);
    }
    Set<String> names = places.computeIfAbsent(number, n -> new HashSet<>(PLACES));
    names.add(Words.singular(of));
  }

  /** Takes note of a number that says how many times as much something is, or which part. */
  void implyTimes(BigDecimal number) {
    imply(number, Set.of(TIMES));
  }

  /** Takes note of a number that an input of one of these names may be. */
  void imply(BigDecimal number, Set<String> names) {
    implied.computeIfAbsent(number, n -> new HashSet<>()).addAll(names);
  }

  /** Takes note of a number that only an input may be whose name has one of these words. */
  void implyTold(BigDecimal number, Set<String> names) {
    told.computeIfAbsent(number, n -> new HashSet<>()).addAll(names);
  }

  void imply(int number, String... names) {
    imply(BigDecimal.valueOf(number), new HashSet<>(Arrays.asList(names)));
  }

  /**
   * Whether the text implies a number.
   *
   * @param number not negative
   * @param name of the input that it is
   */
  boolean implied(BigDecimal number, EntryName name) {
    if (isOfAnother(number, name)) {
      return false;
    }
    Set<String> names = implied.get(number);
    boolean fits =
        names != null
            && ((names.contains(ANY) && !name.isMeasure())
                || name.mayBe(names)
                || (names.contains(TIMES) && name.mayBeTimes()));
    if (fits || name.has(told.getOrDefault(number, Set.of())) || name.says(number)) {
      return true;
    }
    Set<String> ordinals = places.get(number);
    return (ordinals != null && name.mayBe(ordinals) && !name.isCount()) || isConstant(number);
  }

  private boolean isConstant(BigDecimal number) {
    for (Constant constant : CONSTANTS) {
      if (number.compareTo(constant.least()) >= 0
          && number.compareTo(constant.most()) <= 0
          && constant.words().stream().anyMatch(words::contains)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the name speaks of a thing of which another number is known: a tricycle's wheels. */
  private static boolean isOfAnother(BigDecimal number, EntryName name) {
    boolean another = false;
    for (String word : name.words()) {
      for (Fact fact : FACTS.getOrDefault(word, List.of())) {
        if (fact.words().size() == 1 && !fact.names().contains(word) && name.has(fact.names())) {
          if (fact.number().compareTo(number) == 0) {
            return false;
          }
          another = true;
        }
      }
    }
    return another;
  }

  /**
   * Takes note, behind the text, of what lies between the units that it speaks of: the 24 of hours
   * where it asks for the hours of a year, the 7 of {@code week} where it asks for weeks and days.
   */
  void connectUnits() {
    for (Unit unit : units) {
      if (unit.isMonth() && !month) {
        unit.smaller().forEach(smaller -> imply(smaller, unit, Set.of()));
      }
      connect(unit);
    }
  }

  private void connect(Unit from) {
    for (Unit.Smaller smaller : from.smaller()) {
      Unit to = smaller.unit();
      if (isWhole(smaller) && ends(to)) {
        boolean open = from.isMonth() && to.isDay() && month;
        if (!open) {
          implyTold(
              smaller.number(),
              Set.of(
                  EntryName.ONE + from.name(),
                  EntryName.ALL + to.name(),
                  EntryName.PER + from.name()));
        }
        connect(to);
      }
    }
  }

  /** Whether the text speaks of a unit, or of a smaller one. */
  private boolean ends(Unit unit) {
    return units.contains(unit)
        || unit.smaller().stream().anyMatch(smaller -> isWhole(smaller) && ends(smaller.unit()));
  }

  /** Whether units are of one system: an inch has 2.54 centimeters, a meter has 39.37 inches. */
  private static boolean isWhole(Unit.Smaller smaller) {
    return StatedNumbers.isInteger(smaller.number());
  }
}
