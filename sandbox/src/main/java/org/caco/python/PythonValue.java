package org.caco.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value of a Python program, of the types that can be carried to other programs.
 *
 * <p>In JSON, null, booleans, strings and lists are as they are. An integer is a number up to 2^53
 * in size, else {@code {"$int": "123..."}}. A finite float is a number that keeps its point or
 * exponent, else {@code {"$float": "nan"}}, {@code "inf"} or {@code "-inf"}. A dict whose keys are
 * all strings that do not begin with {@code $} is an object, any other {@code {"$dict": [[key,
 * value], ...]}}. The rest: {@code {"$tuple": [...]}}, {@code {"$set": [...]}}, {@code {"$bytes":
 * "base64"}}, {@code {"$complex": [real, imaginary]}}, {@code {"$fraction": "3/4"}}, {@code
 * {"$decimal": "1.10"}}; of an object of an accepted library only its type and its text, {@code
 * {"$object": "its.full.Type", "text": "str(value)"}}. It is strict JSON in printable ASCII.
 *
 * <p>Two values are equal where their types and what they hold are: 1 is not 1.0. Immutable.
 */
public sealed interface PythonValue {
  /** {@code None}. */
  record None() implements PythonValue {}

  /** {@code True} or {@code False}. */
  record Bool(boolean value) implements PythonValue {}

  /** An {@code int}. */
  record Int(BigInteger value) implements PythonValue {}

  /**
   * A {@code float}.
   *
   * @param text what {@code repr} gives, so that no digit changes on the way; {@code nan}, {@code
   *     inf} and {@code -inf} are floats too
   */
  record Floating(String text) implements PythonValue {
    /** The float that is {@code value}. */
    public static Floating of(double value) {
      return new Floating(FloatText.of(value));
    }

    /** Whether it is a number. */
    public boolean isFinite() {
      return !text.endsWith("n") && !text.endsWith("f");
    }

    /**
     * The number.
     *
     * @throws NumberFormatException where it is not finite
     */
    public BigDecimal decimal() {
      return new BigDecimal(text);
    }
  }

  /** A {@code complex}. */
  record Complex(Floating real, Floating imaginary) implements PythonValue {}

  /** A {@code fractions.Fraction} in lowest terms, its denominator above 0. */
  record Fraction(BigInteger numerator, BigInteger denominator) implements PythonValue {
    /** In lowest terms, for a denominator above 0. */
    public static Fraction of(BigInteger numerator, BigInteger denominator) {
      BigInteger common = numerator.gcd(denominator);
      return new Fraction(numerator.divide(common), denominator.divide(common));
    }
  }

  /**
   * A {@code decimal.Decimal}.
   *
   * @param text what {@code str} gives: digits with an exponent of any size, NaN or Infinity
   */
  record Decimal(String text) implements PythonValue {}

  /** A {@code str}. */
  record Text(String value) implements PythonValue {}

  /** A {@code bytes}, in base64. */
  record Bytes(String base64) implements PythonValue {}

  /** A list, tuple or set. */
  record Items(Kind kind, List<PythonValue> items) implements PythonValue {
    /** What the items are held by; a frozenset is a set, a named tuple is a tuple. */
    public enum Kind {
      LIST,
      TUPLE,
      SET
    }

    public Items {
      items = List.copyOf(items);
    }

    /** Other items held by the same. */
    public Items with(List<PythonValue> others) {
      return new Items(kind, others);
    }
  }

  /** A {@code dict}, in its own order. */
  record Dict(List<Entry> entries) implements PythonValue {
    public Dict {
      entries = List.copyOf(entries);
    }

    /**
     * The dict with entries that {@code json} encodes; empty where it is blank or encodes anything
     * else.
     *
     * @throws IllegalArgumentException where it encodes nothing
     */
    public static Optional<Dict> of(String json) {
      return !json.isBlank() && parse(json) instanceof Dict dict && !dict.isEmpty()
          ? Optional.of(dict)
          : Optional.empty();
    }

    /** The keys' names. */
    public List<String> names() {
      return entries.stream().map(Entry::name).toList();
    }

    /** The values. */
    public List<PythonValue> values() {
      return entries.stream().map(Entry::value).toList();
    }

    /** How many entries it has. */
    public int size() {
      return entries.size();
    }

    /** The name of the key at {@code index}. */
    public String name(int index) {
      return entries.get(index).name();
    }

    /** The value at {@code index}. */
    public PythonValue value(int index) {
      return entries.get(index).value();
    }

    /** The same dict with another value at {@code index}. */
    public Dict with(int index, PythonValue value) {
      List<Entry> changed = new ArrayList<>(entries);
      changed.set(index, entries.get(index).with(value));
      return new Dict(changed);
    }
  }

  /** An entry of a dict. */
  record Entry(PythonValue key, PythonValue value) {
    /** The key as text; a tuple's or another value's that has none, in JSON. */
    public String name() {
      return key.asText().orElseGet(key::toJson);
    }

    /** The same key with another value. */
    public Entry with(PythonValue other) {
      return new Entry(key, other);
    }
  }

  /**
   * An object of another accepted type, such as sympy's and numpy's. A program cannot be given it.
   *
   * @param type its type with its module
   * @param text what {@code str} gives
   */
  record Opaque(String type, String text) implements PythonValue {}

  /**
   * The value that {@code json} encodes. Nothing about it is trusted: it is bounded in depth,
   * numbers and how many values it holds, and no key may be there twice.
   *
   * @throws IllegalArgumentException where it encodes none; says where and why
   */
  static PythonValue parse(String json) {
    return ValueReader.read(json);
  }

  /**
   * The encoding, on one line and without spaces. A text that is read and not written back like
   * this was not made by an encoder of this project.
   */
  default String toJson() {
    return ValueWriter.write(this);
  }

  /**
   * What {@code str} gives; empty for bytes, complex numbers and values with parts, of which the
   * encoding does not tell all.
   */
  default Optional<String> asText() {
    return Optional.ofNullable(ValueWriter.text(this));
  }

  /**
   * The value as it is written in a source, as {@code repr} gives it; bytes and complex numbers, of
   * which the encoding does not tell that, in JSON.
   */
  default String asLiteral() {
    return LiteralWriter.write(this);
  }

  /** Whether it holds nothing: no items, no entries, no bytes, or no characters but spaces. */
  default boolean isEmpty() {
    return (this instanceof Text text && text.value().isBlank())
        || (this instanceof Bytes bytes && bytes.base64().isEmpty())
        || (this instanceof Items items && items.items().isEmpty())
        || (this instanceof Dict dict && dict.entries().isEmpty());
  }

  /** Whether a program can be given this value: nothing in it is {@link Opaque}. */
  default boolean canBeGiven() {
    if (this instanceof Items items) {
      return items.items().stream().allMatch(PythonValue::canBeGiven);
    }
    if (this instanceof Dict dict) {
      return dict.entries().stream()
          .allMatch(entry -> entry.key().canBeGiven() && entry.value().canBeGiven());
    }
    return !(this instanceof Opaque);
  }
}
