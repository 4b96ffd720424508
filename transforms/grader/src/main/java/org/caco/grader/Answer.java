package org.caco.grader;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A final answer, by type. */
sealed interface Answer {
  /**
   * A number or formula with what it counts.
   *
   * @param exact its value where that is a rational number, else null
   */
  record Scalar(Expr expr, @Nullable Rational exact, Written written, Unit unit)
      implements Answer {}

  record Truth(boolean value) implements Answer {}

  /** Running text. {@code quoted} where it was a string of Python, which must match exactly. */
  record Words(String text, boolean quoted) implements Answer {}

  /** A choice of several, with the text that stood behind its letter, or null. */
  record Choice(char letter, @Nullable Answer body) implements Answer {}

  /** A time of day in minutes; {@code half} is a, p, or a space where it is not said. */
  record Clock(int minutes, char half) implements Answer {}

  /** Numbers in proportion. */
  record Ratio(List<Answer> terms, @Nullable Clock clock) implements Answer {}

  /** What surrounds a group; the last three are values of Python. */
  enum Brackets {
    ROUND,
    SQUARE,
    CURLY,
    NONE,
    PYTHON_LIST,
    PYTHON_TUPLE,
    PYTHON_SET
  }

  /** Several answers. */
  record Group(Brackets brackets, List<Answer> items) implements Answer {}

  /** An interval that is not also a pair: half open, without end, or from an inequality. */
  record Range(Scalar low, Scalar high, boolean lowClosed, boolean highClosed) implements Answer {}

  record Union(List<Answer> parts) implements Answer {}

  /** A matrix. */
  record Grid(List<List<Answer>> rows) implements Answer {}

  /** A numeral with a base other than ten. */
  record Numeral(int base, Rational value) implements Answer {}

  /** {@code sides.get(0) operators.get(0) sides.get(1) ...}; operators are = != < <= > >=. */
  record Relation(List<Scalar> sides, List<String> operators) implements Answer {}

  /** A dict of Python. */
  record Mapping(List<Answer> keys, List<Answer> values) implements Answer {}

  /** A day of the calendar; {@code year} is 0 where it is not said. */
  record Date(int year, int month, int day) implements Answer {}

  /** A number modulo another. */
  record Residue(Rational value, Rational modulus) implements Answer {
    /** The least number that is not negative and as good. */
    Rational least() {
      return Rational.of(value.numerator().mod(modulus.numerator()));
    }
  }

  /** Several ways to write one value, such as 3/4 = 0.75; at least one. */
  record Forms(List<Answer> forms) implements Answer {}

  /** A body that holds for every value of a variable out of {@code domain}: 3k, k an integer. */
  record Restricted(Answer body, String domain) implements Answer {}

  /** None of Python. */
  record Nothing() implements Answer {}
}
