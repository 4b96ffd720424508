package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caco.transforms.problem.CalendarDates.Date;
import org.caco.transforms.problem.InputNumbers.Needed;
import org.caco.transforms.problem.InputNumbers.NeededText;

/** A problem's text, to be asked whether it states a number or holds a name, a word, a date. */
final class ProblemText {
  /** Names of inputs that say how to compute, in words that a problem puts its own way. */
  private static final Set<String> CHOICES =
      Set.of(
          "op",
          "ops",
          "operation",
          "operator",
          "mode",
          "method",
          "type",
          "kind",
          "unit",
          "currency",
          "shape",
          "direction",
          "format",
          "category",
          "task",
          "action",
          "strategy",
          "style",
          "order",
          "sort",
          "comparison",
          "condition",
          "metric",
          "question",
          "label",
          "status",
          "rule",
          "symbol",
          "units",
          "output",
          "rounding",
          "side",
          "formula",
          "description",
          "goal");

  private static final Set<String> EMPTY_WORDS =
      Set.of(
          "the", "a", "an", "of", "and", "or", "to", "in", "is", "are", "for", "with", "on", "at",
          "by", "true", "false", "none", "null", "yes", "no");

  private static final Map<String, String> SIGNS =
      Map.of(
          "usd", "$", "dollar", "$", "eur", "\u20ac", "euro", "\u20ac", "gbp", "\u00a3", "inr",
          "\u20b9");

  /** Words of loss, debt and direction, for numbers below 0. */
  static final Set<String> BELOW =
      Set.of(
          "below",
          "minus",
          "negative",
          "under",
          "underground",
          "loss",
          "lose",
          "lost",
          "debt",
          "owe",
          "owed",
          "deficit",
          "less",
          "fewer",
          "drop",
          "dropped",
          "fall",
          "fell",
          "falling",
          "fallen",
          "decrease",
          "decreased",
          "decreasing",
          "decline",
          "declined",
          "descend",
          "descended",
          "down",
          "downward",
          "backward",
          "back",
          "spend",
          "spent",
          "pay",
          "paid",
          "withdraw",
          "withdrew",
          "withdrawal",
          "withdrawn",
          "give",
          "gave",
          "given",
          "take",
          "took",
          "taken",
          "remove",
          "removed",
          "sell",
          "sold",
          "eat",
          "ate",
          "eaten",
          "use",
          "used",
          "cold",
          "colder",
          "freezing",
          "bc",
          "bce",
          "left",
          "west",
          "south",
          "deduct",
          "deducted",
          "penalty",
          "discount",
          "reduce",
          "reduced",
          "subtract",
          "subtracted",
          "leave",
          "leaving",
          "leak",
          "leaked",
          "drain",
          "drained",
          "expense",
          "cost",
          "sink",
          "sank",
          "dive",
          "dove",
          "deep",
          "depth",
          "slow",
          "decelerate",
          "decelerated",
          "deceleration",
          "shrink",
          "shrank",
          "off",
          "overdrawn",
          "overdraft",
          "broke",
          "wrong",
          "incorrect",
          "opposite",
          "reverse",
          "behind",
          "donate",
          "donated",
          "lend",
          "lent",
          "return",
          "returned",
          "away",
          "out",
          "missing",
          "subzero",
          "basement",
          "depreciate",
          "depreciated",
          "cool",
          "cooled",
          "lower",
          "lowered",
          "concave");

  private static final Set<String> WEEKDAYS =
      Set.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  /** Letters by which two forms of one word are alike: increase, increasing. */
  private static final int STEM = 5;

  private final String text;
  private final StatedNumbers stated;
  private final Set<String> words = new HashSet<>();
  private final Set<String> stems = new HashSet<>();
  private final Set<Integer> months = new HashSet<>();
  private final Set<Date> dates;
  private final Set<Integer> minutes;
  private final boolean negative;

  /** Characters that may still be looked for as they stand, which takes longer than words. */
  private int verbatim = 4_000;

  private ProblemText(String text, Tokens tokens) {
    this.text = text;
    this.stated = StatedNumbers.of(tokens);
    boolean below = false;
    for (int i = 0; i < tokens.size(); i++) {
      String word = tokens.text(i);
      words.add(word);
      words.add(Words.singular(word));
      stems.add(stem(word));
      months.add(CalendarDates.month(word));
      below |= BELOW.contains(Words.singular(word)) || isMinus(tokens, i);
    }
    this.negative = below;
    this.dates = stated.dates();
    this.minutes = stated.minutes();
  }

  static ProblemText of(String text, Tokens tokens) {
    return new ProblemText(text, tokens);
  }

  private static boolean isMinus(Tokens tokens, int index) {
    Tokens.Token next = tokens.get(index + 1);
    return tokens.isHyphen(index)
        && (next.number() != null
            || next.text().length() == 1
            || next.kind() == Tokens.Kind.COMMAND
            || next.kind() == Tokens.Kind.FRACTION);
  }

  StatedNumbers stated() {
    return stated;
  }

  /** Whether a number of the input is stated, or implied by what its name says. */
  boolean states(Needed needed) {
    boolean found = stated.states(needed.number(), needed.name());
    for (BigDecimal part : needed.parts()) {
      boolean all = needed.parts().stream().allMatch(each -> stated.states(each, needed.name()));
      found |= all && part.signum() != 0;
    }
    found |= needed.share().signum() > 0 && stated.statesShare(needed.share());
    return found && (needed.number().signum() >= 0 || negative);
  }

  /** What of a text of the input is not found; empty if all is. */
  Optional<String> lacks(NeededText needed) {
    String wanted = needed.text();
    if (wanted.length() > StatedNumbers.MAX_LENGTH) {
      return Optional.of("a text of " + wanted.length() + " characters");
    }
    if (stands(wanted, text)) {
      return Optional.empty();
    }
    Tokens tokens = Tokens.of(wanted);
    StatedNumbers own = StatedNumbers.of(tokens);
    if (!own.dates().isEmpty()) {
      return own.dates().stream().anyMatch(this::hasDate) ? Optional.empty() : Optional.of(wanted);
    }
    if (!own.minutes().isEmpty()) {
      return own.minutes().stream().anyMatch(minutes::contains)
          ? Optional.empty()
          : Optional.of(wanted);
    }
    for (BigDecimal number : own.numerals()) {
      if (!stated.states(number, needed.name())) {
        return Optional.of(number.toPlainString());
      }
    }
    return needed.name().words().stream().anyMatch(CHOICES::contains)
        ? Optional.empty()
        : lacksWord(tokens, wanted);
  }

  private boolean stands(String wanted, String in) {
    verbatim -= wanted.length();
    return verbatim >= 0 && in.contains(wanted);
  }

  private Optional<String> lacksWord(Tokens tokens, String wanted) {
    boolean letters = false;
    for (int i = 0; i < tokens.size(); i++) {
      String word = tokens.word(i);
      letters |= !word.isEmpty() || tokens.number(i) != null;
      if (!word.isEmpty() && !hasWord(word)) {
        return Optional.of(word);
      }
    }
    // A picture of signs, such as a maze.
    return letters || wanted.length() <= 2 || stands(squeezed(wanted), squeezed(text))
        ? Optional.empty()
        : Optional.of(wanted);
  }

  private boolean hasWord(String word) {
    if (words.contains(word)
        || words.contains(Words.singular(word))
        || EMPTY_WORDS.contains(word)
        || words.contains(SIGNS.getOrDefault(word, word))) {
      return true;
    }
    if (word.length() >= STEM && stems.contains(stem(word))) {
      return true;
    }
    int month = CalendarDates.month(word);
    if (month > 0 && months.contains(month)) {
      return true;
    }
    return word.length() >= 3
        && WEEKDAYS.stream().anyMatch(day -> day.startsWith(word) && words.contains(day));
  }

  private boolean hasDate(Date wanted) {
    for (Date date : dates) {
      boolean year =
          wanted.year() == 0
              || date.year() == wanted.year()
              || (date.year() == 0
                  && stated.states(BigDecimal.valueOf(wanted.year()), EntryName.of("year")));
      if (year && date.month() == wanted.month() && date.day() == wanted.day()) {
        return true;
      }
    }
    return false;
  }

  private static String stem(String word) {
    return word.length() > STEM ? word.substring(0, STEM) : word;
  }

  private static String squeezed(String text) {
    StringBuilder squeezed = new StringBuilder(text.length());
    text.codePoints().filter(c -> !Character.isWhitespace(c)).forEach(squeezed::appendCodePoint);
    return squeezed.toString();
  }
}
