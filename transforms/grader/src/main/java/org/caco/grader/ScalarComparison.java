package org.caco.grader;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares numbers and formulas, with their units. */
final class ScalarComparison {
  /** Differences up to this are noise of binary floating point, relative to the value. */
  private static final Rational FLOAT_NOISE = tenTo(-10);

  private static final Rational FLOAT_NOISE_SURE = Rational.of(2).times(tenTo(-14));
  private static final Rational FLOAT_NOISE_CAP = tenTo(-9);
  private static final Rational HALF = Rational.ONE.dividedBy(Rational.of(2));

  /** Of a pair's steps: forty questions to the decider, which may take seconds each. */
  private static final int DECIDER_STEPS = 5_000;

  private final Budget budget;
  private final Judging judging;

  ScalarComparison(Budget budget, Judging judging) {
    this.budget = budget;
    this.judging = judging;
  }

  private static Rational tenTo(int exponent) {
    return Rational.of(10).power(exponent);
  }

  Grade compare(Answer.Scalar a, Answer.Scalar b) {
    Unit unitA = a.unit();
    Unit unitB = b.unit();
    if (unitA.isPercent() != unitB.isPercent()) {
      return unitA.isPercent() ? percent(a, b) : percent(b, a);
    }
    if (!nounsAgree(unitA.nouns(), unitB.nouns())) {
      return Grade.different("unit");
    }
    if (unitA.isMeasure() && unitB.isMeasure()) {
      if (!unitA.dimension().equals(unitB.dimension())) {
        return Grade.different("unit");
      }
      if (unitA.size().equals(unitB.size())) {
        return values(a, b);
      }
      Grade grade = values(Units.inBaseUnit(a), Units.inBaseUnit(b));
      return grade.equal() ? Grade.equal("quantity") : grade;
    }
    if (unitA.isMeasure() != unitB.isMeasure() && !(unitA.isNone() || unitB.isNone())) {
      return Grade.different("unit");
    }
    if (unitA.isAngle() != unitB.isAngle()) {
      return unitA.isAngle() ? angle(a, b) : angle(b, a);
    }
    return values(a, b);
  }

  private static boolean nounsAgree(Set<String> a, Set<String> b) {
    return a.isEmpty() || b.isEmpty() || a.containsAll(b) || b.containsAll(a);
  }

  /**
   * 50% is 0.5, and it is 50 where the sign was left out because the question asks for percent. Of
   * 0.15% and 0.15 that cannot be said: up to 1 a number may be a part of the whole.
   */
  private Grade percent(Answer.Scalar percent, Answer.Scalar number) {
    if (number.unit().isMeasure() || !percent.unit().nouns().containsAll(number.unit().nouns())) {
      return Grade.different("unit");
    }
    Grade same = values(percent, number);
    boolean part = number.exact() == null || number.exact().abs().compareTo(Rational.ONE) <= 0;
    if (same.equal() && !part && number.unit().isNone()) {
      return Grade.equal("percent");
    }
    if (same.equal()) {
      same = Grade.different("number");
    }
    return values(Units.percentAsNumber(percent), number).equal() ? Grade.equal("percent") : same;
  }

  private Grade angle(Answer.Scalar degrees, Answer.Scalar number) {
    if (number.expr().mentions("pi")) {
      Expr radians =
          new Expr.Binary(
              '*', degrees.expr(), new Expr.Binary('/', new Expr.Named("pi"), Expr.of(180)));
      Answer.Scalar inRadians =
          new Answer.Scalar(radians, Exact.of(radians, budget), Written.EXACTLY, Unit.NONE);
      Grade grade = values(inRadians, number);
      return grade.equal() ? Grade.equal("quantity") : grade;
    }
    return values(degrees, number);
  }

  /** Compares without regard to units. */
  private Grade values(Answer.Scalar a, Answer.Scalar b) {
    Rational x = a.exact();
    Rational y = b.exact();
    if (x == null || y == null) {
      return formulas(a, b);
    }
    budget.take(1 + (x.numerator().bitLength() + y.numerator().bitLength()) / 1000);
    boolean integers = x.isInteger() && y.isInteger();
    if (x.equals(y)) {
      return Grade.equal(integers ? "integer" : "number");
    }
    return integers ? Grade.different("integer") : approximately(a, x, b, y);
  }

  private Grade approximately(Answer.Scalar a, Rational x, Answer.Scalar b, Rational y) {
    boolean floats = a.written().looksLikeFloat() || b.written().looksLikeFloat();
    if (floats && withinFloatNoise(x, y)) {
      return Grade.equal("float");
    }
    if (!judging.roundingAccepted()) {
      return Grade.different("number");
    }
    boolean money = isMoney(a) || isMoney(b);
    boolean rounded =
        isRounded(x, a.written(), y, b.written(), money)
            || isRounded(y, b.written(), x, a.written(), money);
    return rounded ? Grade.equal("rounded") : Grade.different("number");
  }

  private static boolean isMoney(Answer.Scalar scalar) {
    return Set.of("usd", "euro", "sterling", "rupee", "yen").contains(scalar.unit().dimension());
  }

  private static boolean withinFloatNoise(Rational x, Rational y) {
    Rational difference = x.minus(y).abs();
    Rational size = x.abs().compareTo(y.abs()) > 0 ? x.abs() : y.abs();
    Rational relative = size.times(FLOAT_NOISE);
    Rational loose = relative.compareTo(FLOAT_NOISE_CAP) < 0 ? relative : FLOAT_NOISE_CAP;
    Rational sure = size.times(FLOAT_NOISE_SURE);
    return difference.compareTo(loose) <= 0
        || difference.compareTo(sure) <= 0
        || ((x.signum() == 0 || y.signum() == 0) && size.compareTo(tenTo(-14)) < 0);
  }

  /**
   * Whether {@code decimal} is {@code value} rounded to the places that it states. With few digits
   * it must be plain that something was rounded: 0.33 for 1/3 is, 0.13 for 0.125 is not, and a
   * single digit never is. A value that is itself written with as few places is no finer than the
   * decimal.
   */
  static boolean isRounded(
      Rational decimal, Written written, Rational value, Written valueWritten, boolean money) {
    if (!written.decimal()
        || value.isInteger()
        || (valueWritten.decimal() && valueWritten.places() <= written.places())) {
      return false;
    }
    int places = written.places();
    if (places > 400 || !enoughDigits(written, value, money)) {
      return false;
    }
    Rational quantum = new Rational(BigInteger.ONE, BigInteger.TEN.pow(places));
    return decimal.minus(value).abs().compareTo(quantum.times(HALF)) <= 0;
  }

  private static boolean enoughDigits(Written written, Rational value, boolean money) {
    int digits = written.digits();
    if (digits >= 4 || (money && written.places() == 2)) {
      return true;
    }
    return (digits == 3 || (digits == 2 && written.places() >= 2))
        && !value.terminatesWithin(written.places() + 1);
  }

  private Grade formulas(Answer.Scalar a, Answer.Scalar b) {
    if (a.expr().equals(b.expr())) {
      return Grade.equal("expression");
    }
    if (isInfinite(a.expr()) || isInfinite(b.expr())) {
      return Grade.different("expression");
    }
    Numeric.Relation relation;
    try {
      relation = new Numeric(budget).compare(a.expr(), b.expr());
    } catch (UndecidableException e) {
      return byDecider(a.expr(), b.expr()).orElseThrow(() -> e);
    }
    return switch (relation) {
      case EQUAL -> Grade.equal("expression");
      case OTHER_VARIABLES ->
          IntegrationConstant.isOnlyDifference(a.expr(), b.expr(), budget)
              ? Grade.equal("expression")
              : Grade.different("variables");
      case UNKNOWN -> byDecider(a.expr(), b.expr()).orElse(Grade.UNDECIDED);
      case DIFFERENT -> roundedFormula(a, b);
    };
  }

  /** Whether infinity is a value in it, and not the end of a sum. */
  private static boolean isInfinite(Expr expr) {
    return expr.mentions("infty") && !BigOperator.occursIn(expr);
  }

  private Optional<Grade> byDecider(Expr a, Expr b) {
    // In one order, so that it makes no difference which side is the known answer.
    List<String> words = Postfix.of(a, b).stream().sorted().toList();
    budget.take(DECIDER_STEPS);
    return budget
        .untimed(() -> judging.decider().decide(words.get(0), words.get(1)))
        .map(equal -> Grade.of(equal, Grade.BY_DECIDER));
  }

  /** 1.414 for the square root of two. */
  private Grade roundedFormula(Answer.Scalar a, Answer.Scalar b) {
    if (!a.written().decimal() && !b.written().decimal()) {
      return Grade.different("expression");
    }
    Rational x = a.exact() != null ? a.exact() : new Numeric(budget).realValue(a.expr());
    Rational y = b.exact() != null ? b.exact() : new Numeric(budget).realValue(b.expr());
    return x == null || y == null ? Grade.different("expression") : approximately(a, x, b, y);
  }
}
