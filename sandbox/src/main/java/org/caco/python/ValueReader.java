package org.caco.python;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caco.python.PythonValue.Bool;
import org.caco.python.PythonValue.Bytes;
import org.caco.python.PythonValue.Complex;
import org.caco.python.PythonValue.Decimal;
import org.caco.python.PythonValue.Dict;
import org.caco.python.PythonValue.Entry;
import org.caco.python.PythonValue.Floating;
import org.caco.python.PythonValue.Fraction;
import org.caco.python.PythonValue.Int;
import org.caco.python.PythonValue.Items;
import org.caco.python.PythonValue.None;
import org.caco.python.PythonValue.Opaque;
import org.caco.python.PythonValue.Text;
import org.jspecify.annotations.Nullable;

/**
 * Reads encoded values. Who wrote one may mean harm, and who reads it later would pay: for a number
 * of a million digits or with an exponent of nine, for a depth that no stack has, for a key that is
 * there twice.
 */
final class ValueReader {
  /** Brackets of JSON: the encoder nests 200 values, each of which takes at most three. */
  private static final int MAX_DEPTH = 1000;

  private static final int MAX_VALUES = 500_000;
  private static final int MAX_NUMBER_CHARS = 30;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final String DIGITS = "\\d{1,10000}+";
  private static final Pattern FLOAT =
      Pattern.compile("-?\\d++(?:\\.\\d++)?(?:[eE][+-]?\\d{1,3})?");
  private static final Pattern INT = Pattern.compile("-?" + DIGITS);
  private static final Pattern SPECIAL_FLOAT = Pattern.compile("nan|-?inf");
  private static final Pattern FRACTION = Pattern.compile("-?" + DIGITS + "/" + DIGITS);
  // Up to six zeros come between the point and the digits.
  private static final Pattern DECIMAL =
      Pattern.compile(
          "-?(?:" + DIGITS + "(?:\\.\\d{1,10006}+)?(?:[eE][+-]?\\d{1,19}+)?|Infinity|s?NaN\\d*+)");
  private static final Pattern BASE64 =
      Pattern.compile("(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");

  private static final Map<String, Tag> TAGS =
      Stream.of(Tag.values()).collect(Collectors.toMap(Tag::key, Function.identity()));

  private final JsonParser parser;
  private int values;

  private ValueReader(JsonParser parser) {
    this.parser = parser;
  }

  static PythonValue read(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      ValueReader reader = new ValueReader(parser);
      PythonValue value = reader.value(parser.nextToken());
      reader.require(parser.nextToken() == null, "one value, and nothing after it");
      return value;
    } catch (IOException e) {
      // Without its message, which quotes the text.
      throw new IllegalArgumentException("not a Python value in JSON: no JSON, or out of bounds");
    }
  }

  private void require(boolean holds, String needed) {
    if (!holds) {
      throw refused(needed);
    }
  }

  private IllegalArgumentException refused(String needed) {
    return new IllegalArgumentException(
        "not a Python value in JSON: at character "
            + parser.currentTokenLocation().getCharOffset()
            + " "
            + needed
            + " is needed");
  }

  private PythonValue value(@Nullable JsonToken token) throws IOException {
    require(++values <= MAX_VALUES, "the end, after " + MAX_VALUES + " values,");
    if (token == null) {
      throw refused("a value");
    }
    return switch (token) {
      case VALUE_NULL -> new None();
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      case VALUE_STRING -> new Text(parser.getText());
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> number();
      case START_ARRAY -> new Items(Items.Kind.LIST, items());
      case START_OBJECT -> object();
      default -> throw refused("a value");
    };
  }

  private Int integer() throws IOException {
    require(parser.getTextLength() <= MAX_NUMBER_CHARS, "an integer up to 2^53");
    BigInteger value = parser.getBigIntegerValue();
    require(value.abs().compareTo(Tag.MAX_EXACT) <= 0, "an integer up to 2^53");
    return new Int(value);
  }

  private Floating number() throws IOException {
    require(
        parser.getTextLength() <= MAX_NUMBER_CHARS
            && FLOAT.matcher(parser.getText()).matches()
            && Double.isFinite(parser.getDoubleValue()),
        "a finite float");
    return new Floating(parser.getText());
  }

  /** Those of the array that has just begun. */
  private List<PythonValue> items() throws IOException {
    List<PythonValue> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token));
    }
    return items;
  }

  private PythonValue object() throws IOException {
    String name = parser.nextFieldName();
    if (name != null && name.startsWith(Tag.SIGN)) {
      Tag tag = TAGS.get(name);
      if (tag == null) {
        throw refused("a known type");
      }
      PythonValue value = tagged(tag);
      require(parser.nextToken() == JsonToken.END_OBJECT, "the end of a tagged value");
      return value;
    }
    List<Entry> entries = new ArrayList<>();
    for (; name != null; name = parser.nextFieldName()) {
      require(!name.startsWith(Tag.SIGN), "a key that is no type");
      entries.add(new Entry(new Text(name), value(parser.nextToken())));
    }
    return new Dict(entries);
  }

  private PythonValue tagged(Tag tag) throws IOException {
    JsonToken content = parser.nextToken();
    return switch (tag) {
      case INT -> new Int(new BigInteger(matched(INT)));
      case FLOAT -> new Floating(matched(SPECIAL_FLOAT));
      case FRACTION -> fraction(matched(FRACTION));
      case DECIMAL -> new Decimal(matched(DECIMAL));
      case BYTES -> new Bytes(matched(BASE64));
      case TUPLE -> new Items(Items.Kind.TUPLE, itemsOf(content));
      case SET -> new Items(Items.Kind.SET, itemsOf(content));
      case DICT -> dict(itemsOf(content));
      case COMPLEX -> complex(itemsOf(content));
      case OBJECT -> {
        String type = string();
        require(Tag.TEXT.equals(parser.nextFieldName()), "the text of an object");
        parser.nextToken();
        yield new Opaque(type, string());
      }
    };
  }

  private String string() throws IOException {
    require(parser.currentToken() == JsonToken.VALUE_STRING, "a string");
    return parser.getText();
  }

  private String matched(Pattern pattern) throws IOException {
    String text = string();
    require(pattern.matcher(text).matches(), "a string of the form of its type");
    return text;
  }

  private List<PythonValue> itemsOf(@Nullable JsonToken content) throws IOException {
    require(content == JsonToken.START_ARRAY, "an array");
    return items();
  }

  private Fraction fraction(String text) {
    int slash = text.indexOf('/');
    Fraction fraction =
        new Fraction(
            new BigInteger(text.substring(0, slash)), new BigInteger(text.substring(slash + 1)));
    require(
        fraction.denominator().signum() > 0
            && fraction.numerator().gcd(fraction.denominator()).equals(BigInteger.ONE),
        "a fraction in lowest terms");
    return fraction;
  }

  private Complex complex(List<PythonValue> parts) {
    require(
        parts.size() == 2 && parts.get(0) instanceof Floating && parts.get(1) instanceof Floating,
        "two floats");
    return new Complex((Floating) parts.get(0), (Floating) parts.get(1));
  }

  private Dict dict(List<PythonValue> pairs) {
    List<Entry> entries = new ArrayList<>();
    Set<PythonValue> keys = new HashSet<>();
    for (PythonValue pair : pairs) {
      require(
          pair instanceof Items items
              && items.kind() == Items.Kind.LIST
              && items.items().size() == 2,
          "a pair of key and value");
      List<PythonValue> both = ((Items) pair).items();
      PythonValue key = both.get(0);
      // Other keys may well look alike: two NaN are two keys, and so are two symbols of a name.
      boolean plain = key instanceof Text || key instanceof Int;
      require(!plain || keys.add(key), "a key that is not there twice");
      entries.add(new Entry(key, both.get(1)));
    }
    return new Dict(entries);
  }
}
