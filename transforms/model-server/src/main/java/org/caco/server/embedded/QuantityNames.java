package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.text.LowerCase;

/** Finds telling names for quantities in the words next to them. Names are unique per instance. */
final class QuantityNames {
  /** Words that tell nothing about a quantity. */
  private static final Set<String> STOP =
      Set.of(
          ("a an the and or of to in on at by for from with as is are was were be been has have had"
                  + " he she it they them him her his hers their theirs its i you we us our my your"
                  + " this that these those there then than so if but not no do does did will would"
                  + " can could should may might must each every per which who whom whose what when"
                  + " where how many much more less only just also all both another other others"
                  + " some any same such still into out up down off over under about after before"
                  + " because since while during until own gets get got s x t equal equals total"
                  + " plus minus times divided multiplied output input sum print list int float"
                  + " values value result answer one two three now therefore thus means")
              .split(" "));

  /** Words that are kept between two telling ones. */
  private static final Set<String> JOINTS = Set.of("of", "per", "in", "for", "from", "with", "at");

  /** Names that Python gives a meaning. */
  private static final Set<String> RESERVED =
      Set.of(
          ("false none true and as assert async await break class continue def del elif else except"
                  + " finally for from global if import in is lambda nonlocal not or pass raise return"
                  + " try while with yield abs all any bin bool bytes chr dict dir divmod enumerate"
                  + " eval exec filter float format hash help hex id input int iter len list map max"
                  + " min next object oct open ord pow print range repr reversed round set slice"
                  + " sorted str sum super tuple type vars zip fraction output solve value match case"
                  + " ceil floor math copyright credits exit quit license")
              .split(" "));

  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("0.01", "one_percent"),
          Map.entry("0.5", "half_share"),
          Map.entry("0.25", "quarter_share"),
          Map.entry("2", "twofold"),
          Map.entry("4", "fourfold"),
          Map.entry("7", "days_per_week"),
          Map.entry("10", "tenfold"),
          Map.entry("12", "dozen_size"),
          Map.entry("24", "hours_per_day"),
          Map.entry("16", "ounces_per_pound"),
          Map.entry("30", "days_per_month"),
          Map.entry("31", "days_this_month"),
          Map.entry("52", "weeks_per_year"),
          Map.entry("60", "minutes_per_hour"),
          Map.entry("100", "percent_base"),
          Map.entry("365", "days_per_year"),
          Map.entry("1000", "thousandfold"),
          Map.entry("1000000", "millionfold"));

  private static final List<String> ORDINALS =
      List.of(
          "second_",
          "third_",
          "fourth_",
          "fifth_",
          "sixth_",
          "seventh_",
          "eighth_",
          "ninth_",
          "further_",
          "later_",
          "additional_",
          "extra_",
          "spare_");

  private static final Pattern NUMBER =
      Pattern.compile(
          "(\\$\\s?)?(?<![\\w.])(\\d[\\d,]*(?:\\.\\d+)?|\\.\\d+)(\\s?%)?|[A-Za-z]+(?:-[A-Za-z]+)?");

  /** Characters of a clause that are looked at, so that a long one is not read for each number. */
  private static final int CLAUSE = 400;

  private static final Pattern WORD = Pattern.compile("[A-Za-z]+");

  /** A number in the problem's text and the name that the words around it suggest. */
  private record Mention(Rational value, String name) {}

  private final Set<String> taken = new HashSet<>();
  private final List<Mention> mentions;

  QuantityNames(String problem) {
    this.mentions = mentions(problem);
  }

  private static List<Mention> mentions(String problem) {
    List<Mention> found = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(problem);
    while (matcher.find()) {
      String number = matcher.group(2);
      Rational value = number == null ? QuantityWords.value(matcher.group()) : literal(number);
      if (value == null) {
        continue;
      }
      String words = following(problem.substring(matcher.end()), 3);
      if (words.isEmpty()) {
        words = preceding(problem.substring(0, matcher.start()));
      }
      if (matcher.group(1) != null) {
        words = words.isEmpty() ? "dollars" : "dollars_" + words;
      } else if (matcher.group(3) != null) {
        words = words.isEmpty() ? "percent" : "percent_" + words;
      }
      found.add(new Mention(value, words));
    }
    return found;
  }

  private static Rational literal(String number) {
    return Rational.parse(number.endsWith(",") ? number.substring(0, number.length() - 1) : number);
  }

  /** Up to {@code limit} telling words at the start of {@code text}, within its clause. */
  static String following(String text, int limit) {
    int from = text.startsWith("/") && text.length() > 1 ? Math.min(text.length(), 3) : 0;
    int end = from;
    int most = Math.min(text.length(), CLAUSE);
    while (end < most && ".,;:?!\n0123456789=$(".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    List<String> words = words(text.substring(from, end));
    return String.join("_", words.subList(0, Math.min(limit, words.size())));
  }

  private static String preceding(String text) {
    int start = text.length();
    int least = Math.max(0, start - CLAUSE);
    while (start > least && ".,;:?!\n0123456789=$".indexOf(text.charAt(start - 1)) < 0) {
      start--;
    }
    List<String> words = words(text.substring(start));
    String joined = String.join("_", words.subList(Math.max(0, words.size() - 2), words.size()));
    return joined.replaceFirst("^(?:of|per|in|for|from|with|at)_", "");
  }

  /** The telling words of a clause, with the prepositions between them. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    String joint = "";
    int seen = 0;
    Matcher matcher = WORD.matcher(text);
    while (matcher.find() && seen++ < 8) {
      String word = LowerCase.of(matcher.group());
      if (JOINTS.contains(word) && !words.isEmpty()) {
        joint = word + "_";
      } else if (word.length() > 2 && !STOP.contains(word) && !words.contains(word)) {
        words.add(joint + word);
        joint = "";
      }
    }
    return words;
  }

  /** The numbers that the problem's text mentions. */
  List<Rational> mentioned() {
    return mentions.stream().map(Mention::value).distinct().toList();
  }

  /** Whether the problem's text mentions the number. */
  boolean mentioned(Rational value) {
    return mentions.stream().anyMatch(mention -> mention.value().equals(value));
  }

  /** Whether the number is one that everybody knows, such as the minutes of an hour. */
  static boolean common(Rational value) {
    return KNOWN.containsKey(value.toString())
        || (value.isInteger() && value.compareTo(Rational.of(10)) <= 0);
  }

  /** Whether the problem implies the number: states it, or another of which it is a usual form. */
  boolean implied(Rational value) {
    return mentioned(value)
        || common(value)
        || mentioned(value.times(Rational.HUNDRED))
        || mentioned(Rational.ONE.minus(value).times(Rational.HUNDRED))
        || mentioned(value.minus(Rational.ONE).times(Rational.HUNDRED));
  }

  /** A fresh name for a number that the solution uses, from the problem or from its own line. */
  String ofLiteral(Rational value, String line) {
    for (int i = 0; i < mentions.size(); i++) {
      Mention mention = mentions.get(i);
      if (mention.value().equals(value) && !mention.name().isEmpty()) {
        mentions.remove(i);
        return fresh(mention.name());
      }
    }
    String known = KNOWN.get(value.toString());
    if (known != null) {
      return fresh(known);
    }
    for (Mention mention : mentions(line)) {
      if (mention.value().equals(value) && !mention.name().isEmpty()) {
        return fresh(mention.name());
      }
    }
    return fresh("amount");
  }

  /** A fresh name for the result of a step. */
  String ofResult(Equation equation) {
    String after = following(equation.after().replaceFirst("^\\$?-?[\\d,.]*\\d", ""), 3);
    if (!after.isEmpty()) {
      return fresh(after);
    }
    String before =
        WORD.matcher(equation.before()).results().count() == 0
            ? ""
            : following(equation.before(), 2);
    return fresh(before.isEmpty() ? "subtotal" : before);
  }

  /** The name itself, or with an ordinal before it where it is taken or means something. */
  String fresh(String wanted) {
    String name = RESERVED.contains(wanted) ? wanted + "_count" : wanted;
    if (taken.add(name)) {
      return name;
    }
    for (String ordinal : ORDINALS) {
      if (taken.add(ordinal + name)) {
        return ordinal + name;
      }
    }
    String longer = name;
    do {
      longer = "yet_another_" + longer;
    } while (!taken.add(longer));
    return longer;
  }
}
