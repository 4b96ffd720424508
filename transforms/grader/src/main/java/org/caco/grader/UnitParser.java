package org.caco.grader;

import static java.util.Map.entry;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.caco.grader.Token.Kind;
import org.caco.text.LowerCase;

/**
 * Reads what stands after a number: units of measure, currencies, and the nouns that are counted.
 */
final class UnitParser {
  private static final Set<String> POWERS = Set.of("1", "2", "3", "4");

  private record Measure(String dimension, int power, Rational factor) {}

  private static final Map<String, Measure> MEASURES =
      Map.ofEntries(
          measure("mm", "length", 1, 1, 1000),
          measure("millimeter", "length", 1, 1, 1000),
          measure("cm", "length", 1, 1, 100),
          measure("centimeter", "length", 1, 1, 100),
          measure("m", "length", 1, 1, 1),
          measure("meter", "length", 1, 1, 1),
          measure("metre", "length", 1, 1, 1),
          measure("km", "length", 1, 1000, 1),
          measure("kilometer", "length", 1, 1000, 1),
          measure("in", "length", 1, 254, 10_000),
          measure("inch", "length", 1, 254, 10_000),
          measure("inche", "length", 1, 254, 10_000),
          measure("ft", "length", 1, 3048, 10_000),
          measure("foot", "length", 1, 3048, 10_000),
          measure("feet", "length", 1, 3048, 10_000),
          measure("yd", "length", 1, 9144, 10_000),
          measure("yard", "length", 1, 9144, 10_000),
          measure("mi", "length", 1, 1_609_344, 1000),
          measure("mile", "length", 1, 1_609_344, 1000),
          measure("s", "time", 1, 1, 1),
          measure("sec", "time", 1, 1, 1),
          measure("second", "time", 1, 1, 1),
          measure("min", "time", 1, 60, 1),
          measure("minute", "time", 1, 60, 1),
          measure("h", "time", 1, 3600, 1),
          measure("hr", "time", 1, 3600, 1),
          measure("hour", "time", 1, 3600, 1),
          measure("day", "time", 1, 86_400, 1),
          measure("week", "time", 1, 604_800, 1),
          measure("month", "months", 1, 1, 1),
          measure("year", "months", 1, 12, 1),
          measure("mg", "mass", 1, 1, 1000),
          measure("g", "mass", 1, 1, 1),
          measure("gram", "mass", 1, 1, 1),
          measure("kg", "mass", 1, 1000, 1),
          measure("kilogram", "mass", 1, 1000, 1),
          measure("oz", "weight", 1, 1, 1),
          measure("ounce", "weight", 1, 1, 1),
          measure("lb", "weight", 1, 16, 1),
          measure("pound", "weight", 1, 16, 1),
          measure("ml", "length", 3, 1, 1_000_000),
          measure("milliliter", "length", 3, 1, 1_000_000),
          measure("l", "length", 3, 1, 1000),
          measure("liter", "length", 3, 1, 1000),
          measure("litre", "length", 3, 1, 1000),
          measure("cup", "capacity", 1, 1, 1),
          measure("pint", "capacity", 1, 2, 1),
          measure("quart", "capacity", 1, 4, 1),
          measure("gallon", "capacity", 1, 16, 1),
          measure("dollar", "usd", 1, 1, 1),
          measure("usd", "usd", 1, 1, 1),
          measure("$", "usd", 1, 1, 1),
          measure("cent", "usd", 1, 1, 100),
          measure("¢", "usd", 1, 1, 100),
          measure("penny", "usd", 1, 1, 100),
          measure("euro", "euro", 1, 1, 1),
          measure("€", "euro", 1, 1, 1),
          measure("£", "sterling", 1, 1, 1),
          measure("₹", "rupee", 1, 1, 1),
          measure("rupee", "rupee", 1, 1, 1),
          measure("¥", "yen", 1, 1, 1),
          measure("yen", "yen", 1, 1, 1),
          measure("degree", "angle", 1, 1, 1),
          measure("percent", "percent", 1, 1, 1));

  /** Words between a number and what it counts that say nothing. */
  private static final Set<String> IGNORED =
      Set.of("a", "an", "the", "of", "in", "total", "unit", "radian", "different", "each");

  private final Map<String, Integer> powers = new TreeMap<>();
  private final Set<String> nouns = new HashSet<>();
  private Rational factor = Rational.ONE;

  private UnitParser() {}

  private static Map.Entry<String, Measure> measure(
      String name, String dimension, int power, long numerator, long denominator) {
    Rational factor = Rational.of(numerator).dividedBy(Rational.of(denominator));
    return entry(name, new Measure(dimension, power, factor));
  }

  /** The names of all measures, in lower case and singular. */
  static Set<String> names() {
    return MEASURES.keySet();
  }

  static boolean isMeasure(String word) {
    return MEASURES.containsKey(singular(word)) || singular(word).equals("mph");
  }

  /** Whether {@code word} raises the unit after it, as in "square feet". */
  static boolean isPower(String word) {
    return switch (LowerCase.of(word)) {
      case "square", "sq", "cubic", "cu" -> true;
      default -> false;
    };
  }

  private static String singular(String word) {
    String lower = LowerCase.of(word);
    boolean plural = lower.length() > 2 && lower.endsWith("s") && !lower.endsWith("ss");
    return plural ? lower.substring(0, lower.length() - 1) : lower;
  }

  /**
   * The unit that {@code tokens} name. Throws SyntaxException where something else stands there.
   */
  static Unit parse(List<Token> tokens) {
    UnitParser parser = new UnitParser();
    parser.read(tokens);
    StringBuilder dimension = new StringBuilder();
    parser.powers.forEach(
        (name, power) -> {
          if (power != 0) {
            dimension.append(dimension.isEmpty() ? "" : " ").append(name);
            dimension.append(power == 1 ? "" : "^" + power);
          }
        });
    return dimension.isEmpty()
        ? Unit.counting(parser.nouns)
        : new Unit(dimension.toString(), parser.factor, parser.nouns);
  }

  private void read(List<Token> tokens) {
    int sign = 1;
    int nextPower = 1;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isSymbol("/") || token.isWord("per")) {
        sign = -1;
        continue;
      }
      if (token.kind() != Kind.WORD && token.kind() != Kind.NAME && token.kind() != Kind.SYMBOL) {
        throw new SyntaxException("the name of a unit");
      }
      String word = singular(token.text());
      if (isPower(word)) {
        nextPower = word.startsWith("sq") ? 2 : 3;
        continue;
      }
      int start = i;
      i += exponentLength(tokens, start + 1);
      add(word, token.text(), sign * nextPower * exponent(tokens, start + 1));
      nextPower = 1;
    }
  }

  /** How many tokens from {@code at} on say to which power a unit is. */
  private static int exponentLength(List<Token> tokens, int at) {
    if (at >= tokens.size()) {
      return 0;
    }
    if (tokens.get(at).isSymbol("^")) {
      return isBraced(tokens, at + 1) ? 4 : 2;
    }
    return tokens.get(at).isWord("squared") || tokens.get(at).isWord("cubed") ? 1 : 0;
  }

  private static int exponent(List<Token> tokens, int at) {
    return switch (exponentLength(tokens, at)) {
      case 0 -> 1;
      case 1 -> tokens.get(at).isWord("squared") ? 2 : 3;
      case 2 -> small(tokens, at + 1);
      default -> small(tokens, at + 2);
    };
  }

  private static boolean isBraced(List<Token> tokens, int at) {
    return at < tokens.size() && tokens.get(at).is(Kind.OPEN, "{");
  }

  private static int small(List<Token> tokens, int at) {
    if (at >= tokens.size() || !POWERS.contains(tokens.get(at).text())) {
      throw new SyntaxException("a power of a unit from 1 to 4");
    }
    return tokens.get(at).text().charAt(0) - '0';
  }

  private void add(String word, String spelled, int power) {
    if (word.equals("mph")) {
      add("mile", "mile", power);
      add("hour", "hour", -power);
      return;
    }
    Measure measure =
        MEASURES.get(word.equals("%") ? "percent" : word.equals("°") ? "degree" : word);
    if (measure != null) {
      powers.merge(measure.dimension(), measure.power() * power, Integer::sum);
      factor = factor.times(measure.factor().power(power));
    } else if (!spelled.isEmpty() && !Character.isLetter(spelled.charAt(0))) {
      throw new SyntaxException("the name of a unit");
    } else if (!IGNORED.contains(word)) {
      nouns.add(word);
    }
  }
}
