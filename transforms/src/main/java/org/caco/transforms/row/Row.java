package org.caco.transforms.row;

import java.util.Optional;
import java.util.function.Function;

/**
 * The texts of a row.
 *
 * @param problem the problem
 * @param solution its solution
 * @param code the program's code, whose scripts the texts may have too
 */
record Row(String problem, String solution, String code) {
  /** What breaks a rule, for a person to read; empty where nothing does. */
  Optional<String> broken(String rule, RowConfig config) {
    return switch (rule) {
      case CheckRow.CONTROL_TOKEN -> either(ChatTokens::control);
      case CheckRow.REASONING_MARKUP -> either(ChatTokens::reasoning);
      case CheckRow.MENTIONS_TASK -> either(Mentions::in);
      case CheckRow.UNFINISHED -> either(Endings::broken);
      case CheckRow.UNBALANCED -> either(Balance::broken);
      case CheckRow.OTHER_SCRIPT -> Scripts.broken(this, config.otherLetters());
      case CheckRow.TWO_LANGUAGES -> Languages.broken(this);
      case CheckRow.REPEATS ->
          either(text -> Repeats.broken(text, config.repeatWords(), config.repeats()));
      default -> Answers.broken(solution);
    };
  }

  private Optional<String> either(Function<String, Optional<String>> rule) {
    return rule.apply(problem)
        .map(found -> "problem: " + found)
        .or(() -> rule.apply(solution).map(found -> "solution: " + found));
  }

  /** What stands around {@code at}, for a person to read. */
  static String around(String text, int at) {
    int from = Math.max(0, at - 40);
    int to = Math.min(text.length(), at + 60);
    return "at character " + at + ": " + text.substring(from, to).strip();
  }
}
