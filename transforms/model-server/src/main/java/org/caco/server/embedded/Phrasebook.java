package org.caco.server.embedded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.server.embedded.PlainStep.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The sentences that the model writes and reads again, each with holes: {@code {r}} the step's
 * result, {@code {a}} to {@code {d}} its atoms, {@code {list}} all atoms that have no hole of their
 * own, {@code {who}} and {@code {place}} free words.
 */
final class Phrasebook {
  /** A sentence with holes, usable in both directions. */
  static final class Template {
    private static final Pattern HOLE = Pattern.compile("\\{(\\w+)}");

    private static final Pattern AGREEING =
        Pattern.compile("\\{(?:[a-d]|list)} (?:is|says|goes)|, \\{[ab]} or|equal to|whose size is");

    private final String text;
    private final List<String> holes = new ArrayList<>();

    /** What stands before each hole and behind the last. */
    private final List<String> literals = new ArrayList<>();

    Template(String text) {
      this.text = text;
      Matcher matcher = HOLE.matcher(text);
      int end = 0;
      while (matcher.find()) {
        literals.add(text.substring(end, matcher.start()));
        holes.add(matcher.group(1));
        end = matcher.end();
      }
      literals.add(text.substring(end));
    }

    /** Whether the atoms can be named in the plural, because no verb agrees with them. */
    boolean plain() {
      return !AGREEING.matcher(text).find();
    }

    List<String> holes() {
      return holes;
    }

    String fill(Map<String, String> values) {
      String filled = text;
      for (String hole : holes) {
        filled = filled.replace("{" + hole + "}", values.get(hole));
      }
      return filled;
    }

    /**
     * What stands in the holes of a sentence, as little as possible in each but the last, or null
     * where the sentence is another.
     */
    @Nullable Map<String, String> match(String sentence) {
      if (!sentence.startsWith(literals.get(0)) || holes.isEmpty()) {
        return null;
      }
      String last = literals.get(holes.size());
      Map<String, String> found = new LinkedHashMap<>();
      int from = literals.get(0).length();
      for (int i = 0; i < holes.size(); i++) {
        boolean end = i + 1 == holes.size();
        // A hole holds one character at least.
        int to =
            end
                ? sentence.length() - last.length()
                : sentence.indexOf(literals.get(i + 1), from + 1);
        if (to <= from || (end && !sentence.endsWith(last))) {
          return null;
        }
        found.put(holes.get(i), sentence.substring(from, to));
        from = to + literals.get(i + 1).length();
      }
      return found.values().stream().anyMatch(hole -> hole.indexOf('\n') >= 0) ? null : found;
    }
  }

  /** Openings, which say nothing that matters. */
  static final List<Template> OPENINGS =
      templates(
          "{who} keeps the books at {place}",
          "{who} is planning the week at {place}",
          "at {place}, {who} is working through the following figures",
          "{who} helps out at {place} and wants to work something out",
          "one morning at {place}, {who} takes stock",
          "{who} has just taken over {place} and checks how things stand",
          "the people at {place} ask {who} to do a calculation for them",
          "while visiting {place}, {who} comes across this puzzle",
          "{who} is preparing a report about {place}",
          "here is what {who} knows about {place}");

  /** What is given, for one quantity; the reader also takes several of the first kind at once. */
  static final List<Template> GIVEN =
      templates(
          "{r} is {v}",
          "{who} knows that {r} is {v}",
          "according to {who}, {r} is {v}",
          "today {r} is {v}");

  /** What is given, for something that can be counted. */
  static final List<Template> COUNTED =
      templates(
          "there are {v} {words}", "{who} counts {v} {words}", "altogether there are {v} {words}");

  /** What is given, for a list. */
  static final Template LISTED = new Template("the {words} are, in order, {values}");

  /** Questions for the result. */
  static final List<Template> QUESTIONS =
      templates(
          "what is {r}?",
          "find {r}.",
          "calculate {r}.",
          "work out {r}.",
          "how large is {r}?",
          "what does {who} get for {r}?",
          "can you tell {r}?");

  /** Questions for a result that can be counted. */
  static final List<Template> COUNT_QUESTIONS =
      templates("how many {words} are there?", "how many {words} are there in the end?");

  /** Steps by kind. */
  static final Map<Kind, List<Template>> STEPS = new LinkedHashMap<>();

  static {
    step(
        Kind.SUM,
        "{r} is the sum of {list}",
        "adding {list} gives {r}",
        "together, {list} make up {r}",
        "to get {r}, add {list}",
        "putting {list} together makes {r}");
    step(
        Kind.DIFFERENCE,
        "{r} is what is left of {a} after taking away {list}",
        "taking {list} away from {a} leaves {r}",
        "{r} is {a} less {list}",
        "once {list} is taken off {a}, what remains is {r}",
        "subtracting {list} from {a} gives {r}");
    step(
        Kind.PRODUCT,
        "{r} is the product of {list}",
        "multiplying {list} gives {r}",
        "to get {r}, multiply {list}",
        "{r} is found by multiplying {list}");
    step(
        Kind.QUOTIENT,
        "{r} is {a} divided by {b}",
        "dividing {a} evenly by {b} gives {r}",
        "sharing {a} equally among {b} gives {r}",
        "{r} is the share that results when {a} is split evenly by {b}",
        "to get {r}, divide {a} by {b}");
    step(
        Kind.WHOLE_TIMES,
        "{r} is how many whole times {b} goes into {a}",
        "{r} is {a} divided by {b}, without the remainder");
    step(
        Kind.REMAINDER,
        "{r} is the remainder when {a} is divided by {b}",
        "dividing {a} by {b} as often as it goes in whole leaves a remainder, which is {r}",
        "{r} is what is left over when {a} is put into full groups whose size is {b}");
    step(
        Kind.PERCENTAGE,
        "applying {b} to {a} gives {r}",
        "to get {r}, apply {b} to {a}",
        "{r} is found by applying {b} to {a}, as a percentage",
        "{r} is {a} multiplied by {b} and divided by one hundred");
    step(
        Kind.SMALLER,
        "{r} is the smaller of {a} and {b}",
        "whichever is less, {a} or {b}, is taken as {r}");
    step(
        Kind.LARGER,
        "{r} is the larger of {a} and {b}",
        "whichever is more, {a} or {b}, is taken as {r}");
    step(
        Kind.TOTAL,
        "{r} is the total of all {l}",
        "adding up all {l} gives {r}",
        "all {l} together come to {r}");
    step(Kind.HIGHEST, "{r} is the highest of all {l}", "the largest of all {l} is taken as {r}");
    step(Kind.LOWEST, "{r} is the lowest of all {l}", "the smallest of all {l} is taken as {r}");
    step(Kind.COUNT, "{r} is how many {l} there are");
    step(
        Kind.GROWTH,
        "{r} starts out equal to {a} and goes up by {b} each time, as many times as {c} says",
        "starting from {a}, an increase by {b} is repeated as often as {c} says, which gives {r}");
    step(
        Kind.DECLINE,
        "{r} starts out equal to {a} and goes down by {b} each time, as many times as {c} says",
        "starting from {a}, a decrease by {b} is repeated as often as {c} says, which gives {r}");
    step(
        Kind.MULTIPLICATION,
        "{r} starts out equal to {a} and is multiplied by {b} each time, as many times as {c} says",
        "starting from {a}, a multiplication by {b} is repeated as often as {c} says, which gives"
            + " {r}");
    step(
        Kind.IF_MORE,
        "if {a} is more than {b}, then {r} is {c}; otherwise it is {d}",
        "{r} is {c} if {a} is greater than {b}, and {d} if not");
    step(
        Kind.IF_AT_LEAST,
        "if {a} is at least {b}, then {r} is {c}; otherwise it is {d}",
        "{r} is {c} if {a} is not below {b}, and {d} if it is");
    step(Kind.ROUNDED, "{r} is {a}, rounded to {b} decimal places");
    step(
        Kind.ROUNDED_UP,
        "{r} is {a}, rounded up to a whole number",
        "rounding {a} up to the next whole number gives {r}");
    step(
        Kind.ROUNDED_DOWN,
        "{r} is {a}, rounded down to a whole number",
        "rounding {a} down to a whole number gives {r}");
  }

  private Phrasebook() {}

  private static List<Template> templates(String... texts) {
    List<Template> templates = new ArrayList<>();
    for (String text : texts) {
      templates.add(new Template(text));
    }
    return List.copyOf(templates);
  }

  private static void step(Kind kind, String... texts) {
    STEPS.put(kind, templates(texts));
  }
}
