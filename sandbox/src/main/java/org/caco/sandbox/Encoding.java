package org.caco.sandbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of Python values in JSON that the README describes, as values.py writes it. A child
 * may send anything else, and who reads it later would pay: for a number of a million digits or
 * with an exponent of nine, for a line break that makes two lines of one, for a key that is there
 * twice.
 */
final class Encoding {
  private static final long MAX_EXACT = 1L << 53;
  private static final int MAX_NUMBER_CHARS = 30;
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
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*+={0,2}");

  private Encoding() {}

  /** Whether this is one encoded value, in printable ASCII, and nothing else. */
  static boolean isValue(String json) {
    if (!isPrintable(json)) {
      return false;
    }
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      return isValue(parser, parser.nextToken()) && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '\u007f') {
        return false;
      }
    }
    return true;
  }

  private static boolean isValue(JsonParser parser, JsonToken token) throws IOException {
    if (token == null) {
      return false;
    }
    return switch (token) {
      case VALUE_NULL, VALUE_TRUE, VALUE_FALSE, VALUE_STRING -> true;
      case VALUE_NUMBER_INT ->
          parser.getTextLength() <= MAX_NUMBER_CHARS
              && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
              && parser.getLongValue() >= -MAX_EXACT
              && parser.getLongValue() <= MAX_EXACT;
      case VALUE_NUMBER_FLOAT -> isFloat(parser);
      case START_ARRAY -> areValues(parser);
      case START_OBJECT -> isObject(parser);
      default -> false;
    };
  }

  private static boolean isFloat(JsonParser parser) throws IOException {
    return parser.getTextLength() <= MAX_NUMBER_CHARS
        && FLOAT.matcher(parser.getText()).matches()
        && Double.isFinite(parser.getDoubleValue());
  }

  private static boolean areValues(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      if (!isValue(parser, token)) {
        return false;
      }
      token = parser.nextToken();
    }
    return true;
  }

  private static boolean isObject(JsonParser parser) throws IOException {
    String name = parser.nextFieldName();
    if (name != null && name.startsWith("$")) {
      return isTagged(parser, name) && parser.nextToken() == JsonToken.END_OBJECT;
    }
    while (name != null) {
      if (name.startsWith("$") || !isValue(parser, parser.nextToken())) {
        return false;
      }
      name = parser.nextFieldName();
    }
    return true;
  }

  private static boolean isTagged(JsonParser parser, String tag) throws IOException {
    JsonToken token = parser.nextToken();
    return switch (tag) {
      case "$int" -> isText(parser, INT);
      case "$float" -> isText(parser, SPECIAL_FLOAT);
      case "$fraction" -> isText(parser, FRACTION);
      case "$decimal" -> isText(parser, DECIMAL);
      case "$bytes" -> isText(parser, BASE64);
      case "$tuple", "$set" -> token == JsonToken.START_ARRAY && areValues(parser);
      case "$dict" -> token == JsonToken.START_ARRAY && arePairs(parser);
      case "$complex" -> token == JsonToken.START_ARRAY && isComplex(parser);
      case "$object" ->
          token == JsonToken.VALUE_STRING
              && "text".equals(parser.nextFieldName())
              && parser.nextToken() == JsonToken.VALUE_STRING;
      default -> false;
    };
  }

  private static boolean isText(JsonParser parser, Pattern pattern) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING
        && pattern.matcher(parser.getText()).matches();
  }

  private static boolean arePairs(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      if (token != JsonToken.START_ARRAY
          || !isValue(parser, parser.nextToken())
          || !isValue(parser, parser.nextToken())
          || parser.nextToken() != JsonToken.END_ARRAY) {
        return false;
      }
      token = parser.nextToken();
    }
    return true;
  }

  private static boolean isComplex(JsonParser parser) throws IOException {
    for (int i = 0; i < 2; i++) {
      JsonToken part = parser.nextToken();
      boolean number =
          part == JsonToken.VALUE_NUMBER_FLOAT
              ? isFloat(parser)
              : part == JsonToken.START_OBJECT
                  && "$float".equals(parser.nextFieldName())
                  && parser.nextToken() == JsonToken.VALUE_STRING
                  && isText(parser, SPECIAL_FLOAT)
                  && parser.nextToken() == JsonToken.END_OBJECT;
      if (!number) {
        return false;
      }
    }
    return parser.nextToken() == JsonToken.END_ARRAY;
  }

  /**
   * Whether a text can be what {@code str} gives for an encoded value, cut after {@code limit}
   * characters. Of values with parts, of which the encoding does not tell every type, any text can
   * be.
   */
  static boolean isTextOf(String text, String json, int limit) throws IOException {
    int characters = text.codePointCount(0, text.length());
    if (characters > limit) {
      return false;
    }
    String whole = textOf(json);
    if (whole == null) {
      return true;
    }
    // Lone surrogates come escaped in a text. A pair of them is one character in JSON.
    String expected = withoutSurrogates(whole);
    String found = withoutSurrogates(text);
    return characters == limit ? expected.startsWith(found) : expected.equals(found);
  }

  /** What {@code str} gives; null where that cannot be told. */
  private static @Nullable String textOf(String json) throws IOException {
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      return switch (parser.nextToken()) {
        case VALUE_NULL -> "None";
        case VALUE_TRUE -> "True";
        case VALUE_FALSE -> "False";
        case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
        case START_OBJECT -> textOfTagged(parser);
        default -> null;
      };
    }
  }

  private static @Nullable String textOfTagged(JsonParser parser) throws IOException {
    String tag = parser.nextFieldName();
    if (tag == null) {
      return null;
    }
    parser.nextToken();
    return switch (tag) {
      case "$int", "$float", "$decimal" -> parser.getText();
      case "$fraction" -> {
        String text = parser.getText();
        yield text.endsWith("/1") ? text.substring(0, text.length() - 2) : text;
      }
      case "$object" -> {
        parser.nextFieldName();
        parser.nextToken();
        yield parser.getText();
      }
      default -> null;
    };
  }

  private static String withoutSurrogates(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        escaped.append("\\u").append(Integer.toHexString(c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
