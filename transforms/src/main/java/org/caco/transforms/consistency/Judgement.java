package org.caco.transforms.consistency;

/**
 * What a judge said.
 *
 * @param reply the judge's words
 * @param solvable the problem has exactly one answer
 * @param complete the problem states what its solution needs
 * @param leaks the problem states its answer or speaks of the program
 * @param same problem, solution and program describe the same computation
 * @param reason why, in the judge's words; empty where none is given
 */
record Judgement(
    String reply, boolean solvable, boolean complete, boolean leaks, boolean same, String reason) {
  /** The first thing that is wrong, as a reason for rejection, or empty. */
  String objection() {
    if (!solvable) {
      return JudgeConsistency.UNSOLVABLE;
    } else if (!complete) {
      return JudgeConsistency.INCOMPLETE;
    } else if (leaks) {
      return JudgeConsistency.LEAKS;
    }
    return same ? "" : JudgeConsistency.DIFFERENT_COMPUTATION;
  }

  /** The computation of a program has an answer and all it needs; so has what is the same. */
  boolean isContradictory() {
    return same && !(solvable && complete);
  }
}
