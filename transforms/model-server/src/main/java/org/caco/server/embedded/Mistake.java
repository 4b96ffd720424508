package org.caco.server.embedded;

import java.util.Locale;

/** A kind of mistake that the embedded model plants in a reply. */
public enum Mistake {
  /**
   * Unify: a program that runs and computes another answer. Solve: a worked solution with another
   * answer. Ends as {@code wrong_answer}, {@code fails_tests} or {@code answer_disagrees}.
   */
  WRONG_ANSWER,
  /**
   * Unify and code: a program that does not compile or uses an unknown name. Ends as {@code
   * syntax_error} or {@code exception}.
   */
  BROKEN_CODE,
  /** Unify and code: a program that never ends. Ends as {@code timeout}. */
  ENDLESS_LOOP,
  /**
   * Unify and code: a program that writes a file, opens a connection or forks, and whose output
   * needs that to work. Ends as {@code exception}, {@code killed} or {@code forbidden}; outside a
   * sandbox it does no harm.
   */
  HOSTILE_CODE,
  /**
   * All roles: text that is not what was asked for. Ends as {@code no_program}, {@code declined} by
   * the solver, {@code no_final_answer} or {@code unparsable_verdict}.
   */
  GARBAGE,
  /**
   * Code: a program with an entry of {@code input} that nothing reads. Ends as {@code
   * input_unread}.
   */
  UNUSED_INPUT,
  /** Code: a program of fewer than six lines. Ends as {@code too_few_lines}. */
  TOO_SHORT,
  /** Code: a program that never sets {@code output}. Ends as {@code no_output}. */
  NO_OUTPUT,
  /**
   * Problem: a text with one number changed, so that its answer is another. Ends as {@code
   * answer_disagrees}, or at the judge where the solver errs too.
   */
  CHANGED_NUMBER,
  /** Problem: an empty text. Ends as {@code empty_reply}. */
  EMPTY,
  /** Solve: a solution that gives no answer. Ends as {@code no_final_answer}. */
  NO_ANSWER,
  /** Judge: a verdict of no on a good row. Ends as {@code judged_different}. */
  UNJUST_NO;

  /** The name in lower case, as in logs. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
