package org.caco.grader;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether two formulas are the same by evaluating both at several points to about 50
 * digits. The points are taken from a hash of the formulas, so that the same pair is always judged
 * alike.
 */
final class Numeric {
  enum Relation {
    EQUAL,
    DIFFERENT,
    /** They differ, and one has a variable that the other has not. */
    OTHER_VARIABLES,
    UNKNOWN
  }

  private static final int POSITIVE_POINTS = 4;
  private static final int NEGATIVE_POINTS = 2;
  private static final int INTEGER_POINTS = 4;
  private static final BigDecimal TOLERANCE = new BigDecimal("1e-30");

  /** What is left where terms of ordinary size cancel. */
  private static final BigDecimal CANCELLED = new BigDecimal("1e-38");

  private final Budget budget;

  Numeric(Budget budget) {
    this.budget = budget;
  }

  @Nullable Relation compare(Expr a, Expr b) {
    Set<String> namesA = ScalarParser.variables(a);
    Set<String> namesB = ScalarParser.variables(b);
    Set<String> names = new HashSet<>(namesA);
    names.addAll(namesB);
    long seed = a.contentHash() + b.contentHash();
    Relation different = namesA.equals(namesB) ? Relation.DIFFERENT : Relation.OTHER_VARIABLES;
    int points = names.isEmpty() ? 1 : POSITIVE_POINTS + NEGATIVE_POINTS;
    int agreed = 0;
    for (int point = 0; point < points; point++) {
      boolean negative = point >= POSITIVE_POINTS;
      Boolean same = sameAt(a, b, at(names, seed, point, negative), negative);
      if (Boolean.FALSE.equals(same)) {
        return different;
      }
      agreed += same == null ? 0 : 1;
    }
    for (int point = 0; agreed == 0 && point < INTEGER_POINTS; point++) {
      // such as n! and binomials, which have no values between the integers
      Map<String, Complex> values = new TreeMap<>();
      int next = point + 2;
      for (String name : names) {
        values.put(name, Complex.of(BigDecimal.valueOf(next)));
        next += 3;
      }
      Boolean same = sameAt(a, b, values, false);
      if (Boolean.FALSE.equals(same)) {
        return different;
      }
      agreed += same == null || point < INTEGER_POINTS - 1 ? 0 : 1;
    }
    return agreed > 0 ? Relation.EQUAL : Relation.UNKNOWN;
  }

  /**
   * Whether both have the same value at a point; null where one has none there. Of values for
   * negative variables only real ones count: which root of a negative number is meant is a matter
   * of convention.
   */
  private @Nullable Boolean sameAt(Expr a, Expr b, Map<String, Complex> point, boolean onlyReal) {
    try {
      Complex x = new Evaluation(point, budget).value(a);
      Complex y = new Evaluation(point, budget).value(b);
      if (onlyReal && !(x.isReal() && y.isReal())) {
        return null;
      }
      return close(x, y);
    } catch (ArithmeticException e) {
      return null;
    } catch (UndecidableException e) {
      if (budget.isSpent()) {
        throw e;
      }
      return null;
    }
  }

  static boolean close(Complex x, Complex y) {
    BigDecimal difference = largest(x.minus(y));
    BigDecimal size = largest(x).max(largest(y));
    return difference.compareTo(size.multiply(TOLERANCE, Real.DIGITS).max(CANCELLED)) <= 0;
  }

  private static BigDecimal largest(Complex x) {
    return x.re().abs().max(x.im().abs());
  }

  static Map<String, Complex> at(Set<String> names, long seed, int point, boolean negative) {
    Map<String, Complex> values = new TreeMap<>();
    for (String name : names) {
      long hash = mix(seed ^ mix(name.hashCode() * 31L + point));
      BigDecimal value = BigDecimal.valueOf(350 + Math.floorMod(hash, 2_650), 3);
      values.put(name, Complex.of(negative ? value.negate() : value));
    }
    return values;
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long x) {
    long z = x + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * The sign of c where {@code a} is c times {@code b} everywhere, 0 where it is no constant
   * multiple, and empty where that cannot be said.
   */
  Optional<Integer> constantRatio(Expr a, Expr b) {
    Set<String> names = ScalarParser.variables(a);
    long seed = a.contentHash() + b.contentHash();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Complex ratio = null;
    int points = 0;
    for (int point = 0; point < POSITIVE_POINTS + NEGATIVE_POINTS; point++) {
      boolean negative = point >= POSITIVE_POINTS;
      Complex here = ratioAt(a, b, at(names, seed, point, negative), negative);
      if (here == null) {
        continue;
      }
      if (here.isZero() || (ratio != null && !close(ratio, here))) {
        return Optional.of(0);
      }
      ratio = here;
      points++;
    }
    return ratio == null || points < 2
        ? Optional.empty()
        : Optional.of(ratio.isReal() ? ratio.re().signum() : 1);
  }

  private @Nullable Complex ratioAt(Expr a, Expr b, Map<String, Complex> point, boolean onlyReal) {
    try {
      Complex x = new Evaluation(point, budget).value(a);
      Complex y = new Evaluation(point, budget).value(b);
      boolean leftOut = onlyReal && !(x.isReal() && y.isReal());
      if (leftOut || (x.isZero() && y.isZero())) {
        return null;
      }
      return x.isZero() || y.isZero() ? Complex.ZERO : x.dividedBy(y);
    } catch (ArithmeticException e) {
      return null;
    } catch (UndecidableException e) {
      if (budget.isSpent()) {
        throw e;
      }
      return null;
    }
  }

  /**
   * The value of {@code expr} to about 45 digits, or null where it has variables or is not real.
   */
  @Nullable Rational realValue(Expr expr) {
    try {
      Complex value = new Evaluation(Map.of(), budget).value(expr);
      return value.isReal() ? Rational.of(value.re()) : null;
    } catch (ArithmeticException e) {
      return null;
    } catch (UndecidableException e) {
      if (budget.isSpent()) {
        throw e;
      }
      return null;
    }
  }
}
