package org.caco.grader;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caco.grader.Answer.Brackets;
import org.caco.text.BoundedPattern;
import org.caco.text.LowerCase;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a final answer into a typed answer. What is no formula is {@link Answer.Words}.
 */
final class AnswerParser {
  private static final Pattern CLOCK =
      BoundedPattern.of("(?i)(\\d{1,2})(?::(\\d{2}))?(?:\\s|\\\\[ ,;]){0,30}([ap])\\.?\\s?m\\.?");
  private static final int MAX_CLOCK = 30;
  private static final Pattern BARE_CLOCK = BoundedPattern.of("(\\d{1,2}):([0-5]\\d)");
  private static final Pattern CHOICE =
      BoundedPattern.of(
          "(?s)(?:(?i:option|choice|answer)\\s{1,200})?(?:\\(([A-Za-z])\\)|([A-J])[.):]|([a-j])\\)|([A-Z]))"
              + "(?:\\s{0,200}(\\S.{0,200}))?");
  private static final Pattern FEET_AND_INCHES =
      BoundedPattern.of(
          "(\\d{1,9})\\s?'(?:\\s?(\\d{1,9}(?:\\.\\d{1,9})?)\\s?(?:\"|''))?"
              + "|(\\d{1,9}(?:\\.\\d{1,9})?)\\s?(?:\"|'')");
  private static final Pattern SPLIT = BoundedPattern.of(".{0,40}\\d,\\d{3}.{0,40}");

  /** Longer texts are not recognised by their spelling as a whole. */
  private static final int MAX_SPECIAL = 200;

  /** Longer ones do not come down to that without the commands for running text. */
  private static final int MAX_MARKED_UP = 2_000;

  /** Notes in notes are looked into so often. */
  private static final int MAX_DEPTH = 4;

  private final Budget budget;
  private int depth;

  private AnswerParser(Budget budget) {
    this.budget = budget;
  }

  static Answer parse(String text, Budget budget) {
    return new AnswerParser(budget).parse(text);
  }

  /**
   * As {@link #parse}, but 70,110 is seventy and a hundred and ten; null where there is no such.
   */
  static @Nullable Answer parseSplitting(String text, Budget budget) {
    if (!SPLIT.matcher(text).matches()) {
      return null;
    }
    return new AnswerParser(budget).parse(text.replace(",", ", "));
  }

  /** An answer without the note in brackets behind it, unless that says something else. */
  private @Nullable Answer noted(String text) {
    Notes notes = Notes.split(text);
    if (notes == null || notes.changesAnswer()) {
      return null;
    }
    Answer body = parse(notes.body());
    if (body instanceof Answer.Words) {
      return null;
    }
    Answer unit = parse(notes.body() + " " + notes.note());
    if (unit instanceof Answer.Scalar scalar
        && body instanceof Answer.Scalar
        && scalar.unit().isMeasure()) {
      return unit; // 5 (feet)
    }
    Answer note = parse(notes.value());
    if (!(note instanceof Answer.Words)
        && new Comparison(budget, Judging.ALONE).compare(body, note).equal()) {
      return new Answer.Forms(List.of(body, note));
    }
    return notes.isRemark() ? body : null;
  }

  private Answer parse(String text) {
    String bare = Typography.plain(Notation.strip(text));
    if (bare.length() > Lexer.MAX_LENGTH) {
      return new Answer.Words(bare, false);
    }
    Answer special = bare.length() <= MAX_MARKED_UP ? special(Notation.withoutText(bare)) : null;
    if (special == null && bare.endsWith(")") && ++depth < MAX_DEPTH) {
      special = noted(bare);
    }
    if (special != null) {
      return special;
    }
    try {
      List<Token> tokens = Lexer.lex(bare, budget);
      if (!tokens.isEmpty()) {
        return new StructureParser(budget).parse(WordNumbers.inFigures(tokens));
      }
    } catch (SyntaxException e) {
      // no formula: words
    }
    return words(bare);
  }

  static Answer words(String text) {
    String key = Notation.wordsKey(text);
    return switch (key) {
      case "true", "yes" -> new Answer.Truth(true);
      case "false", "no" -> new Answer.Truth(false);
      case "nosolution",
          "nosolutions",
          "emptyset",
          "norealsolution",
          "norealsolutions",
          "thereisnosolution",
          "therearenosolutions",
          "nosolutionexists",
          "nosolutionsexist" ->
          new Answer.Group(Brackets.CURLY, List.of());
      case "dne" -> new Answer.Words("doesnotexist", false);
      default ->
          key.startsWith("yes,") || key.startsWith("no,")
              ? new Answer.Truth(key.startsWith("yes"))
              : new Answer.Words(key, false);
    };
  }

  /** Answers that are recognised by their spelling as a whole, or null. */
  private @Nullable Answer special(String text) {
    if (text.length() > MAX_SPECIAL) {
      return null;
    }
    Answer clock = text.length() <= MAX_CLOCK ? clock(text) : null;
    if (clock == null) {
      clock = Dates.parse(text);
    }
    if (clock != null) {
      return clock;
    }
    Answer numeral = Numerals.parse(text);
    if (numeral != null) {
      return numeral;
    }
    Answer length = text.length() <= MAX_CLOCK ? feetAndInches(text) : null;
    if (length != null) {
      return length;
    }
    if (text.isEmpty() || !(text.charAt(0) == '(' || Character.isLetter(text.charAt(0)))) {
      return null;
    }
    switch (LowerCase.of(text)) {
      case "true", "yes", "false", "no":
        return words(text);
      default:
    }
    return choice(text);
  }

  private static @Nullable Answer clock(String text) {
    String lower = LowerCase.of(text);
    switch (lower) {
      case "noon", "12 noon":
        return new Answer.Clock(720, 'p');
      case "midnight", "12 midnight":
        return new Answer.Clock(0, 'a');
      default:
        if (lower.endsWith(" o'clock")) {
          return bareClock(lower.substring(0, lower.length() - 8).strip() + ":00");
        }
    }
    char last = text.isEmpty() ? ' ' : Character.toLowerCase(text.charAt(text.length() - 1));
    if (last != 'm' && last != '.') {
      return null;
    }
    Matcher clock = CLOCK.matcher(text);
    if (!clock.matches()) {
      return null;
    }
    int hour = Integer.parseInt(clock.group(1));
    int minute = clock.group(2) == null ? 0 : Integer.parseInt(clock.group(2));
    char half = Character.toLowerCase(clock.group(3).charAt(0));
    return hour >= 1 && hour <= 12 && minute < 60
        ? new Answer.Clock(hour % 12 * 60 + minute + (half == 'p' ? 720 : 0), half)
        : null;
  }

  /** 5'6" and 16". */
  private @Nullable Answer feetAndInches(String text) {
    if (text.indexOf('\'') < 0 && text.indexOf('"') < 0) {
      return null;
    }
    Matcher length = FEET_AND_INCHES.matcher(text);
    if (!length.matches()) {
      return null;
    }
    String feet = length.group(1) == null ? "" : length.group(1) + " feet ";
    String inches = length.group(2) == null ? length.group(3) : length.group(2);
    return parse(feet + (inches == null ? "" : inches + " inches"));
  }

  private @Nullable Answer choice(String text) {
    Matcher choice = CHOICE.matcher(text);
    if (!choice.matches()) {
      return null;
    }
    String inBrackets = choice.group(1);
    String bare = choice.group(4);
    String body = choice.group(5);
    if (bare != null && body != null) {
      return null; // "A triangle", "C + 1"
    }
    String letter = choice.group(1);
    for (int group = 2; letter == null; group++) {
      letter = choice.group(group);
    }
    if (body != null && inBrackets != null && !Character.isUpperCase(letter.charAt(0))) {
      return null; // "(x) + 1", though "(x)" may be a choice
    }
    if (body != null
        && !Character.isLetterOrDigit(body.charAt(0))
        && "$\\-([".indexOf(body.charAt(0)) < 0) {
      return null;
    }
    Answer content = body == null ? null : parse(body);
    return new Answer.Choice(Character.toUpperCase(letter.charAt(0)), content);
  }

  static Answer.@Nullable Clock bareClock(String text) {
    Matcher clock = BARE_CLOCK.matcher(text);
    if (!clock.matches() || Integer.parseInt(clock.group(1)) > 24) {
      return null;
    }
    int minutes = Integer.parseInt(clock.group(1)) * 60 + Integer.parseInt(clock.group(2));
    return new Answer.Clock(minutes, ' ');
  }
}
