package org.caco.grader;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conversion between units of the same dimension. */
final class Units {
  private Units() {}

  /** "4 hours and 15 minutes" as one quantity in the last unit, or null. */
  static Answer.@Nullable Scalar compound(List<Answer> items) {
    Answer.Scalar sum = null;
    for (Answer item : items) {
      if (!(item instanceof Answer.Scalar part)
          || part.exact() == null
          || !part.unit().isMeasure()
          || part.unit().isPercent()
          || part.unit().isAngle()) {
        return null;
      }
      if (sum == null || sum.exact() == null) {
        sum = part;
        continue;
      }
      if (!sum.unit().dimension().equals(part.unit().dimension())
          || sum.unit().size().compareTo(part.unit().size()) <= 0) {
        return null;
      }
      Rational value =
          sum.exact().times(sum.unit().size()).dividedBy(part.unit().size()).plus(part.exact());
      sum = new Answer.Scalar(new Expr.Constant(value), value, Written.EXACTLY, part.unit());
    }
    return sum;
  }

  /** {@code scalar} in the base unit of its dimension. */
  static Answer.Scalar inBaseUnit(Answer.Scalar scalar) {
    Rational factor = scalar.unit().size();
    Unit base = new Unit(scalar.unit().dimension(), Rational.ONE, scalar.unit().nouns());
    return times(scalar, factor, base);
  }

  static Answer.Scalar times(Answer.Scalar scalar, Rational factor, Unit unit) {
    if (factor.equals(Rational.ONE)) {
      return new Answer.Scalar(scalar.expr(), scalar.exact(), scalar.written(), unit);
    }
    return new Answer.Scalar(
        new Expr.Binary('*', scalar.expr(), new Expr.Constant(factor)),
        scalar.exact() == null ? null : scalar.exact().times(factor),
        Written.EXACTLY,
        unit);
  }

  /** Half of fifty percent is written 0.50: the same digits, two places further. */
  static Answer.Scalar percentAsNumber(Answer.Scalar scalar) {
    Answer.Scalar hundredth = times(scalar, Rational.ONE.dividedBy(Rational.of(100)), Unit.NONE);
    Written written = scalar.written();
    return new Answer.Scalar(
        hundredth.expr(),
        hundredth.exact(),
        written.decimal()
            ? new Written(true, written.places() + 2, written.digits())
            : Written.EXACTLY,
        Unit.NONE);
  }
}
