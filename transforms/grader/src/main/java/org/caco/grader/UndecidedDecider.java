package org.caco.grader;

import java.util.Optional;

/**
 * Decides the few formulas that {@link AnswerGrader} leaves undecided, as {@link SympyDecider} does
 * with a computer algebra system. It must be thread-safe and keep a limit of its own.
 */
@FunctionalInterface
public interface UndecidedDecider {
  /** Leaves all open. */
  UndecidedDecider NONE = (first, second) -> Optional.empty();

  /**
   * Whether two formulas are the same; empty where that stays open.
   *
   * @param first its words in postfix order, separated by spaces: {@code n1/2} a number, {@code v0}
   *     a variable by its number, {@code kpi} one of pi, e, i and infty, {@code o+} an operator,
   *     {@code fsum/4} a function and how many arguments it has
   * @param second in the same form, with the same numbers of variables; never before {@code first}
   *     in the order of texts, so that a pair is asked about in one way only
   */
  Optional<Boolean> decide(String first, String second);
}
