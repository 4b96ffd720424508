package org.caco.transforms.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.caco.text.BoundedPattern;

/** The numbers in a Python value as the README's section on values in JSON has it. */
final class InputNumbers {
  private static final Pattern NUMBER = BoundedPattern.of("-?\\d{1,1000}(?:\\.\\d{1,1000})?");
  private static final Pattern FRACTION = BoundedPattern.of("(-?\\d{1,100})/(\\d{1,100})");

  /** From this length on, a list of evenly spaced numbers may be told by its ends. */
  private static final int MIN_SEQUENCE = 4;

  private InputNumbers() {}

  /**
   * The numbers that somebody who is told of {@code value} must hear: all of them, but of a list
   * such as 1, 2, 3, 4, 5 only the first and the last. Texts count where all of one is a number.
   */
  static List<BigDecimal> of(JsonNode value) {
    List<BigDecimal> numbers = new ArrayList<>();
    add(value, numbers);
    return numbers;
  }

  private static void add(JsonNode value, List<BigDecimal> to) {
    if (value.isNumber()) {
      to.add(value.decimalValue());
    } else if (value.isTextual()) {
      addText(value.textValue(), to);
    } else if (value.isArray()) {
      List<BigDecimal> items = new ArrayList<>();
      value.forEach(item -> add(item, items));
      to.addAll(isSequence(items) ? List.of(items.get(0), items.get(items.size() - 1)) : items);
    } else if (value.isObject()) {
      addObject(value, to);
    }
  }

  private static void addObject(JsonNode value, List<BigDecimal> to) {
    String form = value.isEmpty() ? "" : value.fieldNames().next();
    switch (form) {
      case "$int", "$decimal", "$fraction" -> addText(value.get(form).asText(), to);
      case "$object" -> addText(value.path("text").asText(), to);
      // Not a number that a problem could state.
      case "$float", "$bytes" -> {}
      default -> value.forEach(entry -> add(entry, to));
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
