package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Numbers with commas between that go up evenly: 2, 5, 8 by 3, and 2, 6, 18 threefold. */
final class Sequences {
  /** Names of inputs that may be what a sequence goes up by. */
  private static final Set<String> STEPS =
      Set.of("difference", "diff", "step", "common", "increment", "ratio", "factor", "growth");

  private final Tokens tokens;
  private final KnownNumbers known;
  private final List<BigDecimal> numbers = new ArrayList<>();
  private int end = -1;

  /**
   * @param known is told of steps and ratios
   */
  Sequences(Tokens tokens, KnownNumbers known) {
    this.tokens = tokens;
    this.known = known;
  }

  /** Takes the next number of the text. */
  void read(int index, Reading reading) {
    if (!tokens.is(index - 1, ",") || index - 1 != end) {
      numbers.clear();
    }
    numbers.add(reading.value());
    end = reading.end();
    int size = numbers.size();
    if (size < 3) {
      return;
    }
    BigDecimal first = numbers.get(size - 3);
    BigDecimal second = numbers.get(size - 2);
    BigDecimal step = second.subtract(first);
    if (step.compareTo(reading.value().subtract(second)) == 0) {
      known.imply(step.abs(), STEPS);
    } else if (first.signum() != 0
        && second.multiply(second).compareTo(first.multiply(reading.value())) == 0) {
      known.imply(second.divide(first, MathContext.DECIMAL64).abs(), STEPS);
    }
  }
}
