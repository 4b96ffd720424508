package org.caco.transforms.instances;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.caco.transforms.problem.ProblemTemplate;
import org.caco.transforms.problem.ProblemTemplate.Slot;

/**
 * Other numbers for the places of a problem: of the same kind, about the same size and as round as
 * its own, all different. Whether they go together only the program tells.
 */
final class Proposals {
  private static final List<String> PERCENTAGES = List.of("percent", "percentage", "pct");
  private static final List<BigDecimal> SHARES = shares();
  private static final BigDecimal FOUR = BigDecimal.valueOf(4);
  private static final int SMALL = 20;
  private static final int HUNDRED = 100;
  private static final BigInteger MOST = BigInteger.TEN.pow(7);
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2035;
  private static final int TRIES = 6;

  private final List<Slot> slots;
  private final Set<BigDecimal> taken = new HashSet<>();
  private final List<BigDecimal> own;

  Proposals(ProblemTemplate template) {
    slots = template.slots();
    own = slots.stream().map(Slot::number).toList();
    template.others().forEach(each -> taken.add(each.stripTrailingZeros()));
  }

  private static List<BigDecimal> shares() {
    List<BigDecimal> shares = new ArrayList<>();
    for (int below : new int[] {2, 3, 4, 5, 6, 8, 10}) {
      for (int above = 1; above < below; above++) {
        if (BigInteger.valueOf(above).gcd(BigInteger.valueOf(below)).equals(BigInteger.ONE)) {
          // As a program has it: the nearest double.
          shares.add(BigDecimal.valueOf((double) above / below));
        }
      }
    }
    return List.copyOf(shares);
  }

  /** The numbers that the text has. */
  List<BigDecimal> own() {
    return own;
  }

  /**
   * Others, some or all of them changed.
   *
   * @param from what to change
   * @return empty where two would be the same
   */
  Optional<List<BigDecimal>> others(List<BigDecimal> from, Random random) {
    List<BigDecimal> others = new ArrayList<>(from);
    int changes = 1 + random.nextInt(Math.min(slots.size(), 1 + random.nextInt(slots.size())));
    int first = random.nextInt(slots.size());
    for (int i = 0; i < changes; i++) {
      int at = (first + i) % slots.size();
      other(at, others, random).ifPresent(number -> others.set(at, number));
    }
    Set<BigDecimal> different = new HashSet<>();
    others.forEach(each -> different.add(each.abs().stripTrailingZeros()));
    return different.size() == others.size() && !others.equals(own)
        ? Optional.of(others)
        : Optional.empty();
  }

  private Optional<BigDecimal> other(int at, List<BigDecimal> numbers, Random random) {
    Slot slot = slots.get(at);
    for (int i = 0; i < TRIES; i++) {
      BigDecimal size =
          switch (slot.kind()) {
            case FRACTION -> SHARES.get(random.nextInt(SHARES.size()));
            case HOUR -> hour(slot, random);
            default -> number(slot, numbers.get(at), numbers, random);
          };
      // There is one of something in another grammar, and there is nothing of it in another story.
      boolean fits = size.compareTo(BigDecimal.ONE) != 0 && isAboutAsLarge(size, slot);
      if (fits && !taken.contains(size.stripTrailingZeros())) {
        return Optional.of(slot.number().signum() < 0 ? size.negate() : size);
      }
    }
    return Optional.empty();
  }

  /** No more than four times as large, and no less than a fourth: small numbers may be larger. */
  private static boolean isAboutAsLarge(BigDecimal size, Slot slot) {
    BigDecimal own = slot.number().abs();
    BigDecimal most = own.multiply(FOUR).max(BigDecimal.valueOf(SMALL));
    boolean free = isPercentage(slot) || slot.kind() == ProblemTemplate.Kind.FRACTION;
    return size.signum() > 0
        && (free || (size.compareTo(most) <= 0 && size.multiply(FOUR).compareTo(own) >= 0));
  }

  /** How many numbers are not those of the row. */
  int changes(List<BigDecimal> numbers) {
    int changes = 0;
    for (int i = 0; i < own.size(); i++) {
      changes += numbers.get(i).compareTo(own.get(i)) == 0 ? 0 : 1;
    }
    return changes;
  }

  private static BigDecimal hour(Slot slot, Random random) {
    int afternoon = slot.number().intValue() > 12 ? 12 : 0;
    return BigDecimal.valueOf(afternoon + 1L + random.nextInt(11));
  }

  private static BigDecimal number(
      Slot slot, BigDecimal now, List<BigDecimal> numbers, Random random) {
    int scale = Math.max(0, Math.min(slot.scale(), slot.number().stripTrailingZeros().scale()));
    if (slot.whole() && random.nextInt(3) == 0) {
      return related(now.abs(), numbers, random);
    }
    BigInteger size = unscaled(slot.number(), scale);
    BigInteger low;
    BigInteger high;
    if (isPercentage(slot)
        && size.compareTo(BigInteger.valueOf(HUNDRED).multiply(pow(scale))) < 0) {
      low = BigInteger.ONE;
      high = BigInteger.valueOf(HUNDRED).multiply(pow(scale)).subtract(BigInteger.ONE);
      if (slot.kind() == ProblemTemplate.Kind.PART) {
        high = pow(scale).subtract(BigInteger.ONE);
      }
    } else if (isYear(slot)) {
      low = size.subtract(BigInteger.valueOf(15));
      high = size.add(BigInteger.valueOf(15)).min(BigInteger.valueOf(LAST_YEAR));
    } else if (size.compareTo(BigInteger.valueOf(SMALL)) <= 0) {
      low = BigInteger.TWO;
      high = size.shiftLeft(1).max(BigInteger.valueOf(12));
    } else {
      low = size.shiftRight(1);
      high = size.shiftLeft(1);
    }
    BigInteger step = step(size, low, high);
    BigInteger steps = high.subtract(low).divide(step);
    BigInteger drawn =
        low.add(step.subtract(BigInteger.ONE))
            .divide(step)
            .add(new BigInteger(steps.bitLength() + 16, random).mod(steps.add(BigInteger.ONE)))
            .multiply(step);
    return new BigDecimal(drawn.min(MOST.multiply(pow(scale))), scale);
  }

  /** What others divide by, or are divided by: most numbers do not come out even otherwise. */
  private static BigDecimal related(BigDecimal now, List<BigDecimal> numbers, Random random) {
    BigDecimal by = numbers.get(random.nextInt(numbers.size())).abs();
    BigDecimal step = random.nextInt(3) == 0 ? BigDecimal.ONE : by;
    BigDecimal times = BigDecimal.valueOf(1L + random.nextInt(4));
    BigDecimal other =
        switch (random.nextInt(4)) {
          case 0 -> now.subtract(step.multiply(times));
          case 1 -> now.multiply(times.add(BigDecimal.ONE));
          default -> now.add(step.multiply(times));
        };
    return other.abs().compareTo(new BigDecimal(MOST)) > 0
        ? now
        : other.setScale(0, RoundingMode.DOWN);
  }

  private static boolean isPercentage(Slot slot) {
    return switch (slot.kind()) {
      case PERCENT, PART -> true;
      default -> slot.words().stream().anyMatch(PERCENTAGES::contains);
    };
  }

  private static boolean isYear(Slot slot) {
    return slot.whole()
        && slot.number().compareTo(BigDecimal.valueOf(FIRST_YEAR)) >= 0
        && slot.number().compareTo(BigDecimal.valueOf(LAST_YEAR)) <= 0
        && slot.words().stream().anyMatch(Set.of("year", "born", "birth")::contains);
  }

  /** As round as the number is: tens for 240, fives for 15, as long as there are enough of them. */
  private static BigInteger step(BigInteger size, BigInteger low, BigInteger high) {
    BigInteger step = BigInteger.ONE;
    for (int digits = 1; digits <= 7; digits++) {
      for (BigInteger part : List.of(BigInteger.valueOf(5), BigInteger.TEN)) {
        BigInteger round = pow(digits - 1).multiply(part);
        boolean enough = high.subtract(low).compareTo(round.multiply(BigInteger.TEN)) >= 0;
        if (size.mod(round).signum() == 0 && enough) {
          step = round;
        }
      }
    }
    return step;
  }

  private static BigInteger unscaled(BigDecimal number, int scale) {
    return number.abs().setScale(scale, RoundingMode.HALF_UP).unscaledValue();
  }

  private static BigInteger pow(int digits) {
    return BigInteger.TEN.pow(digits);
  }
}
