package org.caco.server.embedded;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.caco.server.embedded.Expr.Num;
import org.caco.server.embedded.PlainStep.Kind;

/** Chooses numbers that fit what is known already. */
final class DressingNumbers {
  private static final List<Integer> PERCENTS =
      List.of(5, 8, 10, 12, 15, 16, 20, 24, 25, 30, 35, 36, 40, 45, 48, 50, 60, 64, 70, 75, 80);

  private final Random random;

  DressingNumbers(Random random) {
    this.random = random;
  }

  private Rational between(long low, long high) {
    return Rational.of(low + (long) (random.nextDouble() * (high - low + 1)));
  }

  Rational small() {
    return between(3, 40);
  }

  Rational start() {
    return switch (random.nextInt(4)) {
      case 0 -> between(12, 90);
      case 1 -> between(100, 600);
      case 2 -> between(5, 60).times(Rational.of(12));
      default -> between(2, 40).times(Rational.of(20));
    };
  }

  Rational factor() {
    return between(2, 30);
  }

  /** Dollars, with cents in steps of a quarter. */
  Rational price() {
    return Rational.of(new BigDecimal("0.25")).times(between(2, 60));
  }

  /** About as large as another number. */
  Rational like(Rational value) {
    long size = Math.max(6, value.truncate().numerator().longValueExact());
    return between(Math.max(2, size / 5), size);
  }

  /** Clearly less than another number. */
  Rational below(Rational value) {
    long size = value.ceiling().numerator().longValueExact();
    if (size < 4) {
      throw new CannotException("nothing can be taken away");
    }
    return between(Math.max(1, size / 8), Math.max(2, size * 2 / 3) - 1);
  }

  Rational slightlyBelow(Rational value) {
    long size = value.ceiling().numerator().longValueExact();
    if (size < 6) {
      throw new CannotException("the limit is too low");
    }
    return between(size * 6 / 10, size - 1);
  }

  Rational slightlyAbove(Rational value) {
    long size = value.ceiling().numerator().longValueExact();
    return between(size + 1, size + Math.max(2, size / 3));
  }

  /** A first operand that fits the second one. */
  Rational above(Kind kind, Rational second) {
    return switch (kind) {
      case PRODUCT -> factor();
      case QUOTIENT -> second.times(between(2, 12));
      case WHOLE_TIMES, REMAINDER ->
          second.times(between(2, 12)).plus(second.signum() > 0 ? Rational.ONE : second);
      default -> second.ceiling().plus(like(second));
    };
  }

  /** A number of shares that comes out even, or at least with two decimals. */
  Rational divisor(Rational value, int most) {
    List<Rational> even = new ArrayList<>();
    List<Rational> decimal = new ArrayList<>();
    for (int i = 2; i <= most; i++) {
      Rational divisor = Rational.of(i);
      Rational quotient = value.dividedBy(divisor);
      if (quotient.isInteger() && quotient.compareTo(Rational.ONE) > 0) {
        even.add(divisor);
      } else if (quotient.round(2).equals(quotient)) {
        decimal.add(divisor);
      }
    }
    List<Rational> from = even.isEmpty() ? decimal : even;
    if (from.isEmpty()) {
      throw new CannotException("nothing divides it");
    }
    return from.get(random.nextInt(from.size()));
  }

  /** A group size that leaves a remainder. */
  Rational group(Rational value) {
    List<Integer> sizes = new ArrayList<>();
    for (int i = 3; i < 60; i++) {
      Rational quotient = value.dividedBy(Rational.of(i));
      if (!quotient.isInteger() && quotient.compareTo(Rational.ONE) > 0) {
        sizes.add(i);
      }
    }
    if (sizes.isEmpty()) {
      throw new CannotException("no group size leaves a remainder");
    }
    return Rational.of(sizes.get(random.nextInt(sizes.size())));
  }

  Rational percent(Rational value) {
    List<Integer> percents = new ArrayList<>(PERCENTS);
    Collections.shuffle(percents, random);
    for (int percent : percents) {
      if (value.times(Rational.of(percent)).dividedBy(Rational.HUNDRED).isInteger()) {
        return Rational.of(percent);
      }
    }
    return Rational.of(percents.get(0));
  }

  Rational times() {
    return between(2, 6);
  }

  Rational multiplier() {
    return between(2, 4);
  }

  /** A change small enough to be repeated a few times. */
  Rational change(Rational value) {
    long size = value.truncate().numerator().longValueExact() / 8;
    if (size < 1) {
      throw new CannotException("it is too small to change step by step");
    }
    return between(Math.max(1, size / 4), size);
  }

  List<Num> list() {
    long scale = 1L + random.nextInt(40);
    List<Num> values = new ArrayList<>();
    for (int i = 3 + random.nextInt(4); i > 0; i--) {
      values.add(Num.of(between(scale, scale * 4 + 10)));
    }
    return values;
  }
}
