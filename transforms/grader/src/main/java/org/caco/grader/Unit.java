package org.caco.grader;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a number counts.
 *
 * @param dimension what is measured, such as {@code length^2}; empty for a mere noun
 * @param factor the size of the unit in the dimension's base unit; null for a mere noun
 * @param nouns what is counted, in lower case and singular; empty for a measure
 */
record Unit(String dimension, @Nullable Rational factor, Set<String> nouns) {
  static final Unit NONE = new Unit("", null, Set.of());
  static final Unit PERCENT = new Unit("percent", Rational.ONE, Set.of());
  static final Unit DEGREE = new Unit("angle", Rational.ONE, Set.of());

  Unit {
    nouns = Set.copyOf(nouns);
  }

  static Unit counting(Set<String> nouns) {
    return nouns.isEmpty() ? NONE : new Unit("", null, nouns);
  }

  static Unit of(String dimension, Rational factor) {
    return new Unit(dimension, factor, Set.of());
  }

  /** The factor of a measure. */
  Rational size() {
    return Objects.requireNonNull(factor, "a mere noun has no size");
  }

  boolean isNone() {
    return dimension.isEmpty() && nouns.isEmpty();
  }

  boolean isMeasure() {
    return !dimension.isEmpty();
  }

  boolean isPercent() {
    return dimension.equals("percent");
  }

  boolean isAngle() {
    return dimension.equals("angle");
  }

  /**
   * The unit of an amount with a sign of {@code currency} before it: of $5 per hour, for example.
   */
  Unit ofMoney(Unit currency) {
    if (dimension.contains(currency.dimension())) {
      return this; // $5 dollars
    }
    if (dimension.isEmpty() || isPercent()) {
      return new Unit(currency.dimension(), currency.factor(), nouns);
    }
    String both =
        Stream.concat(Stream.of(currency.dimension()), Stream.of(dimension.split(" ", -1)))
            .sorted()
            .collect(Collectors.joining(" "));
    return new Unit(both, size().times(currency.size()), nouns);
  }
}
