package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.List;

/**
 * A number as it was read.
 *
 * @param value what it comes to
 * @param form how it is written
 * @param end the token behind it
 * @param others what else is said by the same words: of "two thirds" the 2 and the 3
 */
record Reading(BigDecimal value, Form form, int end, List<BigDecimal> others) {
  enum Form {
    DIGITS,
    WORDS,
    /** A part of something: 3/4. */
    SHARE,
    /** A part in words: two thirds, half. */
    SPELLED_SHARE,
    ORDINAL
  }

  static Reading of(BigDecimal value, Form form, int end, BigDecimal... others) {
    return new Reading(value, form, end, List.of(others));
  }

  boolean isShare() {
    return form == Form.SHARE || form == Form.SPELLED_SHARE;
  }
}
