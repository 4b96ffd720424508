package org.caco.grader;

/**
 * What a comparison goes by.
 *
 * @param decider asked about formulas that are undecided otherwise
 * @param rounding whether a rounded decimal is the value that it was rounded from
 */
record Judging(UndecidedDecider decider, Rounding rounding) {
  static final Judging ALONE = new Judging(UndecidedDecider.NONE, Rounding.ACCEPTED);

  boolean roundingAccepted() {
    return rounding == Rounding.ACCEPTED;
  }
}
