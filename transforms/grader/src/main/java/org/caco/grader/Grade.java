package org.caco.grader;

/**
 * What the grader says of two answers.
 *
 * <p>Reasons of equal answers: {@code equal_text} (the same words or notation), {@code
 * equal_integer}, {@code equal_number} (the same exact value), {@code equal_rounded} (one is the
 * other rounded to the decimals it states), {@code equal_float} (they differ by no more than binary
 * floating point does), {@code equal_percent}, {@code equal_quantity} (after conversion of units),
 * {@code equal_expression}, {@code equal_sequence}, {@code equal_set}, {@code equal_interval},
 * {@code equal_matrix}, {@code equal_equation}, {@code equal_inequality}, {@code equal_choice},
 * {@code equal_truth}, {@code equal_time}, {@code equal_numeral} (numerals with a base), {@code
 * equal_ratio}, {@code equal_mapping}, {@code equal_date}, {@code equal_residue} (modulo a number);
 * {@code equal_sympy} where {@link UndecidedDecider} said so.
 *
 * <p>Reasons of different answers: {@code different_integer}, {@code different_number}, {@code
 * different_unit}, {@code different_expression}, {@code different_length}, {@code different_item},
 * {@code different_set}, {@code different_brackets}, {@code different_interval}, {@code
 * different_matrix}, {@code different_equation}, {@code different_inequality}, {@code
 * different_choice}, {@code different_truth}, {@code different_time}, {@code different_numeral},
 * {@code different_ratio}, {@code different_mapping}, {@code different_date}, {@code
 * different_residue}, {@code different_variables}, {@code different_text}, {@code different_type};
 * {@code different_sympy} where {@link UndecidedDecider} said so, of the answers or of a part of
 * them; {@code no_answer} where one side holds none, and {@code undecided} where the work allowed
 * for one pair ran out, or what is not worked out would decide.
 *
 * @param equal whether the two answers are the same
 * @param reason why, in snake case, one of those above
 */
public record Grade(boolean equal, String reason) {
  static Grade equal(String what) {
    return new Grade(true, "equal_" + what);
  }

  static Grade different(String what) {
    return new Grade(false, "different_" + what);
  }

  /** Equal or different in {@code what}. */
  static Grade of(boolean equal, String what) {
    return equal ? equal(what) : different(what);
  }

  /** What a verdict of {@link UndecidedDecider} is called. */
  static final String BY_DECIDER = "sympy";

  static final Grade DIFFERENT_BY_DECIDER = different(BY_DECIDER);
  static final Grade NO_ANSWER = new Grade(false, "no_answer");

  /** Of a pair about which only SymPy could tell more. */
  public static final Grade UNDECIDED = new Grade(false, "undecided");
}
