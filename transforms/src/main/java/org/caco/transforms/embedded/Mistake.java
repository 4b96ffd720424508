package org.caco.transforms.embedded;

import java.util.Locale;

/** A kind of mistake that the embedded model plants in a reply. */
public enum Mistake {
  /**
   * Unify: a program that runs and computes another answer. Solve: a worked solution with another
   * answer. Ends as a disagreement with the known answer, or with the program's output.
   */
  WRONG_ANSWER,
  /** Unify and code: a program that does not compile or uses an unknown name. Ends as an error. */
  BROKEN_CODE,
  /** Unify and code: a program that never ends. Ends as a timeout. */
  ENDLESS_LOOP,
  /**
   * Unify and code: a program that writes a file, opens a connection or forks, and whose output
   * needs that to work. Ends as an error, killed or rejected; outside a sandbox it does no harm.
   */
  HOSTILE_CODE,
  /** All roles: text that is not what was asked for. Ends as a reply that cannot be read. */
  GARBAGE,
  /** Code: a program with an entry of {@code input} that nothing reads. Ends in the rules. */
  UNUSED_INPUT,
  /** Code: a program of fewer than six lines. Ends in the rules. */
  TOO_SHORT,
  /** Code: a program that never sets {@code output}. Ends in the rules. */
  NO_OUTPUT,
  /**
   * Problem: a text with one number changed, so that its answer is another. Ends as a solution that
   * disagrees with the program's output.
   */
  CHANGED_NUMBER,
  /** Problem: an empty text. Ends as an empty reply. */
  EMPTY,
  /** Solve: a solution that gives no answer. Ends as a solution without an answer. */
  NO_ANSWER,
  /** Judge: a verdict of no on a good row. Ends as the judge's rejection. */
  UNJUST_NO;

  /** The name in lower case, as in logs. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
