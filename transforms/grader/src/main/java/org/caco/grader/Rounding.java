package org.caco.grader;

/** Whether a rounded decimal is the value that it was rounded from. */
public enum Rounding {
  /**
   * 3.14 is {@code \pi}, and 0.33 is 1/3, given enough digits. Right where one side was worked out
   * by a program, or is a known answer that may have been rounded.
   */
  ACCEPTED,
  /**
   * 3.14 is neither {@code \pi} nor 3.14159. Right between two solutions of one problem, of which
   * one may have rounded too early. What binary floating point prints of a value is that value
   * still.
   */
  REJECTED
}
