package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A unit of the table {@code units.txt}, with what one of it is in smaller and larger ones. */
final class Unit {
  /** Names of inputs that say what is measured and not in what. */
  private static final Map<String, Set<String>> KINDS =
      Map.of(
          "time", Set.of("time", "duration", "period", "interval", "length"),
          "length", Set.of("length", "distance", "height", "width", "depth"),
          "mass", Set.of("weight", "mass"),
          "volume", Set.of("volume", "capacity"));

  /** What one unit is in a smaller one. */
  record Smaller(BigDecimal number, Unit unit) {}

  private record Found(Map<String, Unit> words, Map<String, Unit> shorts) {}

  private static final Found ALL = read();

  private final String name;
  private final String kind;
  private final List<Smaller> smaller = new ArrayList<>();
  private final List<Smaller> larger = new ArrayList<>();

  private Unit(String name, String kind) {
    this.name = name;
    this.kind = kind;
  }

  private static Found read() {
    Map<String, Unit> words = new HashMap<>();
    Map<String, Unit> shorts = new HashMap<>();
    List<List<String>> rows = Table.rows("units.txt");
    for (List<String> row : rows) {
      List<String> names = Table.list(row.get(1));
      Unit unit = words.computeIfAbsent(names.get(0), n -> new Unit(n, row.get(0)));
      names.forEach(n -> words.put(n, unit));
      Table.list(row.get(2)).forEach(n -> shorts.putIfAbsent(n, unit));
    }
    for (List<String> row : rows) {
      Unit unit = words.get(Table.list(row.get(1)).get(0));
      for (String cell : row.size() < 4 ? List.<String>of() : Table.list(row.get(3))) {
        String[] parts = cell.split(" ", -1);
        Unit small = words.computeIfAbsent(parts[1], n -> new Unit(n, row.get(0)));
        if (unit != null) {
          BigDecimal number = new BigDecimal(parts[0]);
          unit.smaller.add(new Smaller(number, small));
          small.larger.add(new Smaller(number, unit));
        }
      }
    }
    return new Found(Map.copyOf(words), Map.copyOf(shorts));
  }

  /** Makes one of the words nautical and mile, which is no mile, in the number of the second. */
  static void join(List<String> words) {
    int nautical = words.indexOf("nautical");
    if (nautical >= 0
        && nautical + 1 < words.size()
        && words.get(nautical + 1).startsWith("mile")) {
      words.set(nautical, words.remove(nautical + 1).replace("mile", "nautical"));
    }
  }

  /** The unit that a word in lower case names, or null. */
  static @Nullable Unit named(String word) {
    Unit unit = ALL.words().get(word);
    return unit == null ? ALL.words().get(Words.singular(word)) : unit;
  }

  /** The unit that a word or a short form behind a number means, or null. */
  static @Nullable Unit behindNumber(String word) {
    Unit unit = ALL.shorts().get(word);
    return unit == null ? named(word) : unit;
  }

  String name() {
    return name;
  }

  boolean isMonth() {
    return name.equals("month");
  }

  boolean isDay() {
    return name.equals("day");
  }

  List<Smaller> smaller() {
    return smaller;
  }

  /** Names of inputs that may be about this unit, beside its own. */
  Set<String> kindNames() {
    return KINDS.getOrDefault(kind, Set.of());
  }

  /** What an amount comes to in smaller and larger units. */
  void convert(BigDecimal amount, int power, Consumer<BigDecimal> to) {
    for (Smaller each : smaller) {
      to.accept(amount.multiply(each.number().pow(power)));
    }
    for (Smaller each : larger) {
      to.accept(amount.divide(each.number().pow(power), MathContext.DECIMAL64));
    }
  }

  /** How many of {@code other} one of this is; null if it is none of its smaller units. */
  @Nullable BigDecimal in(Unit other) {
    for (Smaller each : smaller) {
      if (each.unit() == other) {
        return each.number();
      }
    }
    return null;
  }
}
