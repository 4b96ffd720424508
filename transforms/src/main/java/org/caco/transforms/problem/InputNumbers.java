package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.caco.python.PythonValue;
import org.caco.text.BoundedPattern;

/** The numbers in a Python value as the README's section on values in JSON has it. */
final class InputNumbers {
  private static final Pattern NUMBER = BoundedPattern.of("-?\\d{1,1000}(?:\\.\\d{1,1000})?");
  private static final Pattern FRACTION = BoundedPattern.of("(-?\\d{1,100})/(\\d{1,100})");

  /** From this length on, a list of evenly spaced numbers may be told by its ends. */
  private static final int MIN_SEQUENCE = 4;

  private InputNumbers() {}

  /**
   * The numbers that somebody who is told of an entry of the input must hear: all of them, but of a
   * list such as 1, 2, 3, 4, 5 only the first and the last. Texts count where all of one is a
   * number; names of entries do not.
   */
  static List<BigDecimal> of(PythonValue.Entry entry) {
    List<BigDecimal> numbers = new ArrayList<>();
    add(entry, numbers);
    return numbers;
  }

  /** The number that an int or a finite float is; empty for all else. */
  static Optional<BigDecimal> number(PythonValue value) {
    if (value instanceof PythonValue.Int integer) {
      return Optional.of(new BigDecimal(integer.value()));
    }
    return value instanceof PythonValue.Floating number && number.isFinite()
        ? Optional.of(number.decimal())
        : Optional.empty();
  }

  private static void add(PythonValue.Entry entry, List<BigDecimal> to) {
    if (!(entry.key() instanceof PythonValue.Text)) {
      add(entry.key(), to);
    }
    add(entry.value(), to);
  }

  private static void add(PythonValue value, List<BigDecimal> to) {
    if (value instanceof PythonValue.Items items) {
      List<BigDecimal> numbers = new ArrayList<>();
      items.items().forEach(item -> add(item, numbers));
      to.addAll(
          isSequence(numbers) ? List.of(numbers.get(0), numbers.get(numbers.size() - 1)) : numbers);
    } else if (value instanceof PythonValue.Dict dict) {
      dict.entries().forEach(entry -> add(entry, to));
    } else if (value instanceof PythonValue.Complex complex) {
      add(complex.real(), to);
      add(complex.imaginary(), to);
    } else if (value instanceof PythonValue.Floating) {
      // Infinity is not a number that a problem could state.
      number(value).ifPresent(to::add);
    } else {
      value.asText().ifPresent(text -> addText(text, to));
    }
  }

  private static void addText(String text, List<BigDecimal> to) {
    String bare = text.strip();
    if (NUMBER.matcher(bare).matches()) {
      to.add(new BigDecimal(bare));
      return;
    }
    // Numerator and denominator: a third is not 0.333.
    if (FRACTION.matcher(bare).matches()) {
      for (String part : bare.split("/", -1)) {
        to.add(new BigDecimal(part));
      }
    }
  }

  private static boolean isSequence(List<BigDecimal> items) {
    if (items.size() < MIN_SEQUENCE) {
      return false;
    }
    BigDecimal step = items.get(1).subtract(items.get(0));
    for (int i = 2; i < items.size(); i++) {
      if (items.get(i).subtract(items.get(i - 1)).compareTo(step) != 0) {
        return false;
      }
    }
    return true;
  }
}
