package org.caco.transforms.problem;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caco.python.PythonValue;

/** What a problem must say of an entry of the input: numbers, fractions and texts. */
final class InputNumbers {
  /** From this length on, a list of evenly spaced numbers may be told by its ends. */
  private static final int MIN_SEQUENCE = 4;

  /** Digits of a number in a text at most. */
  private static final int MAX_TEXT = 1_000;

  /**
   * A number that has to be stated.
   *
   * @param parts of a fraction, which may be stated instead; else empty
   * @param share of a list of two, as 2, 3, which may be stated as two thirds; or 0
   */
  record Needed(BigDecimal number, EntryName name, List<BigDecimal> parts, BigDecimal share) {
    Needed(BigDecimal number, EntryName name) {
      this(number, name, List.of(), BigDecimal.ZERO);
    }
  }

  /** A text that has to be found. */
  record NeededText(String text, EntryName name) {}

  private final List<Needed> numbers = new ArrayList<>();
  private final List<NeededText> texts = new ArrayList<>();
  private final Set<Integer> sizes = new HashSet<>();

  private InputNumbers() {}

  /**
   * What somebody who is told of an entry of the input must hear: all numbers, but of a list such
   * as 1, 2, 3, 4, 5 only the first and the last. A text that is a number counts as one; names of
   * entries do not count.
   */
  static InputNumbers of(PythonValue.Entry entry) {
    InputNumbers needed = new InputNumbers();
    needed.add(entry, new String[0]);
    return needed;
  }

  List<Needed> numbers() {
    return numbers;
  }

  List<NeededText> texts() {
    return texts;
  }

  /** How many items the lists have: a number that need not be stated where they are. */
  Set<Integer> sizes() {
    return sizes;
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

  private void add(PythonValue.Entry entry, String[] path) {
    String[] names = path;
    if (entry.key() instanceof PythonValue.Text key) {
      // Of an entry in an entry both names tell, of one deeper the first and the last.
      names = path.length == 0 ? new String[] {key.value()} : new String[] {path[0], key.value()};
    } else {
      add(entry.key(), path, EntryName.of(path));
    }
    add(entry.value(), names, EntryName.of(names));
  }

  private void add(PythonValue value, String[] path, EntryName name) {
    if (value instanceof PythonValue.Items items) {
      items(items.items(), path, name);
    } else if (value instanceof PythonValue.Dict dict) {
      sizes.add(dict.size());
      dict.entries().forEach(entry -> add(entry, path));
    } else if (value instanceof PythonValue.Complex complex) {
      add(complex.real(), path, name);
      add(complex.imaginary(), path, name);
    } else if (value instanceof PythonValue.Fraction fraction) {
      fraction(new BigDecimal(fraction.numerator()), new BigDecimal(fraction.denominator()), name);
    } else if (value instanceof PythonValue.Floating || value instanceof PythonValue.Int) {
      // Infinity is not a number that a problem could state.
      number(value).ifPresent(number -> numbers.add(new Needed(number, name)));
    } else if (!(value instanceof PythonValue.Bool)) {
      value.asText().ifPresent(text -> text(text, name));
    }
  }

  private void items(List<PythonValue> items, String[] path, EntryName name) {
    sizes.add(items.size());
    int before = numbers.size();
    int textsBefore = texts.size();
    items.forEach(item -> add(item, path, name));
    List<Needed> added = numbers.subList(before, numbers.size());
    if (items.size() == 2 && added.size() == 2) {
      shares(added);
    } else if (texts.size() == textsBefore && isSequence(added)) {
      Needed first = added.get(0);
      Needed last = added.get(added.size() - 1);
      added.clear();
      numbers.add(first);
      numbers.add(last);
    }
  }

  /** Numerator and denominator, if these may be ones. */
  private static void shares(List<Needed> pair) {
    BigDecimal above = pair.get(0).number();
    BigDecimal below = pair.get(1).number();
    if (above.signum() > 0 && above.compareTo(below) < 0 && below.scale() <= 0) {
      BigDecimal share = above.divide(below, MathContext.DECIMAL64);
      pair.replaceAll(each -> new Needed(each.number(), each.name(), List.of(), share));
    }
  }

  private void fraction(BigDecimal above, BigDecimal below, EntryName name) {
    BigDecimal value = below.signum() == 0 ? above : above.divide(below, MathContext.DECIMAL64);
    numbers.add(new Needed(value, name, List.of(above, below), BigDecimal.ZERO));
  }

  private void text(String text, EntryName name) {
    String bare = text.strip();
    int slash = bare.indexOf('/');
    if (isNumber(bare)) {
      numbers.add(new Needed(new BigDecimal(bare), name));
    } else if (slash > 0
        && bare.length() <= 200
        && isNumber(bare.substring(0, slash))
        && isNumber(bare.substring(slash + 1))
        && bare.indexOf('.') < 0) {
      // A third is not 0.333.
      fraction(
          new BigDecimal(bare.substring(0, slash)),
          new BigDecimal(bare.substring(slash + 1)),
          name);
    } else if (!bare.isEmpty()) {
      texts.add(new NeededText(bare, name));
    }
  }

  /** Digits with a sign before and a point between, and no more than a thousand. */
  private static boolean isNumber(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      return false;
    }
    int start = text.charAt(0) == '-' ? 1 : 0;
    int points = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      points += c == '.' ? 1 : 0;
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    boolean ends = start < text.length() && text.charAt(start) != '.' && !text.endsWith(".");
    return ends && points <= 1;
  }

  private static boolean isSequence(List<Needed> items) {
    if (items.size() < MIN_SEQUENCE) {
      return false;
    }
    BigDecimal step = items.get(1).number().subtract(items.get(0).number());
    for (int i = 2; i < items.size(); i++) {
      BigDecimal next = items.get(i).number().subtract(items.get(i - 1).number());
      if (next.compareTo(step) != 0) {
        return false;
      }
    }
    return true;
  }
}
